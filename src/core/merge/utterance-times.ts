import type { Emissions } from '../emissions';
import { alignedWords, type AlignedWord, type ForcedAligner } from '../forced-alignment';
import { SpellingLattice, type PieceTable } from '../spelling-lattice';
import type { FrameClock } from '../transcript';
import type { MergedWord, UndatedWord } from './merged-words';

/** Says when the words of a text are said in an utterance, by forced alignment. */
export class UtteranceTimes {
  readonly #emissions: Emissions;
  readonly #aligner: ForcedAligner;
  readonly #pieces: PieceTable;

  constructor(emissions: Emissions, aligner: ForcedAligner, pieces: PieceTable) {
    this.#emissions = emissions;
    this.#aligner = aligner;
    this.#pieces = pieces;
  }

  /** One per word, in order, apart from each other. */
  of(words: readonly { readonly spellings: readonly string[] }[]): AlignedWord[] {
    const spellings = words.map((word) => word.spellings);
    const alignment = this.#aligner.align(this.#emissions, SpellingLattice.ofWords(spellings, this.#pieces));
    return alignment === undefined ? this.#spread(spellings) : alignedWords(alignment, words.length);
  }

  /** The words with their times on the session's clock. */
  dated(words: readonly UndatedWord[], { originMs, frameMs }: FrameClock): MergedWord[] {
    const aligned = this.of(words);
    return words.map(({ text, from, place, instead, name }, index) => {
      const { start, end, confidence } = aligned[index];
      return {
        text,
        startMs: originMs + start * frameMs,
        endMs: originMs + end * frameMs,
        confidence,
        from,
        place,
        ...(instead !== undefined && { instead }),
        ...(name && { name: { ...name, occurrence: start } }),
      };
    });
  }

  /** Where the emissions exclude the text, or have fewer frames than it has letters: each word as long as its spelling. */
  #spread(words: readonly (readonly string[])[]): AlignedWord[] {
    const letters = words.map(([spelling = '']) => spelling.length);
    const total = Math.max(
      1,
      letters.reduce((sum, length) => sum + length, 0),
    );
    let before = 0;
    return letters.map((length) => {
      const start = Math.floor((before / total) * this.#emissions.frames);
      before += length;
      return { start, end: Math.floor((before / total) * this.#emissions.frames), confidence: 0 };
    });
  }
}
