/** What an acoustic model says about each frame: the log-probability of every token of its vocabulary. */
export interface Emissions {
  /** frames × vocabulary, row-major, natural logarithm. */
  readonly logProbs: Float32Array;
  readonly frames: number;
  /** Tokens, the blank among them. */
  readonly vocabulary: number;
}

/** What a model says of the same frames: subwords, and phones where it hears them. */
export interface ModelEmissions extends Emissions {
  /** Over `PHONE_TOKENS` (pronunciation/phones.ts). */
  readonly phones?: Emissions;
}

/** The frames [start, end), without a copy. */
export function framesOf({ phones, ...subwords }: ModelEmissions, start: number, end: number): ModelEmissions {
  const rows = ({ logProbs, vocabulary }: Emissions): Emissions => ({
    logProbs: logProbs.subarray(start * vocabulary, end * vocabulary),
    frames: end - start,
    vocabulary,
  });
  return { ...rows(subwords), ...(phones && { phones: rows(phones) }) };
}

/** A log-probability may exceed 0 by the rounding of a float32 (or float16) softmax, no more. */
const ROUNDING = 0.01;

/** Turns rows of `vocabulary` logits into log-probabilities, in place. */
export function logSoftmax(logits: Float32Array, vocabulary: number): void {
  if (!(vocabulary > 0) || logits.length % vocabulary !== 0) {
    throw new RangeError(`Expected rows of ${vocabulary} logits, got ${logits.length} values`);
  }
  for (let row = 0; row < logits.length; row += vocabulary) {
    let max = -Infinity;
    for (let i = row; i < row + vocabulary; i++) if (logits[i] > max) max = logits[i];
    let sum = 0;
    for (let i = row; i < row + vocabulary; i++) sum += Math.exp(logits[i] - max);
    const logSum = max + Math.log(sum);
    for (let i = row; i < row + vocabulary; i++) logits[i] -= logSum;
  }
}

/**
 * Refuses emissions that a decoder of `vocabulary` tokens cannot read: another size, NaN, values that are no logarithms
 * of probabilities, a frame on which nothing is possible. Throws a RangeError that says what stands where.
 */
export function checkEmissions({ logProbs, frames, vocabulary }: Emissions, expected: number): void {
  if (vocabulary !== expected) {
    throw new RangeError(`Expected emissions of a vocabulary of ${expected} tokens, got ${vocabulary}`);
  }
  if (logProbs.length !== frames * vocabulary) {
    throw new RangeError(`Expected ${frames} frames x ${vocabulary} log-probabilities, got ${logProbs.length}`);
  }
  for (let frame = 0; frame < frames; frame++) {
    const row = frame * vocabulary;
    let possible = false;
    for (let token = 0; token < vocabulary; token++) {
      const logProb = logProbs[row + token];
      // Written so that NaN fails too.
      if (!(logProb <= ROUNDING)) {
        throw new RangeError(`Expected log-probabilities, got ${logProb} at frame ${frame}, token ${token}`);
      }
      if (logProb > -Infinity) possible = true;
    }
    if (!possible) throw new RangeError(`Expected a possible token, got only -Infinity at frame ${frame}`);
  }
}
