import { checkEmissions, type Emissions } from './emissions';
import type { TokenPath } from './hypothesis';
import type { Vocabulary } from './vocabulary';

/**
 * The best single path: the likeliest token of each frame, repeats and blanks taken out. Its logProb is that of this one
 * path, so it never exceeds the logProb of a beam search's hypothesis with the same tokens, which sums all of them.
 */
export function decodeGreedily(emissions: Emissions, { blank, size }: Vocabulary): TokenPath & { logProb: number } {
  checkEmissions(emissions, size);
  const tokens: number[] = [];
  const frames: number[] = [];
  const logProbs: number[] = [];
  let logProb = 0;
  let previous = blank;
  for (let frame = 0; frame < emissions.frames; frame++) {
    const row = frame * size;
    let best = 0;
    for (let token = 1; token < size; token++) {
      if (emissions.logProbs[row + token] > emissions.logProbs[row + best]) best = token;
    }
    const bestLogProb = emissions.logProbs[row + best];
    logProb += bestLogProb;
    if (best !== blank && best !== previous) {
      tokens.push(best);
      frames.push(frame);
      logProbs.push(bestLogProb);
    } else if (best !== blank) {
      logProbs[logProbs.length - 1] = Math.max(logProbs[logProbs.length - 1], bestLogProb);
    }
    previous = best;
  }
  return { tokens, frames, logProbs, logProb };
}
