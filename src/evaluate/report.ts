import path from 'node:path';
import { errorRate, type ScoreCounts, scoreRates } from '../core/score';
import type { EvaluatedStream, Evaluation } from './evaluation';
import type { LostName } from './lost-names';
import type { Settings } from './settings';

/** What --report writes. Rates are fractions of one; what is undefined (no name was spoken, no model ran) is null. */
export interface Report extends PassRates {
  /** The manifest's file name without extension. */
  readonly set: string;
  /** Every flag; null for those not given. */
  readonly settings: Readonly<Record<string, string | number | null>>;
  readonly utterances: number;
  /** Words of the references. */
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
  readonly cer: number | null;
  /** Wall-clock time over audio time: of the whole pipeline, and of the decoder alone. */
  readonly rtf: number | null;
  readonly decoderRtf: number | null;
  /** Wall-clock milliseconds per chunk of audio. */
  readonly chunkMs: { readonly p50: number | null; readonly p95: number | null };
  readonly frameMs: number | null;
  /** With --final both: what either pass alone would have scored. */
  readonly passes?: { readonly ctc: PassRates; readonly second: PassRates };
  /** With a second pass: from the end of an utterance to its revised text, and its words by where they come from. */
  readonly finalMs?: { readonly p50: number | null; readonly p95: number | null };
  /** Of the names missed, how many were lost where. */
  readonly lostNames?: Readonly<Record<string, number>>;
  readonly wordsFrom?: Readonly<Record<string, number>>;
  readonly rows: readonly ReportRow[];
}

/** Rates of one pass, as at the report's top. */
export interface PassRates {
  readonly wer: number | null;
  readonly uWer: number | null;
  readonly bWer: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly falseAlarmsPerThousandWords: number | null;
}

export interface ReportRow {
  readonly id: string;
  /** Normalised, as scored. */
  readonly reference: string;
  readonly hypothesis: string;
  readonly seconds: number;
  /** Of the active list, one entry per occurrence: spoken, written, spoken and not written, written and not spoken. */
  readonly names: readonly string[];
  readonly writtenNames: readonly string[];
  readonly missedNames: readonly string[];
  readonly falseNames: readonly string[];
  /** With a second pass: where each of `missedNames` was lost. */
  readonly lost?: readonly LostName[];
  /** Of joined streams: WER of each five minutes, and of the first and the last five if there are ten. */
  readonly drift?: {
    readonly fiveMinuteWer: readonly (number | null)[];
    readonly firstWer: number | null;
    readonly lastWer: number | null;
  };
}

export function makeReport(settings: Settings, frameMs: number | undefined, evaluation: Evaluation): Report {
  const { counts, timing, streams, revision } = evaluation;
  const rates = scoreRates(counts);
  const audioMs = 1000 * timing.audioSeconds;
  return {
    set: path.basename(settings.manifest, path.extname(settings.manifest)),
    settings: Object.fromEntries(Object.entries(settings).map(([flag, value]) => [flag, value ?? null])),
    utterances: streams.length,
    words: counts.all.words,
    substitutions: counts.all.substitutions,
    deletions: counts.all.deletions,
    insertions: counts.all.insertions,
    cer: rates.cer ?? null,
    ...passRates(counts),
    rtf: audioMs > 0 ? timing.totalMs / audioMs : null,
    decoderRtf: audioMs > 0 ? timing.decoderMs / audioMs : null,
    chunkMs: percentiles(timing.chunkMs),
    frameMs: frameMs ?? null,
    ...(revision && {
      ...(settings.final === 'both' && {
        passes: { ctc: passRates(revision.ctc), second: passRates(revision.second) },
      }),
      finalMs: percentiles(revision.revisionMs),
      wordsFrom: revision.sources,
      lostNames: countLost(streams),
    }),
    rows: streams.map(makeRow),
  };
}

function passRates(counts: ScoreCounts): PassRates {
  const { wer, uWer, bWer, precision, recall, f1, falseAlarmsPerThousandWords } = scoreRates(counts);
  return {
    wer: wer ?? null,
    uWer: uWer ?? null,
    bWer: bWer ?? null,
    precision: precision ?? null,
    recall: recall ?? null,
    f1: f1 ?? null,
    falseAlarmsPerThousandWords: falseAlarmsPerThousandWords ?? null,
  };
}

function percentiles(values: readonly number[]): { readonly p50: number | null; readonly p95: number | null } {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 0.5) ?? null, p95: percentile(sorted, 0.95) ?? null };
}

/** The smallest value that at least `share` of all do not exceed; undefined if there is none. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function countLost(streams: readonly EvaluatedStream[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { lost = [] } of streams) for (const { where } of lost) counts[where] = (counts[where] ?? 0) + 1;
  return counts;
}

function makeRow({ id, seconds, score, drift, lost }: EvaluatedStream): ReportRow {
  const row = {
    id,
    reference: score.reference,
    hypothesis: score.hypothesis,
    seconds,
    names: score.spokenNames,
    writtenNames: score.writtenNames,
    missedNames: score.missedNames,
    falseNames: score.falseNames,
    ...(lost && { lost }),
  };
  if (drift === undefined) return row;
  const werOf = (errors: typeof drift.first) => (errors === undefined ? null : (errorRate(errors) ?? null));
  return {
    ...row,
    drift: { fiveMinuteWer: drift.fiveMinutes.map(werOf), firstWer: werOf(drift.first), lastWer: werOf(drift.last) },
  };
}
