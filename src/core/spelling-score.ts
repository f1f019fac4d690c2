/*
 * How probable it is that a window of emissions reads a spelling: the CTC forward score, summed over all paths and all
 * segmentations (the lattice of spelling-lattice.ts; states and steps as in forced-alignment.ts, with sums for maxima).
 */

import type { Emissions } from './emissions';
import { LOG_ZERO, logAdd } from './log-math';
import type { SpellingLattice } from './spelling-lattice';

export interface FrameWindow {
  /** Frames [start, end) of the emissions. */
  readonly start: number;
  readonly end: number;
}

/** Scores spellings. Keeps its buffers. */
export class SpellingScorer {
  /** Log-probability of all paths to each state: arcs, then nodes. */
  #score = new Float64Array(0);
  /** The sum of the arcs that end at a node, one frame ago. */
  #ended = new Float64Array(0);

  /** log P(lattice | window), in nats: −Infinity when no path fits into the window. */
  score(emissions: Emissions, lattice: SpellingLattice, window: FrameWindow): number {
    const { start, end } = window;
    if (!(start >= 0 && start <= end && end <= emissions.frames)) {
      throw new RangeError(`Expected a window inside ${emissions.frames} frames, got [${start}, ${end})`);
    }
    const { nodes, arcs, firstEnding } = lattice;
    // Without a frame, or without a token, there is nothing to ask.
    if (start === end || arcs === 0) return LOG_ZERO;
    if (this.#score.length < arcs + nodes) this.#score = new Float64Array(arcs + nodes);
    if (this.#ended.length < nodes) this.#ended = new Float64Array(nodes);
    const score = this.#score.fill(LOG_ZERO);
    score[arcs] = 0;
    for (let frame = start; frame < end; frame++) this.#step(emissions, lattice, frame);
    let total = score[arcs + nodes - 1];
    for (let arc = firstEnding[nodes - 1]; arc < arcs; arc++) total = logAdd(total, score[arc]);
    return total;
  }

  #step(emissions: Emissions, lattice: SpellingLattice, frame: number): void {
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
      let sum = logAdd(score[arc], score[arcs + node]);
      if (repeats[arc] === 0) sum = logAdd(sum, ended[node]);
      else {
        for (let before = firstEnding[node]; before < firstEnding[node + 1]; before++) {
          if (arcToken[before] !== arcToken[arc]) sum = logAdd(sum, score[before]);
        }
      }
      score[arc] = sum === LOG_ZERO ? LOG_ZERO : sum + logProbs[row + arcToken[arc]];
    }

    const blankLogProb = logProbs[row + blank];
    for (let node = 0; node < nodes; node++) {
      const sum = logAdd(score[arcs + node], ended[node]);
      score[arcs + node] = sum === LOG_ZERO ? LOG_ZERO : sum + blankLogProb;
    }
  }
}
