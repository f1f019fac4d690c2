import { AUTOMATIC_BOOST, type Name } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';

/** Names asked about at once: a name that is added meanwhile waits a twentieth of a second. */
const batch = 500;

type Ask = (names: readonly Name[]) => Promise<readonly (NameCollision | undefined)[] | undefined>;

/** What is known of the common words that names may be taken for. A worker knows (`ask`); each name is asked about once. */
export class CollisionCheck {
  readonly #ask: Ask;
  readonly #known = new Map<string, NameCollision | undefined>();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Undefined while nothing is known, too. */
  of(name: Name): NameCollision | undefined {
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
      asked.forEach((name, index) => this.#known.set(soundKey(name), answer[index]));
    }
    return true;
  }
}

/** How strong a name is whose strength is `boost`, or automatic: then not so strong that it is written for common words. */
export function strengthOf({ boost }: Name, collision: NameCollision | undefined): number {
  return boost ?? collision?.boost ?? AUTOMATIC_BOOST;
}

/** The name as the recognizer gets it: with the strength that `strengthOf` says. */
export function withAutomaticBoost(name: Name, collision: NameCollision | undefined): Name {
  const boost = strengthOf(name, collision);
  return name.boost === undefined && boost !== AUTOMATIC_BOOST ? { ...name, boost } : name;
}

/** What collisions depend on. */
function soundKey({ text, soundsLike = [], ipa = [] }: Name): string {
  return [text, ...soundsLike, ...ipa.map((sound) => `/${sound}/`)].join('\n');
}
