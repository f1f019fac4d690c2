import { LOG_ZERO } from './log-math';
import { NONE } from './lineage';

/** The two ways in which a path may end: in a blank, or in the last token of its prefix. */
export const BLANK_END = 0;
export const TOKEN_END = 1;

/**
 * Hypotheses in structure-of-arrays form. Row `slot` is one hypothesis; columns that keep its two ends apart have a value
 * for each at 2 · slot + end. Log-probabilities are acoustic and since `begin()`, divided by the prior where there is a
 * language model (prefix-search.ts).
 */
export class Beam {
  size = 0;
  /** Id in the prefix tree. */
  readonly prefix: Int32Array;
  /** By end: of all paths that end so. */
  readonly logSum: Float64Array;
  /** Of all paths: logAdd of the two above. */
  readonly logProb: Float64Array;
  /** By end: of the best path that ends so. */
  readonly logMax: Float64Array;
  /** By end: the best path's record in `TokenTimes`, NONE where there is no path or no token. */
  readonly times: Int32Array;
  /** By end: the highest log-posterior of the last token in the run in which the best path emits it. */
  readonly peak: Float64Array;
  /** What the hypothesis is searched with beside its acoustics, in nats (name-credit.ts). */
  readonly bonus: Float64Array;

  constructor(beamSize: number) {
    this.prefix = new Int32Array(beamSize);
    this.logSum = new Float64Array(2 * beamSize);
    this.logProb = new Float64Array(beamSize);
    this.logMax = new Float64Array(2 * beamSize);
    this.times = new Int32Array(2 * beamSize);
    this.peak = new Float64Array(2 * beamSize);
    this.bonus = new Float64Array(beamSize);
  }

  /** The one hypothesis before any frame: `prefix`, with certainty. */
  start(prefix: number): void {
    this.size = 1;
    this.prefix[0] = prefix;
    this.logProb[0] = 0;
    this.bonus[0] = 0;
    this.logSum.set([0, LOG_ZERO]);
    this.logMax.set([0, LOG_ZERO]);
    this.times.set([NONE, NONE]);
    this.peak.set([0, 0]);
  }

  /** A frame on which every hypothesis emits the blank, whose log-probability is `logProbs[at]`: no prefix changes. */
  rest(logProbs: Float32Array, at: number): void {
    const blankLogProb = logProbs[at];
    for (let slot = 0; slot < this.size; slot++) {
      const blankEnd = 2 * slot + BLANK_END;
      const tokenEnd = 2 * slot + TOKEN_END;
      const best = this.bestEnd(slot);
      this.logProb[slot] += blankLogProb;
      this.logSum[blankEnd] = this.logProb[slot];
      this.logSum[tokenEnd] = LOG_ZERO;
      this.logMax[blankEnd] = this.logMax[best] + blankLogProb;
      this.logMax[tokenEnd] = LOG_ZERO;
      this.times[blankEnd] = this.times[best];
      this.peak[blankEnd] = this.peak[best];
      this.times[tokenEnd] = NONE;
    }
  }

  /** The index in the by-end columns of the end that the slot's best path has. */
  bestEnd(slot: number): number {
    const end = 2 * slot;
    return this.logMax[end + TOKEN_END] > this.logMax[end + BLANK_END] ? end + TOKEN_END : end + BLANK_END;
  }

  /** Copies a slot over another. */
  move(from: number, to: number): void {
    this.prefix[to] = this.prefix[from];
    this.logProb[to] = this.logProb[from];
    this.bonus[to] = this.bonus[from];
    for (const column of [this.logSum, this.logMax, this.times, this.peak]) {
      column.copyWithin(2 * to, 2 * from, 2 * from + 2);
    }
  }
}
