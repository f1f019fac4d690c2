import { describe, expect, it } from 'vitest';
import { RecentAudio } from './recent-audio';

/** A generator of drawn whole numbers below `most`, the same ones each time. */
function drawn(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

describe('RecentAudio', () => {
  it('gives what a plain array of the whole stream would, as far as it reaches back', () => {
    const draw = drawn(7);
    for (let round = 0; round < 50; round++) {
      const capacity = 1 + draw(20);
      const recent = new RecentAudio(capacity);
      const whole: number[] = [];
      for (let push = 0; push < 20; push++) {
        const samples = Float32Array.from({ length: draw(30) }, () => draw(1000));
        recent.append(samples);
        whole.push(...samples);
        const from = whole.length - draw(30);
        const to = from + draw(30);
        const begin = Math.max(0, from, whole.length - capacity);
        const slice = recent.slice(from, to);
        expect(Array.from(slice.samples)).toEqual(whole.slice(begin, Math.max(begin, to)));
        if (slice.samples.length > 0) expect(slice.from).toBe(begin);
      }
    }
  });

  it('gives copies', () => {
    const recent = new RecentAudio(4);
    recent.append(Float32Array.of(1, 2, 3));
    const { samples } = recent.slice(0, 3);
    recent.append(Float32Array.of(4, 5, 6));
    expect(Array.from(samples)).toEqual([1, 2, 3]);
  });

  it('refuses to keep nothing', () => {
    expect(() => new RecentAudio(0)).toThrow('got 0');
  });
});
