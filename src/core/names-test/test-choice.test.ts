import { describe, expect, it } from 'vitest';
import { testOrder } from './test-choice';

const name = (text: string, testedAt?: number, warned = false) => ({ text, testedAt, warned });

describe('testOrder', () => {
  it('begins with names never tested, of them with those that have warnings, and ends with the last tested', () => {
    const names = [name('late', 9, true), name('new'), name('early', 3), name('risky', undefined, true), name('newer')];
    expect(testOrder(names).map(({ text }) => text)).toEqual(['risky', 'new', 'newer', 'early', 'late']);
  });
});
