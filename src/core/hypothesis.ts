import type { Vocabulary } from './vocabulary';

/** A name of the list in place of a word. */
export interface NameOfWord {
  /** Index into the list. */
  readonly index: number;
  /** As it is to be written, with the suffix that was spoken: `Anna's`. */
  readonly text: string;
  /** Where it is a part of a listed name: that name. */
  readonly partOf?: string;
  /**
   * Whether it was heard by its own spelling, by one of its `soundsLike`, by a spelling that the model may give its sound
   * (pronunciation/name-speller.ts), or by its phones (lookup/name-lookup.ts).
   */
  readonly heardAs: 'spelling' | 'sounds-like' | 'variant' | 'sound';
  /** What it added to the score, in nats: below 0 for a negative name. */
  readonly boost: number;
}

/** A name that a hypothesis has written. */
export interface WrittenName extends NameOfWord {
  /** Tokens [startToken, endToken) of the hypothesis. */
  readonly startToken: number;
  readonly endToken: number;
  /** Sum of the log-posteriors of its tokens: acoustics alone. */
  readonly logProb: number;
}

/** A word, or a name of several words, as it is to be written. */
export interface Word {
  readonly text: string;
  /** Frames [start, end) since `begin()`: from the first token's frame to the one after the last token's. */
  readonly start: number;
  readonly end: number;
  /**
   * 0..1: geometric mean of the posteriors of the word's tokens on the best path, that of a token being the highest of
   * the run of frames in which the path emits it. Acoustics alone: no boost changes it.
   */
  readonly confidence: number;
  readonly name?: NameOfWord;
}

/** The tokens on one best path, with the frame and the log-posterior of each. */
export interface TokenPath {
  readonly tokens: readonly number[];
  /** The frame, since `begin()`, on which the best path first emits the token. */
  readonly frames: readonly number[];
  /** The token's highest log-posterior in the run of frames in which the best path emits it. */
  readonly logProbs: readonly number[];
}

/** One reading of the utterance, as far as it is not yet committed. Acoustics and boosts stand apart. */
export interface Hypothesis extends TokenPath {
  readonly text: string;
  readonly words: readonly Word[];
  readonly names: readonly WrittenName[];
  /**
   * Natural logarithm of the probability of all alignments of the tokens since `begin()`: acoustics alone; the frames
   * that were searched with a language model are divided by what the acoustic model expects (prefix-search.ts).
   */
  readonly logProb: number;
  /** What names have earned since `begin()`, in nats ... */
  readonly bonus: number;
  /** ... and what the language model says, weighted, 0 without one. Hypotheses rank by logProb + bonus + language. */
  readonly language: number;
}

/** The words that `path` writes, `names` (in order, apart from each other) in their own form. */
export function wordsOf(path: TokenPath, names: readonly WrittenName[], vocabulary: Vocabulary): Word[] {
  const words: Word[] = [];
  const { tokens } = path;
  let nextName = 0;
  for (let start = 0; start < tokens.length;) {
    const name = names[nextName]?.startToken === start ? names[nextName++] : undefined;
    let end = name?.endToken ?? start + 1;
    // A bare ▁ that another word start follows opens no word of its own.
    while (end < tokens.length && !vocabulary.startsWord[tokens[end]]) end++;
    const text = name?.text ?? vocabulary.text(tokens.slice(start, end));
    if (text !== '') {
      let logProb = 0;
      for (let i = start; i < end; i++) logProb += path.logProbs[i];
      words.push({
        text,
        start: path.frames[start],
        end: path.frames[end - 1] + 1,
        confidence: Math.min(1, Math.exp(logProb / (end - start))),
        ...(name && { name }),
      });
    }
    start = end;
  }
  return words;
}
