import { describe, expect, it } from 'vitest';
import { Draw, drawEmissions } from './drawn-speech';
import { FrameTokens } from './frame-tokens';

describe('the tokens of a frame', () => {
  it('are those near the best one, the likeliest first and in order, without the blank', () => {
    for (let seed = 0; seed < 200; seed++) {
      const draw = new Draw(seed);
      const size = 2 + draw.below(30);
      const blank = draw.below(size);
      const most = 1 + draw.below(12);
      const floor = draw.uniform() < 0.2 ? Infinity : 6 * draw.uniform();
      const { logProbs } = drawEmissions(draw, 3, size);
      if (draw.uniform() < 0.3) logProbs[size + draw.below(size)] = -Infinity;
      const row = logProbs.subarray(size, 2 * size);

      const tokens = new FrameTokens(size, blank, most, floor);
      tokens.rank(row);

      const near = Array.from(row.keys())
        .filter((token) => token !== blank && row[token] > -Infinity && row[token] >= Math.max(...row) - floor)
        .toSorted((a, b) => row[b] - row[a]);
      const found = [...tokens.tokens.subarray(0, tokens.count)];
      expect(found.slice(0, tokens.tried)).toEqual(near.slice(0, most));
      expect(new Set(found.slice(tokens.tried))).toEqual(new Set(near.slice(most)));
    }
  });
});
