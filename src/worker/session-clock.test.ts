import { expect, it } from 'vitest';
import { SessionClock } from './session-clock';

it('sums up what recognition costs', () => {
  const clock = new SessionClock(400);
  expect(clock.stats()).toEqual({ chunkMsP50: 0, chunkMsP95: 0, realTimeFactor: 0, decoderRealTimeFactor: 0 });
  for (let i = 1; i <= 21; i++) clock.chunk(i, 4);
  const { chunkMsP50, chunkMsP95, realTimeFactor, decoderRealTimeFactor } = clock.stats();
  expect([chunkMsP50, chunkMsP95]).toEqual([11, 20]);
  expect(decoderRealTimeFactor).toBeCloseTo(4 / 400, 9);
  expect(realTimeFactor).toBeCloseTo((11 + 4) / 400, 9);
});

it('forgets slow chunks of long ago in its percentiles', () => {
  const clock = new SessionClock(400);
  clock.chunk(5000, 1);
  for (let i = 0; i < 100; i++) clock.chunk(10, 1);
  expect(clock.stats().chunkMsP95).toBe(10);
});
