import { BOOST_RANGE } from '../../core/name';
import { plainName, type ListedName } from '../../store/names-store';
import { strengthOf } from '../../core/pronunciation/automatic-boost';
import type { NamesList } from '../names-list';
import type { Page } from '../page-state';
import { refusal, shorten } from '../user-messages';
import type { Toast } from './toast';

/** Tells which of some words are common; undefined where nobody knows. */
export type CommonAmong = (words: readonly string[]) => Promise<readonly string[] | undefined>;

/** What can be done about a word of the document and the names: every step with a way back. */
export class WordActions {
  readonly #page: Page;
  readonly #names: NamesList;
  readonly #toast: Toast;
  readonly #commonAmong: CommonAmong;

  constructor(page: Page, names: NamesList, toast: Toast, commonAmong: CommonAmong) {
    this.#page = page;
    this.#names = names;
    this.#toast = toast;
    this.#commonAmong = commonAmong;
  }

  find(name: string): ListedName | undefined {
    return this.#names.find(name);
  }

  strength(name: ListedName): number {
    return strengthOf(name, this.#page.state.names.collisions.get(name.key));
  }

  /** Whether the strength of `name` can be raised, or lowered, by `step`. */
  canStrengthen(name: ListedName, step: number): boolean {
    return step > 0 ? this.strength(name) < BOOST_RANGE.max : this.strength(name) > BOOST_RANGE.min;
  }

  strengthen(name: ListedName, step: number): void {
    const boost = Math.max(BOOST_RANGE.min, Math.min(BOOST_RANGE.max, this.strength(name) + step));
    const undo = this.#names.edit(name, { ...plainName(name), boost });
    this.#toast.show(`“${shorten(name.text)}” has a strength of ${boost} now`, undo);
  }

  /** Why `text` cannot be added, as a sentence; undefined when it can. */
  refuse(text: string): string | undefined {
    const reason = this.#names.refuse(text);
    return reason && refusal(reason, text);
  }

  /** Adds a name that was written as `heard` until now. */
  async add(text: string, heard: string): Promise<void> {
    const common = await this.#commonAmong([heard]);
    // As a common word it would be written wherever that is said.
    const teaches = heard.toLowerCase() !== text.toLowerCase() && common?.length === 0;
    const [name] = this.#names.plan([{ text, ...(teaches && { soundsLike: [heard] }) }]).add;
    if (name === undefined) return;
    const what = `Added “${shorten(name.text)}” to your names`;
    this.#toast.show(what, this.#names.add([name], what));
  }

  /** Says that a word stands again as it was. */
  tellPutBack(text: string, undo: () => void): void {
    this.#toast.show(`Put back “${shorten(text)}”`, undo);
  }
}
