import type { Name } from '../core/name';

/** Names asked about at once: a name that is added meanwhile waits a twentieth of a second. */
const batch = 500;

type Ask<Answer> = (names: readonly Name[]) => Promise<readonly Answer[] | undefined>;

/**
 * What is known of names by their sound: which common words they may be taken for, or how the model may write them. A
 * worker knows (`ask`); each name is asked about once.
 */
export class AskedNames<Answer> {
  readonly #ask: Ask<Answer>;
  readonly #known = new Map<string, Answer>();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(ask: Ask<Answer>) {
    this.#ask = ask;
  }

  /** Undefined while nothing is known, too. */
  of(name: Name): Answer | undefined {
    return this.#known.get(soundKey(name));
  }

  /** Resolves to whether all is known of `names` now: not where nobody can be asked. Never rejects. */
  check(names: readonly Name[]): Promise<boolean> {
    const checked = this.#asking.then(() => this.#check(names));
    this.#asking = checked;
    return checked;
  }

  async #check(names: readonly Name[]): Promise<boolean> {
    const unknown = names.filter((name) => !this.#known.has(soundKey(name)));
    for (let first = 0; first < unknown.length; first += batch) {
      const asked = unknown.slice(first, first + batch).map(({ text, soundsLike, ipa }) => ({
        text,
        ...(soundsLike !== undefined && { soundsLike }),
        ...(ipa !== undefined && { ipa }),
      }));
      const answer = await this.#ask(asked).catch(() => undefined);
      if (answer === undefined) return false;
      asked.forEach((name, index) => this.#known.set(soundKey(name), answer[index]!));
    }
    return true;
  }
}

/** What the answers depend on. */
function soundKey({ text, soundsLike = [], ipa = [] }: Name): string {
  return [text, ...soundsLike, ...ipa.map((sound) => `/${sound}/`)].join('\n');
}
