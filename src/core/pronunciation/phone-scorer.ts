/*
 * How probable it is that frames of phone emissions read a pronunciation: the CTC forward score (Graves et al. 2006,
 * section 4.1), exact, summed over all alignments.
 *
 * 1. States of a pronunciation of L phones: blank, phone 1, blank, phone 2, ... blank. A phone is entered from itself,
 *    from the blank before it and, unless it repeats it, from the phone before.
 * 2. Only states are kept from which the last ones can still be reached in the frames that are left.
 * 3. Probabilities, not their logarithms: each frame is divided by its most probable state, and the logarithms of the
 *    divisors add up. A state is lost only when it is 10⁻³⁰⁰ times as probable as another one of its frame.
 */

import type { Emissions } from '../emissions';
import { LOG_ZERO } from '../log-math';
import { PHONE_TOKENS, type Phones } from './phones';

/** Scores pronunciations. Keeps its buffers, which grow to the longest window and pronunciation. */
export class PhoneScorer {
  /** Probabilities of the window's frames, frames × PHONE_TOKENS, and what window it is. */
  #probabilities = new Float64Array(0);
  #logProbs: Float32Array | undefined;
  #start = 0;
  #end = 0;
  #states = new Float64Array(0);

  /**
   * Sets the frames [start, end) to be scored. `phones` must stay as it is until the next call. Throws a RangeError for
   * frames that it does not have or for other columns than PHONE_TOKENS.
   */
  read(phones: Emissions, start: number, end: number): void {
    const columns = PHONE_TOKENS.length;
    if (phones.vocabulary !== columns) {
      throw new RangeError(`Expected emissions of ${columns} phones, got ${phones.vocabulary}`);
    }
    if (!(start >= 0 && start <= end && end <= phones.frames)) {
      throw new RangeError(`Expected a window inside ${phones.frames} frames, got [${start}, ${end})`);
    }
    const values = (end - start) * columns;
    if (this.#probabilities.length < values) this.#probabilities = new Float64Array(2 * values);
    for (let i = 0; i < values; i++) this.#probabilities[i] = Math.exp(phones.logProbs[start * columns + i]);
    this.#logProbs = phones.logProbs;
    this.#start = start;
    this.#end = end;
  }

  /** ln P(pronunciation | window), in nats: −Infinity where the window has too few frames for it. */
  score(pronunciation: Phones): number {
    const frames = this.#end - this.#start;
    const columns = PHONE_TOKENS.length;
    const { length } = pronunciation;
    const count = 2 * length + 1;
    if (this.#states.length < count) this.#states = new Float64Array(2 * count);
    const states = this.#states.fill(0, 0, count);
    const probabilities = this.#probabilities;
    // Before the first frame stands a blank that costs nothing.
    states[0] = 1;
    let logScale = 0;
    for (let frame = 0; frame < frames; frame++) {
      const row = frame * columns;
      const blank = probabilities[row];
      const last = Math.min(count - 1, 2 * frame + 1);
      const first = Math.max(0, count - 2 * (frames - frame));
      let most = 0;
      // Downwards: what a state is entered from stands below it and is not yet of this frame.
      for (let state = last; state >= 0; state--) {
        let sum = states[state];
        if (state > 0) sum += states[state - 1];
        if ((state & 1) === 1) {
          const phone = state >> 1;
          if (phone > 0 && pronunciation[phone] !== pronunciation[phone - 1]) sum += states[state - 2];
          sum *= probabilities[row + pronunciation[phone] + 1];
        } else sum *= blank;
        states[state] = state < first ? 0 : sum;
        if (states[state] > most) most = states[state];
      }
      if (most === 0) return LOG_ZERO;
      const scale = 1 / most;
      for (let state = first; state <= last; state++) states[state] *= scale;
      logScale += Math.log(most);
    }
    const ended = states[count - 1] + (length > 0 ? states[count - 2] : 0);
    return ended === 0 ? LOG_ZERO : Math.log(ended) + logScale;
  }

  /** The highest score of `pronunciations`, each with `before` and `after` around it; −Infinity of none. */
  best(pronunciations: readonly Phones[], before: Phones, after: Phones): number {
    let best = LOG_ZERO;
    for (const phones of pronunciations) best = Math.max(best, this.score(joinedPhones(before, phones, after)));
    return best;
  }

  /** The phones of the likeliest path. */
  greedy(): Phones {
    const columns = PHONE_TOKENS.length;
    const phones: number[] = [];
    let previous = 0;
    for (let frame = this.#start; frame < this.#end; frame++) {
      const row = frame * columns;
      let best = 0;
      for (let token = 1; token < columns; token++) {
        if (this.#logProbs![row + token] > this.#logProbs![row + best]) best = token;
      }
      if (best !== 0 && best !== previous) phones.push(best - 1);
      previous = best;
    }
    return Uint8Array.from(phones);
  }
}

/** One after the other. */
export function joinedPhones(...parts: readonly Phones[]): Phones {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
