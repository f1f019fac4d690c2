/*
 * The likeliest way in which CTC emissions read a text that is known (Viterbi; Graves et al. 2006, section 4).
 *
 * 1. The text is a lattice of tokens (spelling-lattice.ts): any segmentation of any of its words' spellings.
 * 2. States: each arc of the lattice (its token is being emitted) and each node (blank, after what leads to the node).
 *    An arc is entered from the blank before it or from an arc before it, unless that writes the same token; a blank
 *    from itself or from an arc that ends there.
 * 3. One pass over the frames keeps the best log-probability of each state and, as one byte, where it came from; the
 *    path is read back from the end. 25 s with 60 words are 1,000 frames × 1,500 states: no band is needed.
 */

import type { Emissions } from './emissions';
import { LOG_ZERO } from './log-math';
import type { SpellingLattice } from './spelling-lattice';

/** Where a state came from: itself, the blank of the node it starts at, or the kth arc that ends at that node. */
const Came = { stayed: 0, fromBlank: 1, fromArc: 2 } as const;

const LIMITS = {
  /** What a byte can tell apart. A word of 12 spellings in pieces of 6 letters has 72 last arcs. */
  arcsAtNode: 256 - Came.fromArc,
};

/** A token on the best path. */
export interface AlignedToken {
  readonly token: number;
  /** Index of its word in the lattice. */
  readonly word: number;
  /** Frames [start, end) in which the path emits it. */
  readonly start: number;
  readonly end: number;
  /** Its highest log-posterior there. */
  readonly logProb: number;
}

export interface Alignment {
  /** Log-probability of the best path, blanks included. */
  readonly logProb: number;
  readonly tokens: readonly AlignedToken[];
}

/** A word on the best path. */
export interface AlignedWord {
  /** Frames [start, end) from its first token to its last. A word that cannot be written stands where the one before ends. */
  readonly start: number;
  readonly end: number;
  /** 0..1: geometric mean of its tokens' posteriors; 0 for a word that cannot be written. */
  readonly confidence: number;
}

/** Aligns texts to emissions. Keeps its buffers, which grow to the longest utterance. */
export class ForcedAligner {
  /** Log-probability of the best path to each state: arcs, then nodes. */
  #score = new Float64Array(0);
  /** The best of the arcs that end at a node, one frame ago, and which of them it is. */
  #endScore = new Float64Array(0);
  #endArc = new Int32Array(0);
  /** frames × states: `Came`. */
  #came = new Uint8Array(0);

  /** The best path through `lattice` over all frames, or undefined when there is none: too few frames, no words. */
  align(emissions: Emissions, lattice: SpellingLattice): Alignment | undefined {
    const { frames } = emissions;
    const { nodes, arcs } = lattice;
    if (frames === 0 || arcs === 0) return undefined;
    this.#begin(lattice, frames);
    for (let frame = 0; frame < frames; frame++) this.#step(emissions, lattice, frame);

    let state = arcs + nodes - 1;
    for (let arc = lattice.firstEnding[nodes - 1]; arc < arcs; arc++) {
      if (this.#score[arc] > this.#score[state]) state = arc;
    }
    const logProb = this.#score[state];
    return logProb === LOG_ZERO ? undefined : { logProb, tokens: this.#readBack(emissions, lattice, state) };
  }

  #begin({ nodes, arcs, firstEnding }: SpellingLattice, frames: number): void {
    for (let node = 0; node < nodes; node++) {
      const ending = firstEnding[node + 1] - firstEnding[node];
      if (ending > LIMITS.arcsAtNode) {
        throw new RangeError(`Expected at most ${LIMITS.arcsAtNode} tokens that end at one place, got ${ending}`);
      }
    }
    const states = arcs + nodes;
    if (this.#score.length < states) this.#score = new Float64Array(states);
    if (this.#endScore.length < nodes) {
      this.#endScore = new Float64Array(nodes);
      this.#endArc = new Int32Array(nodes);
    }
    if (this.#came.length < frames * states) this.#came = new Uint8Array(frames * states);
    this.#score.fill(LOG_ZERO);
    // Before the first frame stands a blank that costs nothing.
    this.#score[arcs] = 0;
  }

  #step({ logProbs, vocabulary }: Emissions, lattice: SpellingLattice, frame: number): void {
    const { nodes, arcs, firstEnding, arcFrom, arcToken, repeats, blank } = lattice;
    const score = this.#score;
    const endScore = this.#endScore;
    const endArc = this.#endArc;
    const came = this.#came;
    const row = frame * vocabulary;
    const states = frame * (arcs + nodes);

    for (let node = 0, arc = 0; node < nodes; node++) {
      let best = LOG_ZERO;
      let bestArc = -1;
      for (; arc < firstEnding[node + 1]; arc++) {
        if (score[arc] > best) {
          best = score[arc];
          bestArc = arc;
        }
      }
      endScore[node] = best;
      endArc[node] = bestArc;
    }

    // From the last arc to the first: what an arc is entered from stands before it and is not yet of this frame.
    for (let arc = arcs - 1; arc >= 0; arc--) {
      const node = arcFrom[arc];
      let best = score[arc];
      let from: number = Came.stayed;
      if (score[arcs + node] > best) {
        best = score[arcs + node];
        from = Came.fromBlank;
      }
      if (repeats[arc] === 0) {
        if (endScore[node] > best) {
          best = endScore[node];
          from = Came.fromArc + endArc[node] - firstEnding[node];
        }
      } else {
        for (let before = firstEnding[node]; before < firstEnding[node + 1]; before++) {
          if (score[before] > best && arcToken[before] !== arcToken[arc]) {
            best = score[before];
            from = Came.fromArc + before - firstEnding[node];
          }
        }
      }
      score[arc] = best + logProbs[row + arcToken[arc]];
      came[states + arc] = from;
    }

    const blankLogProb = logProbs[row + blank];
    for (let node = 0; node < nodes; node++) {
      const state = arcs + node;
      if (endScore[node] > score[state]) {
        score[state] = endScore[node] + blankLogProb;
        came[states + state] = Came.fromArc + endArc[node] - firstEnding[node];
      } else {
        score[state] += blankLogProb;
        came[states + state] = Came.stayed;
      }
    }
  }

  #readBack({ logProbs, vocabulary, frames }: Emissions, lattice: SpellingLattice, last: number): AlignedToken[] {
    const { nodes, arcs, firstEnding, arcFrom, arcToken, arcWord } = lattice;
    const tokens: AlignedToken[] = [];
    let state = last;
    let end = frames;
    let logProb = LOG_ZERO;
    for (let frame = frames - 1; frame >= 0; frame--) {
      const from = this.#came[frame * (arcs + nodes) + state];
      const isArc = state < arcs;
      if (isArc) logProb = Math.max(logProb, logProbs[frame * vocabulary + arcToken[state]]);
      if (from === Came.stayed) continue;
      const node = isArc ? arcFrom[state] : state - arcs;
      if (isArc) tokens.push({ token: arcToken[state], word: arcWord[state], start: frame, end, logProb });
      state = from === Came.fromBlank ? arcs + node : firstEnding[node] + from - Came.fromArc;
      end = frame;
      logProb = LOG_ZERO;
    }
    return tokens.toReversed();
  }
}

/** The words of an alignment of `words` words. */
export function alignedWords({ tokens }: Alignment, words: number): AlignedWord[] {
  const aligned: AlignedWord[] = [];
  let next = 0;
  for (let word = 0; word < words; word++) {
    const first = next;
    let logProb = 0;
    for (; next < tokens.length && tokens[next].word === word; next++) logProb += tokens[next].logProb;
    if (next === first) {
      const at = aligned.at(-1)?.end ?? tokens[0]?.start ?? 0;
      aligned.push({ start: at, end: at, confidence: 0 });
    } else {
      const confidence = Math.min(1, Math.exp(logProb / (next - first)));
      aligned.push({ start: tokens[first].start, end: tokens[next - 1].end, confidence });
    }
  }
  return aligned;
}
