/** Something that takes the words [first, end) of a text; with first = end, the place before the word `first`. */
export interface Interval {
  readonly first: number;
  readonly end: number;
  /** What taking it is worth, above 0. */
  readonly worth: number;
}

/**
 * The intervals that are together worth most without any two sharing a word or a place (weighted interval scheduling), in
 * the order of the text. Of equal worth, those that come first in `intervals`.
 */
export function bestIntervals<T extends Interval>(intervals: readonly T[]): T[] {
  const byEnd = intervals.toSorted((a, b) => endOf(a) - endOf(b));
  /** best[n]: of the first n intervals. */
  const best = [0];
  const before: number[] = [];
  byEnd.forEach((interval, index) => {
    let fitting = index;
    while (fitting > 0 && endOf(byEnd[fitting - 1]) > startOf(interval)) fitting--;
    before.push(fitting);
    best.push(Math.max(best[index], best[fitting] + interval.worth));
  });
  const taken: T[] = [];
  for (let index = byEnd.length; index > 0;) {
    if (best[index] === best[index - 1]) index--;
    else {
      taken.push(byEnd[index - 1]);
      index = before[index - 1];
    }
  }
  return taken.toReversed();
}

// Places and words in one line: place 0, word 0, place 1, word 1 ...; a span of words takes the places between them too.
function startOf({ first, end }: Interval): number {
  return first === end ? 2 * first : 2 * first + 1;
}

function endOf({ first, end }: Interval): number {
  return first === end ? 2 * first + 1 : 2 * end;
}
