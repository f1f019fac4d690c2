import { spell } from '../spelling';
import { Vocabulary, WORD_START } from '../vocabulary';
import type { Pronunciation } from './letter-to-sound';
import type { Phones } from './phones';
import type { PronunciationFile } from './pronunciation-file';

const LIMITS = {
  /** Pronunciations per word that are combined into those of a text: with 3, two words have nine. */
  perWord: 4,
  /** Combinations kept from word to word. */
  combinations: 24,
  /** Words whose pronunciations are kept: 10,000 names of two words, and what is dictated. 10 MB. */
  remembered: 30_000,
};

/** Share of the probability that the dictionary's pronunciations have together, where it knows the word. */
const DICTIONARY_SHARE = 0.9;
/** What a spelling loses for each that is likelier, in nats: `IBM` as a word before its letters. */
const SPELLING_STEP = 0.3;

/** What words are made of once they are spelled: hyphens and digits are gone by then. */
const alphabet = new Vocabulary({
  blank: 0,
  pieces: ['<blank>', WORD_START, ...Array.from("'abcdefghijklmnopqrstuvwxyz")],
});

/** How texts are said: by the dictionary where it knows the word, and by letter to sound. */
export class Pronouncer {
  readonly #file: PronunciationFile;
  readonly #known = new Map<string, readonly Pronunciation[]>();

  constructor(file: PronunciationFile) {
    this.#file = file;
  }

  /**
   * Up to `most` pronunciations of `text`, likeliest first: of any words, in any case, with marks, digits, hyphens or
   * initials (spelling.ts). None when no letter in it is English.
   */
  pronounce(text: string, most: number): Pronunciation[] {
    const spelled = spell(text, alphabet);
    if (!('spellings' in spelled)) return [];
    const all = spelled.spellings.flatMap((spelling, rank) => {
      const words = spelling.split(WORD_START).filter((word) => word !== '');
      return this.#join(words).map(({ phones, logProb }) => ({ phones, logProb: logProb - rank * SPELLING_STEP }));
    });
    return best(all, most);
  }

  #join(words: readonly string[]): Pronunciation[] {
    let joined: Pronunciation[] = [{ phones: new Uint8Array(0), logProb: 0 }];
    for (const word of words) {
      const next = this.#word(word);
      joined = best(
        joined.flatMap((before) =>
          next.map(({ phones, logProb }) => ({
            phones: concatenate(before.phones, phones),
            logProb: before.logProb + logProb,
          })),
        ),
        LIMITS.combinations,
      );
    }
    return joined;
  }

  /** Of a word of a to z and apostrophes. */
  #word(word: string): readonly Pronunciation[] {
    let known = this.#known.get(word);
    if (known === undefined) {
      if (this.#known.size >= LIMITS.remembered) this.#known.clear();
      known = this.#lookUp(word);
      this.#known.set(word, known);
    }
    return known;
  }

  #lookUp(word: string): Pronunciation[] {
    const guessed = this.#file.letterToSound.pronounce(word, LIMITS.perWord);
    const listed = this.#file.dictionary.get(word);
    if (listed === undefined) return guessed;
    const rest = Math.log(1 - DICTIONARY_SHARE);
    const share = Math.log(DICTIONARY_SHARE / listed.length);
    return best(
      [
        ...listed.map((phones) => ({ phones, logProb: share })),
        ...guessed.map(({ phones, logProb }) => ({ phones, logProb: logProb + rest })),
      ],
      LIMITS.perWord + listed.length,
    );
  }
}

/** The likeliest, each sequence of phones once, with the highest of its probabilities. */
function best(pronunciations: readonly Pronunciation[], most: number): Pronunciation[] {
  const seen = new Set<string>();
  const kept: Pronunciation[] = [];
  for (const pronunciation of pronunciations.toSorted((a, b) => b.logProb - a.logProb)) {
    const key = String.fromCharCode(...pronunciation.phones);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(pronunciation);
    if (kept.length === most) break;
  }
  return kept;
}

function concatenate(a: Phones, b: Phones): Phones {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
