import { describe, expect, it } from 'vitest';
import { RecentUtterances, type RecentUtterance } from './recent-utterances';

const utterance = (id: string, seconds: number): RecentUtterance => ({
  id,
  samples: new Float32Array(0),
  startMs: 0,
  words: [],
  pieces: [],
  emissions: { logProbs: new Float32Array(0), frames: seconds * 40, vocabulary: 0 },
  clock: { originMs: 0, frameMs: 25 },
  alternatives: [{ words: [] }],
  languageModel: true,
});

const kept = (...seconds: readonly number[]) => {
  const recent = new RecentUtterances(10_000);
  seconds.forEach((length, index) => recent.keep(utterance(String(index), length)));
  return recent.newestFirst.map(({ id }) => id).join('');
};

describe('RecentUtterances', () => {
  it('keeps the last, newest first, as long as they are not longer together than its limit', () => {
    expect(kept(1, 2, 3, 4)).toBe('3210');
    expect(kept(1, 2, 3, 4, 1)).toBe('4321');
    expect(kept(1, 2, 3, 4, 9)).toBe('4');
  });

  it('keeps nothing that is longer than its limit by itself, and nothing from before it', () => {
    expect(kept(1, 11)).toBe('');
    expect(kept(1, 11, 2)).toBe('2');
  });
});
