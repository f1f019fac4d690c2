import { describe, expect, it } from 'vitest';
import { Draw, drawEmissions } from '../drawn-speech';
import { LOG_ZERO, logAdd } from '../log-math';
import { likeliestPhones } from './phone-beam';

/** Two phones and the blank: few enough to write every path out. */
const tokens = 3;

/** What all paths over the frames read, likeliest first. */
function everyReading(logProbs: Float32Array, start: number, end: number): string[] {
  const sums = new Map<string, number>();
  const visit = (frame: number, path: readonly number[], logProb: number) => {
    if (frame === end) {
      const text = path.filter((token, i) => token !== 0 && token !== path[i - 1]).map((token) => token - 1);
      sums.set(text.join(' '), logAdd(sums.get(text.join(' ')) ?? LOG_ZERO, logProb));
      return;
    }
    for (let token = 0; token < tokens; token++) {
      visit(frame + 1, [...path, token], logProb + logProbs[frame * tokens + token]);
    }
  };
  visit(start, [], 0);
  return [...sums].toSorted(([, a], [, b]) => b - a).map(([text]) => text);
}

describe('likeliestPhones', () => {
  it('finds what all paths together read most probably', () => {
    for (let seed = 0; seed < 30; seed++) {
      const emissions = drawEmissions(new Draw(seed), 6, tokens, 1.5);
      const [start, end] = [seed % 2, 6 - (seed % 3)];
      const found = likeliestPhones(emissions, start, end, 3).map((phones) => phones.join(' '));
      expect(found).toEqual(everyReading(emissions.logProbs, start, end).slice(0, 3));
    }
  });

  it('reads nothing in no frames', () => {
    const emissions = drawEmissions(new Draw(1), 4, tokens);
    expect(likeliestPhones(emissions, 2, 2, 5)).toEqual([new Uint8Array(0)]);
  });
});
