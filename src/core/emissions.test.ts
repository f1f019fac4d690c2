import { describe, expect, it } from 'vitest';
import { Draw, drawEmissions } from './drawn-speech';
import { checkEmissions, logSoftmax } from './emissions';

describe('logSoftmax', () => {
  it('makes every row sum to 1 and keeps the differences within it', () => {
    const draw = new Draw(1);
    const logits = Float32Array.from({ length: 5 * 7 }, () => 30 * draw.normal());
    const logProbs = logits.slice();
    logSoftmax(logProbs, 7);
    for (let row = 0; row < logits.length; row += 7) {
      const sum = logProbs.subarray(row, row + 7).reduce((sum, logProb) => sum + Math.exp(logProb), 0);
      expect(sum).toBeCloseTo(1, 5);
      expect(logProbs[row + 3] - logProbs[row]).toBeCloseTo(logits[row + 3] - logits[row], 3);
    }
  });

  it('leaves impossible tokens impossible', () => {
    const logProbs = Float32Array.of(0, -Infinity, 0);
    logSoftmax(logProbs, 3);
    expect([...logProbs]).toEqual([Math.fround(-Math.LN2), -Infinity, Math.fround(-Math.LN2)]);
  });

  it('refuses a row that is not whole', () => {
    expect(() => logSoftmax(new Float32Array(7), 3)).toThrow('Expected rows of 3 logits, got 7 values');
  });
});

describe('checkEmissions', () => {
  const drawn = (seed: number) => drawEmissions(new Draw(seed), 4, 3);

  it('accepts what logSoftmax gives, and no frames at all', () => {
    for (let seed = 0; seed < 20; seed++) expect(() => checkEmissions(drawn(seed), 3)).not.toThrow();
    expect(() => checkEmissions({ logProbs: new Float32Array(0), frames: 0, vocabulary: 3 }, 3)).not.toThrow();
  });

  it('says both sizes where the vocabulary is another', () => {
    expect(() => checkEmissions(drawn(1), 258)).toThrow('Expected emissions of a vocabulary of 258 tokens, got 3');
  });

  it('says both sizes where frames are missing', () => {
    expect(() => checkEmissions({ ...drawn(1), frames: 5 }, 3)).toThrow(
      'Expected 5 frames x 3 log-probabilities, got 12',
    );
  });

  it.each([NaN, Infinity, 2.5])('says where %d stands', (value) => {
    const emissions = drawn(1);
    emissions.logProbs[2 * 3 + 1] = value;
    expect(() => checkEmissions(emissions, 3)).toThrow(`Expected log-probabilities, got ${value} at frame 2, token 1`);
  });

  it('refuses a frame on which nothing is possible', () => {
    const emissions = drawn(1);
    emissions.logProbs.fill(-Infinity, 3, 6);
    expect(() => checkEmissions(emissions, 3)).toThrow('Expected a possible token, got only -Infinity at frame 1');
  });
});
