/** A common word with the natural logarithm of its share of all words. */
export interface CommonWord {
  readonly text: string;
  readonly logProb: number;
}

/** Endings that make other common words of a common one, and what they stand for at its end: "tries" of "try". */
const ENDINGS = [
  ["'s", ''],
  ["s'", 's'],
  ['s', ''],
  ['es', ''],
  ['ies', 'y'],
  ['ed', ''],
  ['ed', 'e'],
  ['ied', 'y'],
  ['ing', ''],
  ['ing', 'e'],
  ['er', ''],
  ['er', 'e'],
  ['est', ''],
  ['est', 'e'],
  ['ly', ''],
  ["n't", ''],
] as const;

/** Shorter stems are none: "Des" is not "d" with an ending. */
const SHORTEST_STEM = 3;

/** Reads models/pronunciations/common-words.txt: a word and its log-probability a line. Throws a TypeError for other lines. */
export function readCommonWords(text: string): CommonWord[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [word, logProb] = line.split(' ');
      if (!(Number(logProb) < 0)) throw new TypeError(`Expected a word and its log-probability, got ${line}`);
      return { text: word, logProb: Number(logProb) };
    });
}

/** Tells common words, and what English makes of them by endings and doubled letters, from all others. */
export class CommonWords {
  readonly #words: ReadonlySet<string>;

  constructor(words: readonly CommonWord[]) {
    this.#words = new Set(words.map(({ text }) => text));
  }

  has(written: string): boolean {
    const word = written.toLowerCase().replaceAll('’', "'");
    // Single letters are no names, and stand in no list of words.
    if (word.length < 2 || this.#words.has(word)) return true;
    return ENDINGS.some(([ending, stemEnd]) => {
      if (!word.endsWith(ending)) return false;
      const stem = word.slice(0, -ending.length);
      if (stem.length + stemEnd.length < SHORTEST_STEM) return false;
      // "planned" of "plan"
      const single = /(?<consonant>[b-df-hj-np-tv-z])\k<consonant>$/.test(stem) ? stem.slice(0, -1) : stem;
      return this.#words.has(stem + stemEnd) || this.#words.has(single + stemEnd);
    });
  }
}
