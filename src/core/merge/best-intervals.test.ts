import { describe, expect, it } from 'vitest';
import { bestIntervals, type Interval } from './best-intervals';

const take = (first: number, end: number, worth: number): Interval => ({ first, end, worth });
const total = (intervals: readonly Interval[]) => intervals.reduce((sum, { worth }) => sum + worth, 0);

/** Words and the places between them that an interval takes, by number. */
const taken = ({ first, end }: Interval) =>
  first === end ? [2 * first] : Array.from({ length: 2 * (end - first) - 1 }, (_, i) => 2 * first + 1 + i);

const apart = (intervals: readonly Interval[]) => {
  const all = intervals.flatMap(taken);
  return new Set(all).size === all.length;
};

describe('bestIntervals', () => {
  it('takes one wide interval or several narrow ones, whichever is worth more', () => {
    const narrow = [take(0, 1, 2), take(1, 3, 2)];
    expect(bestIntervals([take(0, 3, 3), ...narrow])).toEqual(narrow);
    expect(bestIntervals([take(0, 3, 5), ...narrow])).toEqual([take(0, 3, 5)]);
  });

  it('lets something stand between two words, but not inside of a span or twice', () => {
    const [before, between, after] = [take(0, 2, 1), take(2, 2, 1), take(2, 3, 1)];
    expect(bestIntervals([after, between, before])).toEqual([before, between, after]);
    expect(bestIntervals([take(1, 1, 1), take(0, 2, 2)])).toEqual([take(0, 2, 2)]);
    expect(bestIntervals([take(1, 1, 1), take(1, 1, 2)])).toEqual([take(1, 1, 2)]);
  });

  it('is worth as much as the best of all sets that do not overlap', () => {
    for (let seed = 1; seed < 200; seed++) {
      const intervals = Array.from({ length: 7 }, (_, i) => {
        const first = (seed * (i + 3) * 7) % 5;
        return take(first, first + ((seed + i * i) % 3), 1 + ((seed * (i + 1) * 13) % 10));
      });
      let best = 0;
      for (let set = 0; set < 2 ** intervals.length; set++) {
        const chosen = intervals.filter((_, i) => set & (1 << i));
        if (apart(chosen)) best = Math.max(best, total(chosen));
      }
      const found = bestIntervals(intervals);
      expect(apart(found)).toBe(true);
      expect(total(found)).toBe(best);
    }
  });
});
