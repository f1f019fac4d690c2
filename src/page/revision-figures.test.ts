import { describe, expect, it } from 'vitest';
import { addRevision, latencyPercentile, noRevisions } from './revision-figures';

const cost = (latencyMs: number) => ({ audioMs: 1000, encoderMs: 60, decoderMs: 40, mergeMs: 5, latencyMs });
const of = (...latencies: number[]) =>
  latencies.reduce((figures, latencyMs) => addRevision(figures, { cost: cost(latencyMs) }), noRevisions);

describe('the figures of revisions', () => {
  it('add up', () => {
    expect(of(300, 100)).toMatchObject({ revised: 2, audioMs: 2000, readMs: 200, mergeMs: 10 });
  });

  it('have the percentiles of a sorted list, and none before the first', () => {
    expect(latencyPercentile(noRevisions, 0.5)).toBeUndefined();
    expect(latencyPercentile(of(300, 100, 200), 0.5)).toBe(200);
    expect(latencyPercentile(of(300, 100, 200), 0.95)).toBe(300);
    expect(latencyPercentile(of(...Array.from({ length: 100 }, (_, index) => index + 1)), 0.95)).toBe(95);
  });

  it('look back on the last hundred', () => {
    expect(latencyPercentile(of(9000, ...Array.from({ length: 100 }, () => 1)), 1)).toBe(1);
  });
});
