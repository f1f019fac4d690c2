import { describe, expect, it } from 'vitest';
import { Draw } from './drawn-speech';
import { LOG_ZERO, logAdd, logAddTo } from './log-math';

const addInPlace = (a: number, b: number) => {
  const sums = Float64Array.of(0, a);
  logAddTo(sums, 1, Float64Array.of(0, 0, b), 2);
  expect(sums[0]).toBe(0);
  return sums[1];
};

describe.each([
  ['logAdd', logAdd],
  ['logAddTo', addInPlace],
])('%s', (_, add) => {
  it('adds probabilities', () => {
    const draw = new Draw(1);
    for (let i = 0; i < 100; i++) {
      const [a, b] = [draw.uniform(), draw.uniform()];
      expect(Math.exp(add(Math.log(a), Math.log(b)))).toBeCloseTo(a + b, 12);
    }
  });

  it('keeps its precision where the probabilities themselves would vanish', () => {
    expect(add(-5000, -5000)).toBeCloseTo(-5000 + Math.LN2, 9);
    expect(add(-5000, -4000)).toBe(-4000);
  });

  it('adds nothing for what is impossible', () => {
    expect(add(-3, LOG_ZERO)).toBe(-3);
    expect(add(LOG_ZERO, -3)).toBe(-3);
    expect(add(LOG_ZERO, LOG_ZERO)).toBe(LOG_ZERO);
  });
});
