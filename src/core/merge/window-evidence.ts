import type { Emissions } from '../emissions';
import type { AlignedWord } from '../forced-alignment';
import { LOG_ZERO, logAdd } from '../log-math';
import type { SoundSpelling } from '../pronunciation/sound-speller';
import { SpellingLattice, type PieceTable } from '../spelling-lattice';
import type { SpellingScorer } from '../spelling-score';
import type { WrittenWord } from './written-words';

/**
 * What the acoustic model says to another reading of some words of a text: its probability against theirs over the same
 * frames. The words beside them are read along, so that the window's ends lie where both readings agree, and the border
 * between a name and its neighbours is free.
 */
export class WindowEvidence {
  readonly #emissions: Emissions;
  readonly #words: readonly WrittenWord[];
  readonly #aligned: readonly AlignedWord[];
  readonly #pieces: PieceTable;
  readonly #scorer: SpellingScorer;
  /** Of the words as they are written, by first and end. */
  readonly #written = new Map<string, number>();

  /** `aligned`: where each of `words` is said in `emissions`. */
  constructor(
    emissions: Emissions,
    words: readonly WrittenWord[],
    aligned: readonly AlignedWord[],
    pieces: PieceTable,
    scorer: SpellingScorer,
  ) {
    this.#emissions = emissions;
    this.#words = words;
    this.#aligned = aligned;
    this.#pieces = pieces;
    this.#scorer = scorer;
  }

  /**
   * ln P(spellings | frames) − ln P(words [first, end) | frames); −Infinity where the emissions exclude `spellings`, 0
   * where they exclude both. `variants`: other spellings of the same, each with ln of how often it is written so.
   */
  ratio(first: number, end: number, spellings: readonly string[], variants: readonly SoundSpelling[] = []): number {
    const key = `${first} ${end}`;
    let written = this.#written.get(key);
    if (written === undefined) {
      written = this.#score(
        first,
        end,
        this.#words.slice(first, end).map((word) => word.spellings),
      );
      this.#written.set(key, written);
    }
    const other = variants.reduce(
      (sum, { text, logProb }) => logAdd(sum, logProb + this.#score(first, end, [[text]])),
      this.#score(first, end, [spellings]),
    );
    return other === written ? 0 : other === LOG_ZERO ? LOG_ZERO : other - written;
  }

  /** ln P of the words before, of `middle` and of the words after, over the frames of all of them. */
  #score(first: number, end: number, middle: readonly (readonly string[])[]): number {
    const before = this.#neighbour(first - 1, -1);
    const after = this.#neighbour(end, 1);
    const words = [
      ...(before === undefined ? [] : [this.#words[before].spellings]),
      ...middle,
      ...(after === undefined ? [] : [this.#words[after].spellings]),
    ];
    return this.#scorer.score(this.#emissions, SpellingLattice.ofWords(words, this.#pieces), {
      start: before === undefined ? 0 : this.#aligned[before].start,
      end: after === undefined ? this.#emissions.frames : this.#aligned[after].end,
    });
  }

  /** The nearest word from `index` on that is said. */
  #neighbour(index: number, step: 1 | -1): number | undefined {
    for (let at = index; at >= 0 && at < this.#words.length; at += step) {
      if (this.#aligned[at].end > this.#aligned[at].start) return at;
    }
    return undefined;
  }
}
