import type { NamesList } from './names-list';
import { shorten } from './user-messages';
import type { Toast } from './view/toast';
import type { CommonAmong } from './view/word-actions';

/** Of more words side by side people make sentences, no names. */
const longestName = 3;

/**
 * Proposes as names what people write in place of what was heard, unless those are common words: each once, and nothing is
 * added unless they say so. Where nobody knows the common words, nothing is proposed.
 */
export class Corrections {
  readonly #names: NamesList;
  readonly #toast: Toast;
  readonly #commonAmong: CommonAmong;
  /** Keys of what was proposed since the page was opened. */
  readonly #proposed = new Set<string>();

  constructor(names: NamesList, toast: Toast, commonAmong: CommonAmong) {
    this.#names = names;
    this.#toast = toast;
    this.#commonAmong = commonAmong;
  }

  /** `stretches`: words that took the place of others, those side by side together. */
  async propose(stretches: readonly (readonly string[])[]): Promise<void> {
    const common = await this.#commonAmong(stretches.flat());
    if (common === undefined) return;
    const name = stretches.flatMap((words) => uncommonRuns(words, common)).find((name) => this.#isNew(name));
    if (name === undefined) return;
    this.#proposed.add(this.#names.keyOf(name));
    this.#toast.offer(`Add “${shorten(name)}” to My names?`, 'Add', () => {
      const what = `Added “${shorten(name)}”`;
      this.#toast.show(what, this.#names.add([{ text: name }], what));
    });
  }

  #isNew(name: string): boolean {
    const key = this.#names.keyOf(name);
    if (this.#proposed.has(key) || this.#names.refuse(name) !== undefined) return false;
    // A part of a listed name is known.
    return !this.#names.names.some((listed) => ` ${listed.key} `.includes(` ${key} `));
  }
}

/** Words side by side that are not common, as one text each. */
function uncommonRuns(words: readonly string[], common: readonly string[]): string[] {
  const runs: string[][] = [[]];
  for (const word of words) {
    // "Siobhan’s" is Siobhan.
    if (!common.includes(word) && /\p{L}/u.test(word)) runs.at(-1)!.push(word.replace(/['’]s$/, ''));
    else runs.push([]);
  }
  return runs.filter(({ length }) => length > 0 && length <= longestName).map((run) => run.join(' '));
}
