import { describe, expect, it } from 'vitest';
import { errorRate } from '../core/score';
import { measureDrift } from './drift';
import type { Stream } from './manifest';

/** A stream of one-minute clips, one word each, drawn as a text. */
const minutes = (text: string): Stream => ({
  id: 'stream',
  clips: text
    .split(' ')
    .map((word, index) => ({ id: `${index}`, audioFile: '', seconds: 60, text: word, speaker: 's', names: [] })),
});

describe('measureDrift', () => {
  const reference = 'a b c d e f g h i j k l';

  it('tells the error rate of each five minutes', () => {
    const drift = measureDrift(minutes(reference), 'a b c d e x g h i j k y');
    expect(drift.fiveMinutes.map(errorRate)).toEqual([0, 1 / 5, 1 / 2]);
  });

  it('sets the last five minutes, whole ones, against the first', () => {
    const drift = measureDrift(minutes(reference), 'x b c d e f g h y z k l');
    expect(drift.first).toEqual({ words: 5, substitutions: 1, deletions: 0, insertions: 0 });
    expect(drift.last).toEqual({ words: 5, substitutions: 2, deletions: 0, insertions: 0 });
  });

  it('has no first and last of less than ten minutes', () => {
    const drift = measureDrift(minutes('a b c d e f g h'), 'a');
    expect([drift.first, drift.last]).toEqual([undefined, undefined]);
    expect(drift.fiveMinutes.map((bin) => bin.words)).toEqual([5, 3]);
  });
});
