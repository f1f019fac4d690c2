/** Why a reading was cut short: it went round in circles, or wrote more than anybody can say. */
export type CutReason = 'repetition' | 'rate';

/** What the second pass wrote of an utterance, greedily: at each step the likeliest token. */
export interface Reading {
  readonly text: string;
  /** Without start and end. */
  readonly tokens: readonly number[];
  /** Natural logarithm of the probability of each token, and then, if the reading came to its end, of that. */
  readonly logProbs: readonly number[];
  /** The same of each word of `text`, in order: the sum over its tokens. */
  readonly wordLogProbs: readonly number[];
  /** Natural logarithm of the probability, by the model, that there is nothing to write at all. */
  readonly emptyLogProb: number;
  readonly cut: CutReason | undefined;
}

/** That of a second pass that is not there. */
export const noReading: Reading = {
  text: '',
  tokens: [],
  logProbs: [],
  wordLogProbs: [],
  emptyLogProb: 0,
  cut: undefined,
};

/** How probable a text is for the second pass. */
export interface TextScore {
  /** Natural logarithm of the probability of its tokens and its end. */
  readonly logProb: number;
  /** Number of its tokens, without start and end. */
  readonly tokens: number;
}

/** `logProbs`: of each token and of the end. */
export function textScore(logProbs: ArrayLike<number>): TextScore {
  let logProb = 0;
  for (let index = 0; index < logProbs.length; index++) logProb += logProbs[index];
  return { logProb, tokens: logProbs.length - 1 };
}

/** Looks at what is written so far after each token. A reading that is cut keeps its first `keep` tokens. */
export type ReadingWatch = (
  tokens: readonly number[],
) => { readonly reason: CutReason; readonly keep: number } | undefined;
