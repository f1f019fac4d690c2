/*
 * Common words that sound like a name, told when the name is added: a name that is nearly a common word would be written in
 * its place.
 *
 * A word is the nearer to being taken for the name the less distance lies between their sounds (phone-distance.ts) and the
 * more often it is said. Both in nats:
 *
 *     margin = distance · NATS_PER_MISHEARING − (ln P(word) − ln P(name))
 *
 * where P(name) is what a boost of the automatic size expects of a name that is on the list. A negative margin is taken off
 * the default boost. That boost is decided here and nowhere else; the page gives it to every name whose strength is automatic
 * (automatic-boost.ts), so that search, lookup and merge all count with it.
 */

import { AUTOMATIC_BOOST, type Name } from '../name';
import type { CommonWord } from './common-words';
import { phonesOfIpa } from './ipa';
import type { Pronouncer } from './pronouncer';
import { SoundIndex } from './sound-index';

const LIMITS = {
  /** Pronunciations of each spelling of the name that are looked at. */
  pronunciations: 3,
  /** Words looked up for each. */
  words: 12,
  /** Farther words are not taken for a name: two clear mishearings. */
  farthest: 1.6,
};

/** What a clear mishearing costs the acoustic model: one in twenty, a guess that is on the safe side. */
const NATS_PER_MISHEARING = 3;
/** How often a name on the list is said: once in 50,000 words, a guess too. */
const NAME_LOG_PROB = -10.8;
/** Margins below this are worth a warning. */
export const WARNING_MARGIN = 1.5;

export interface NameCollision {
  /** The words that might be written as the name, the likeliest first; at least one. */
  readonly words: readonly string[];
  /** The same, those first that sound most like it: what people recognize. */
  readonly alike: readonly string[];
  /** Of the first one, in nats: the lower, the sooner it is taken for the name. */
  readonly margin: number;
  /** The boost that leaves it alone, at most the automatic one; in halves, as people set it. */
  readonly boost: number;
}

export class NameCollisions {
  readonly #words: readonly CommonWord[];
  readonly #pronouncer: Pronouncer;
  readonly #index: SoundIndex;

  constructor(words: readonly CommonWord[], pronouncer: Pronouncer) {
    this.#words = words;
    this.#pronouncer = pronouncer;
    this.#index = new SoundIndex(
      words.flatMap(({ text }, name) => pronouncer.pronounce(text, 1).map((sound) => ({ name, ...sound }))),
    );
  }

  /** What `name` may be taken for, or undefined when no common word is near enough. */
  of({ text, soundsLike = [], ipa = [] }: Name): NameCollision | undefined {
    const margins = new Map<number, number>();
    const distances = new Map<number, number>();
    const written = [text, ...soundsLike].flatMap((spelling) =>
      this.#pronouncer.pronounce(spelling, LIMITS.pronunciations).map(({ phones }) => phones),
    );
    const given = ipa.map(phonesOfIpa).filter((phones) => phones !== undefined);
    for (const phones of [...written, ...given]) {
      for (const { name: word, distance } of this.#index.near(phones, LIMITS.words, LIMITS.farthest)) {
        const margin = distance * NATS_PER_MISHEARING - (this.#words[word].logProb - NAME_LOG_PROB);
        margins.set(word, Math.min(margin, margins.get(word) ?? Infinity));
        distances.set(word, Math.min(distance, distances.get(word) ?? Infinity));
      }
    }
    const near = [...margins]
      .filter(([, margin]) => margin < WARNING_MARGIN)
      .toSorted(([a, m], [b, n]) => m - n || a - b);
    if (near.length === 0) return undefined;
    const byDistance = near.toSorted(([a], [b]) => distances.get(a)! - distances.get(b)!);
    const textsOf = (words: typeof near) => words.map(([word]) => this.#words[word].text);
    const [[, margin]] = near;
    const boost = Math.round(2 * Math.max(0, AUTOMATIC_BOOST + Math.min(0, margin))) / 2;
    return { words: textsOf(near), alike: textsOf(byDistance), margin, boost };
  }
}
