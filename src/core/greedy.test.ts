import { describe, expect, it } from 'vitest';
import { drawnVocabulary as vocabulary, hear } from './drawn-speech';
import { decodeGreedily } from './greedy';

type Heard = Readonly<Record<string, number>>;
const decode = (...heard: readonly Heard[]) => decodeGreedily(hear(vocabulary, ...heard), vocabulary);

describe('the best path', () => {
  it('has no repeats and no blanks', () => {
    const { tokens, frames } = decode({}, { '▁an': 1 }, { '▁an': 1 }, { n: 1 }, {}, { n: 0.6, m: 0.4 }, { a: 1 }, {});
    expect(vocabulary.text(tokens)).toBe('annna');
    expect(frames).toEqual([1, 3, 5, 6]);
  });

  it('gives each token its highest posterior', () => {
    const { logProbs, logProb } = decode({ '▁an': 0.6 }, { '▁an': 0.9 }, { '▁an': 0.7 }, { n: 0.8 });
    expect(logProbs.map(Math.exp)).toEqual([expect.closeTo(0.9, 4), expect.closeTo(0.8, 4)]);
    expect(Math.exp(logProb)).toBeCloseTo(0.6 * 0.9 * 0.7 * 0.8, 4);
  });

  it('is empty for nothing', () => {
    expect(decode()).toEqual({ tokens: [], frames: [], logProbs: [], logProb: 0 });
  });

  it('refuses emissions of another vocabulary', () => {
    expect(() => decodeGreedily({ logProbs: new Float32Array(6), frames: 2, vocabulary: 3 }, vocabulary)).toThrow(
      'got 3',
    );
  });
});
