import { describe, expect, it } from 'vitest';
import { Draw } from './drawn-speech';
import { Shortlist } from './shortlist';

/** What a shortlist keeps of `scores`, by their index. */
const keep = (shortlist: Shortlist, scores: readonly number[]) => {
  shortlist.clear();
  scores.forEach((score, token) => {
    shortlist.score[shortlist.free] = score;
    shortlist.token[shortlist.free] = token;
    shortlist.offer();
  });
  shortlist.trim();
  return Array.from(shortlist.order.subarray(0, shortlist.size), (row) => shortlist.token[row]);
};

describe('a shortlist', () => {
  it('has the best candidates in order, equal ones as they came', () => {
    for (let seed = 0; seed < 200; seed++) {
      const draw = new Draw(seed);
      const most = 1 + draw.below(8);
      const width = draw.uniform() < 0.3 ? Infinity : 1 + draw.below(8);
      const shortlist = new Shortlist(most, width);
      for (let frame = 0; frame < 3; frame++) {
        const scores = Array.from({ length: draw.below(40) }, () =>
          draw.below(20) === 0 ? -Infinity : -draw.below(15),
        );
        const best = Math.max(...scores);
        const expected = Array.from(scores.keys())
          .filter((i) => scores[i] > best - width)
          .toSorted((a, b) => scores[b] - scores[a] || a - b)
          .slice(0, most);
        expect(keep(shortlist, scores)).toEqual(expected);
      }
    }
  });

  it('takes nothing impossible', () => {
    expect(keep(new Shortlist(3, Infinity), [-Infinity, -Infinity])).toEqual([]);
    expect(keep(new Shortlist(3, Infinity), [-Infinity, -500])).toEqual([1]);
  });
});
