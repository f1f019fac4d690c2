/*
 * How probable it is that a window of emissions reads a spelling: the CTC forward score, summed over all paths and all
 * segmentations (the lattice of spelling-lattice.ts; states and steps as in forced-alignment.ts, with sums for maxima).
 *
 * The ends may be free: the first `freeStart` and last `freeEnd` frames of the window may say anything else, so that the
 * window need not be exact. A path counts when a run of its frames reads the spelling, no token of the run going on
 * outside of it, and when the frames between the run and the free ends, if any, are blank. The score is then the
 * expected number of such runs, which is their probability when at most one fits.
 */

import type { Emissions } from './emissions';
import { LOG_ZERO, logAdd } from './log-math';
import type { SpellingLattice } from './spelling-lattice';

export interface FrameWindow {
  /** Frames [start, end) of the emissions. */
  readonly start: number;
  readonly end: number;
  /** How many of its first and of its last frames may belong to something else. Default 0. */
  readonly freeStart?: number;
  readonly freeEnd?: number;
}

/** Scores spellings. Keeps its buffers. */
export class SpellingScorer {
  /** Log-probability of all paths to each state: arcs, then nodes. */
  #score = new Float64Array(0);
  /** The sum of the arcs that end at a node, one frame ago. */
  #ended = new Float64Array(0);

  /** log P(lattice | window), in nats: −Infinity when no path fits into the window. */
  score(emissions: Emissions, lattice: SpellingLattice, window: FrameWindow): number {
    const { start, end, freeStart = 0, freeEnd = 0 } = window;
    if (!(start >= 0 && start <= end && end <= emissions.frames)) {
      throw new RangeError(`Expected a window inside ${emissions.frames} frames, got [${start}, ${end})`);
    }
    // Without a frame that must be read, or without a token, there is nothing to ask.
    const firstFixed = start + freeStart;
    const lastFixed = end - 1 - freeEnd;
    if (firstFixed > lastFixed || lattice.arcs === 0) return LOG_ZERO;
    const { nodes, arcs, firstEnding, arcToken } = lattice;
    const { logProbs, vocabulary } = emissions;
    if (this.#score.length < arcs + nodes) this.#score = new Float64Array(arcs + nodes);
    if (this.#ended.length < nodes) this.#ended = new Float64Array(nodes);
    const score = this.#score.fill(LOG_ZERO);

    let total = LOG_ZERO;
    for (let frame = start; frame < end; frame++) {
      this.#step(emissions, lattice, frame, start, firstFixed);
      if (frame < lastFixed) continue;
      for (let arc = firstEnding[nodes - 1]; arc < arcs; arc++) {
        const goesOn = frame + 1 < end ? logNot(logProbs[(frame + 1) * vocabulary + arcToken[arc]]) : 0;
        total = logAdd(total, score[arc] + goesOn);
      }
      if (frame === lastFixed) {
        total = logAdd(total, score[arcs + nodes - 1]);
        // A blank after the spelling belongs to the free end, which asks for nothing.
        score[arcs + nodes - 1] = LOG_ZERO;
      }
    }
    return total;
  }

  #step(emissions: Emissions, lattice: SpellingLattice, frame: number, start: number, firstFixed: number): void {
    const { logProbs, vocabulary } = emissions;
    const { nodes, arcs, firstEnding, arcFrom, arcToken, repeats, blank } = lattice;
    const score = this.#score;
    const ended = this.#ended;
    const row = frame * vocabulary;

    for (let node = 0, arc = 0; node < nodes; node++) {
      let sum = LOG_ZERO;
      for (; arc < firstEnding[node + 1]; arc++) if (score[arc] > LOG_ZERO) sum = logAdd(sum, score[arc]);
      ended[node] = sum;
    }

    // From the last arc to the first: what an arc is entered from stands before it and is not yet of this frame.
    for (let arc = arcs - 1; arc >= 0; arc--) {
      const node = arcFrom[arc];
      let sum = score[arc];
      if (node === 0 && frame <= firstFixed) {
        // What is free may say anything, only not this token: the run would have begun earlier.
        sum = logAdd(sum, frame > start ? logNot(logProbs[row - vocabulary + arcToken[arc]]) : 0);
      } else {
        sum = logAdd(sum, score[arcs + node]);
        if (repeats[arc] === 0) sum = logAdd(sum, ended[node]);
        else {
          for (let before = firstEnding[node]; before < firstEnding[node + 1]; before++) {
            if (arcToken[before] !== arcToken[arc]) sum = logAdd(sum, score[before]);
          }
        }
      }
      score[arc] = sum === LOG_ZERO ? LOG_ZERO : sum + logProbs[row + arcToken[arc]];
    }

    const blankLogProb = logProbs[row + blank];
    if (frame === firstFixed) score[arcs] = 0;
    for (let node = 0; node < nodes; node++) {
      const sum = logAdd(score[arcs + node], ended[node]);
      score[arcs + node] = sum === LOG_ZERO ? LOG_ZERO : sum + blankLogProb;
    }
  }
}

/** log(1 − p), of a logarithm that may exceed 0 by rounding. */
function logNot(logProb: number): number {
  return logProb >= 0 ? LOG_ZERO : Math.log1p(-Math.exp(logProb));
}
