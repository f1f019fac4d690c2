import type { Name } from '../name';
import { WORD_START } from '../vocabulary';
import type { CommonWords } from './common-words';
import type { Pronouncer } from './pronouncer';
import type { SoundSpeller, SoundSpelling } from './sound-speller';

const LIMITS = {
  /** Pronunciations of a word that are spelled, and spellings of each. */
  pronunciations: 2,
  spellings: 6,
  /** Spellings kept per name. */
  variants: 5,
  /** Shorter ones are too often other words: `an` for Ann. */
  letters: 5,
  /** Words whose spellings are kept: lists are edited one name at a time. */
  remembered: 30_000,
};

/** How the model may write names that are not spelled as they sound: all of them come out in the user's own spelling. */
export class NameSpeller {
  readonly #pronouncer: Pronouncer;
  readonly #speller: SoundSpeller;
  readonly #common: Pick<CommonWords, 'has'>;
  readonly #known = new Map<string, readonly SoundSpelling[]>();

  /** `common`: words that are what they are, whatever name sounds like them. */
  constructor(pronouncer: Pronouncer, speller: SoundSpeller, common: Pick<CommonWords, 'has'>) {
    this.#pronouncer = pronouncer;
    this.#speller = speller;
    this.#common = common;
  }

  /** Spellings of `name`, likeliest first, each as `▁` before every word, with ln of how likely the model writes it so. */
  variants({ text, negative = false, partOf }: Name): SoundSpelling[] {
    // A part is short and weak: what it may be written as would be other words too often.
    if (negative || partOf !== undefined) return [];
    let joined: SoundSpelling[] = [{ text: '', logProb: 0 }];
    for (const word of text.split(/[\s\p{Pd}]+/u).filter((word) => word !== '')) {
      const next = this.#word(word);
      joined = likeliest(
        joined.flatMap((before) =>
          next.map((after) => ({
            text: before.text + WORD_START + after.text,
            logProb: before.logProb + after.logProb,
          })),
        ),
        LIMITS.variants,
      );
    }
    return joined.filter(({ text }) => text.length >= LIMITS.letters + WORD_START.length && !this.#isCommon(text));
  }

  #isCommon(variant: string): boolean {
    return variant
      .split(WORD_START)
      .filter((word) => word !== '')
      .every((word) => this.#common.has(word));
  }

  #word(word: string): readonly SoundSpelling[] {
    let known = this.#known.get(word);
    if (known === undefined) {
      const spelled = this.#pronouncer
        .pronounce(word, LIMITS.pronunciations)
        .flatMap(({ phones, logProb }) =>
          this.#speller
            .spell(phones, LIMITS.spellings)
            .map((spelling) => ({ text: spelling.text, logProb: logProb + spelling.logProb })),
        );
      known = likeliest(spelled, LIMITS.spellings);
      if (this.#known.size >= LIMITS.remembered) this.#known.clear();
      this.#known.set(word, known);
    }
    return known;
  }
}

/** Of equal texts the likelier one. */
function likeliest(spellings: readonly SoundSpelling[], most: number): SoundSpelling[] {
  const best = new Map<string, SoundSpelling>();
  for (const spelling of spellings) {
    const known = best.get(spelling.text);
    if (known === undefined || known.logProb < spelling.logProb) best.set(spelling.text, spelling);
  }
  return [...best.values()].toSorted((a, b) => b.logProb - a.logProb || (a.text < b.text ? -1 : 1)).slice(0, most);
}
