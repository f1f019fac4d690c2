import type { RevisedEvent } from '../protocol/recognizer-api';

/** Revisions that the percentiles look back on. */
const recent = 100;

/** What the second pass costs, of the revisions so far. */
export interface RevisionFigures {
  readonly revised: number;
  /** Finals that stand as the first pass wrote them, though a second reading was wanted. */
  readonly kept: number;
  /** From a final to its revision, in ms, most recent last. */
  readonly latenciesMs: readonly number[];
  /** Sums over all, in ms. */
  readonly audioMs: number;
  readonly readMs: number;
  readonly mergeMs: number;
}

export const noRevisions: RevisionFigures = { revised: 0, kept: 0, latenciesMs: [], audioMs: 0, readMs: 0, mergeMs: 0 };

export function addRevision(figures: RevisionFigures, { cost }: Pick<RevisedEvent, 'cost'>): RevisionFigures {
  return {
    ...figures,
    revised: figures.revised + 1,
    latenciesMs: [...figures.latenciesMs, cost.latencyMs].slice(-recent),
    audioMs: figures.audioMs + cost.audioMs,
    readMs: figures.readMs + cost.encoderMs + cost.decoderMs,
    mergeMs: figures.mergeMs + cost.mergeMs,
  };
}

/** The latency that `share` of the recent revisions stay below or reach; undefined before the first. */
export function latencyPercentile({ latenciesMs }: RevisionFigures, share: number): number | undefined {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? sorted[0];
}
