import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { mergeLogit, type MergeTerms } from './merge-terms';
import { reasonsOf } from './name-reasons';

const certain: MergeTerms = {
  boost: 0,
  ctc: 4,
  sound: 2,
  cost: 0.4,
  beam: 1,
  phones: 6,
  distance: 0.3,
  names: Math.log(100),
  written: -0.2,
  second: -12,
  tokens: 2,
};
const reasons = (terms: MergeTerms) => reasonsOf({ terms, logit: mergeLogit(terms) });

describe('reasonsOf', () => {
  it('shares out the whole of the odds, whatever the terms and whether the second pass was asked', () => {
    const draw = new Draw(7);
    for (let round = 0; round < 200; round++) {
      const terms: MergeTerms = {
        boost: 10 * draw.uniform() - 4.5,
        ctc: 60 * draw.uniform() - 30,
        sound: 60 * draw.uniform() - 30,
        cost: draw.uniform() < 0.3 ? undefined : 5 * draw.uniform(),
        beam: draw.uniform() < 0.5 ? 1 : 0,
        phones: Math.floor(20 * draw.uniform()),
        distance: 4 * draw.uniform(),
        names: Math.log(1 + Math.floor(10_000 * draw.uniform())),
        written: -12 * draw.uniform(),
        tokens: Math.floor(9 * draw.uniform()) - 4,
        second: draw.uniform() < 0.3 ? undefined : 100 * draw.uniform() - 50,
      };
      const sum = Object.values(reasons(terms).shares).reduce((sum, share) => sum + share, 0);
      expect(sum).toBeCloseTo(mergeLogit(terms), 9);
    }
  });

  it('tells the boost at which the odds would be even', () => {
    for (const boost of [-4.5, 0, 3]) {
      const { needed } = reasons({ ...certain, boost });
      expect(mergeLogit({ ...certain, boost: needed - 4.5 })).toBeCloseTo(0, 9);
    }
    expect(reasons(certain).boost).toBe(4.5);
  });

  it('knows what was heard, and what the second pass holds against it', () => {
    const { shares } = reasons({ ...certain, written: 0 });
    expect(shares.heard).toBeGreaterThan(0);
    expect(shares.second).toBeLessThan(0);
    expect(shares.boost).toBe(0);
    expect(reasons({ ...certain, beam: 0, written: 0, second: undefined, tokens: 0 }).shares).toMatchObject({
      heard: 0,
      second: 0,
    });
  });
});
