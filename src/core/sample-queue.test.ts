import { describe, expect, it } from 'vitest';
import { SampleQueue } from './sample-queue';

const count = (from: number, length: number) => Float32Array.from({ length }, (_, i) => from + i);

describe('SampleQueue', () => {
  it('gives what was put in, in order, whatever the sizes', () => {
    const queue = new SampleQueue(1000);
    let put = 0;
    const taken: number[] = [];
    for (let i = 0; i < 40; i++) {
      const length = (i * 7) % 13;
      expect(queue.push(count(put, length))).toBe(true);
      put += length;
      taken.push(...queue.take((i * 5) % 11));
      expect(queue.length).toBe(put - taken.length);
    }
    while (queue.length > 0) taken.push(...queue.take(9));
    expect(taken).toEqual([...count(0, put)]);
  });

  it('takes nothing beyond its limit, and all of a block or nothing', () => {
    const queue = new SampleQueue(10);
    expect(queue.push(count(0, 8))).toBe(true);
    expect(queue.push(count(8, 3))).toBe(false);
    expect(queue.length).toBe(8);
    queue.take(1);
    expect(queue.push(count(8, 3))).toBe(true);
  });

  it('is empty at first', () => expect(new SampleQueue(1).take(5)).toHaveLength(0));
});
