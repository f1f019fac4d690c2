import { budgetOf } from './name';
import type { NameSpelling, SpelledName } from './name-spellings';

/** A spelling, and the name that it is of. */
export interface Claim {
  readonly name: SpelledName;
  readonly spelling: NameSpelling;
}

/**
 * Which name has which text, where several can be written so. Lists are edited one name at a time: only the texts of names that
 * came or went are settled anew, and what is in order stays in order.
 */
export class SpellingClaims {
  /** By text, all that claim it, the one that has it first. */
  readonly #claims = new Map<string, Claim[]>();
  #names: ReadonlySet<SpelledName> = new Set();
  #texts: readonly string[] = [];
  #winners: readonly Claim[] = [];

  /** Every text that a name has, in order of their UTF-16 codes. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** By index of `texts`. */
  get winners(): readonly Claim[] {
    return this.#winners;
  }

  /** Who has `text`, which somebody has. */
  winner(text: string): Claim {
    return this.#claims.get(text)![0];
  }

  /** Takes another list. `indexOf`: the place of each name in it, by which equal names come one before the other. */
  change(names: ReadonlySet<SpelledName>, indexOf: ReadonlyMap<SpelledName, number>): void {
    const touched = new Set<string>();
    for (const name of this.#names) {
      if (names.has(name)) continue;
      for (const { text } of name.spellings) {
        touched.add(text);
        const left = (this.#claims.get(text) ?? []).filter((claim) => claim.name !== name);
        if (left.length > 0) this.#claims.set(text, left);
        else this.#claims.delete(text);
      }
    }
    for (const name of names) {
      if (this.#names.has(name)) continue;
      for (const spelling of name.spellings) {
        touched.add(spelling.text);
        const others = this.#claims.get(spelling.text);
        if (others === undefined) this.#claims.set(spelling.text, [{ name, spelling }]);
        else others.push({ name, spelling });
      }
    }
    this.#names = names;
    if (touched.size > 0) this.#settle(touched, indexOf);
  }

  /** Merges the texts that were touched with those that were not. */
  #settle(touched: ReadonlySet<string>, indexOf: ReadonlyMap<SpelledName, number>): void {
    // Without a function to compare, the engine sorts several times as fast.
    const fresh = [...touched].filter((text) => this.#claims.has(text)).toSorted();
    const texts: string[] = [];
    const winners: Claim[] = [];
    let next = 0;
    const takeFresh = () => {
      const text = fresh[next++];
      const claims = this.#claims.get(text)!.toSorted((a, b) => byPriority(a, b, indexOf));
      this.#claims.set(text, claims);
      texts.push(text);
      winners.push(claims[0]);
    };
    this.#texts.forEach((text, at) => {
      if (touched.has(text)) return;
      while (next < fresh.length && fresh[next] < text) takeFresh();
      texts.push(text);
      winners.push(this.#winners[at]);
    });
    while (next < fresh.length) takeFresh();
    [this.#texts, this.#winners] = [texts, winners];
  }
}

/** Only what the names say decides who has a text, never their order, except between equal names. */
function byPriority(a: Claim, b: Claim, indexOf: ReadonlyMap<SpelledName, number>): number {
  const [one, other] = [a.name.name, b.name.name];
  return (
    a.spelling.rank - b.spelling.rank ||
    budgetOf(other) - budgetOf(one) ||
    (one.text < other.text ? -1 : one.text > other.text ? 1 : 0) ||
    indexOf.get(a.name)! - indexOf.get(b.name)!
  );
}
