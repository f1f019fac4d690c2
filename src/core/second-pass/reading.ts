/** Why a reading was cut short: it went round in circles, or wrote more than anybody can say. */
export type CutReason = 'repetition' | 'rate';

/** What the second pass wrote of an utterance, greedily: at each step the likeliest token. */
export interface Reading {
  readonly text: string;
  /** Without start and end. */
  readonly tokens: readonly number[];
  /** Natural logarithm of the probability of each token, and then, if the reading came to its end, of that. */
  readonly logProbs: readonly number[];
  /** Natural logarithm of the probability, by the model, that there is nothing to write at all. */
  readonly emptyLogProb: number;
  readonly cut: CutReason | undefined;
}

/** Looks at what is written so far after each token. A reading that is cut keeps its first `keep` tokens. */
export type ReadingWatch = (
  tokens: readonly number[],
) => { readonly reason: CutReason; readonly keep: number } | undefined;
