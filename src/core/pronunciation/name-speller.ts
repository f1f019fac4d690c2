import type { Name } from '../name';
import { WORD_START } from '../vocabulary';
import type { CommonWords } from './common-words';
import { wordsOfIpa } from './ipa';
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

/**
 * How the model may write names that are not spelled as they sound, by the pronunciations in IPA that the user gave or else by
 * their letters: all of them come out in the user's own spelling.
 */
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
  variants({ text, ipa = [], negative = false, partOf }: Name): SoundSpelling[] {
    // A part is short and weak: what it may be written as would be other words too often.
    if (negative || partOf !== undefined) return [];
    // How a name is said the user knows better than its letters.
    const given = ipa.map(wordsOfIpa).filter((words) => words !== undefined);
    const spelled =
      given.length > 0
        ? given.flatMap((words) => joined(words.map((phones) => this.#speller.spell(phones, LIMITS.spellings))))
        : joined(
            text
              .split(/[\s\p{Pd}]+/u)
              .filter((word) => word !== '')
              .map((word) => this.#word(word)),
          );
    return likeliest(spelled, LIMITS.variants).filter(
      ({ text }) => text.length >= LIMITS.letters + WORD_START.length && !this.#isCommon(text),
    );
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

/** Spellings of several words from those of each. */
function joined(words: readonly (readonly SoundSpelling[])[]): SoundSpelling[] {
  return words.reduce<SoundSpelling[]>(
    (before, next) =>
      likeliest(
        before.flatMap(({ text, logProb }) =>
          next.map((after) => ({ text: text + WORD_START + after.text, logProb: logProb + after.logProb })),
        ),
        LIMITS.variants,
      ),
    [{ text: '', logProb: 0 }],
  );
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
