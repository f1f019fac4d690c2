import { poolCounts, type ScoreCounts, scoreUtterance, type UtteranceScore } from '../core/score';
import type { ActiveNames } from './active-names';
import { type Drift, measureDrift } from './drift';
import { lostNames, type LostName } from './lost-names';
import { secondsOf, type Stream } from './manifest';
import type { Revision, Transcriber } from './transcriber';

/** One stream, heard and scored. */
export interface EvaluatedStream {
  readonly id: string;
  readonly seconds: number;
  readonly score: UtteranceScore;
  /** Of joined streams. */
  readonly drift: Drift | undefined;
  /** Where the names that were missed went; undefined without a second pass. */
  readonly lost?: readonly LostName[];
}

export interface Evaluation {
  readonly streams: readonly EvaluatedStream[];
  readonly counts: ScoreCounts;
  readonly timing: Timing;
  /** Where a second pass revised the first. */
  readonly revision: RevisionSums | undefined;
}

/** What either pass alone would have scored, and what the revision took. */
export interface RevisionSums {
  readonly ctc: ScoreCounts;
  readonly second: ScoreCounts;
  readonly revisionMs: readonly number[];
  readonly sources: Readonly<Record<string, number>>;
}

/** Sums over all streams; times are wall-clock. */
export interface Timing {
  readonly audioSeconds: number;
  readonly totalMs: number;
  readonly decoderMs: number;
  readonly chunkMs: readonly number[];
}

/** Transcribes and scores one stream after the other; `onStream` sees the sums after each. */
export async function evaluateStreams(
  streams: readonly Stream[],
  active: ActiveNames,
  transcriber: Transcriber,
  onStream: (soFar: Evaluation) => void,
): Promise<Evaluation> {
  const evaluated: EvaluatedStream[] = [];
  const chunkMs: number[] = [];
  let counts = poolCounts([]);
  let audioSeconds = 0;
  let totalMs = 0;
  let decoderMs = 0;
  let revision: RevisionSums | undefined;
  const soFar = (): Evaluation => ({
    streams: evaluated,
    counts,
    timing: { audioSeconds, totalMs, decoderMs, chunkMs },
    revision,
  });
  for (const stream of streams) {
    const names = active.of(stream);
    const transcription = await transcriber.transcribe(stream, names);
    const scored = scoreStream(stream, transcription.text, active, names);
    const one = { ...scored, ...lostOf(scored, transcription.revision) };
    evaluated.push(one);
    counts = poolCounts([counts, one.score.counts]);
    audioSeconds += one.seconds;
    totalMs += transcription.totalMs;
    decoderMs += transcription.decoderMs;
    for (const ms of transcription.chunkMs) chunkMs.push(ms);
    if (transcription.revision !== undefined) {
      revision = addRevision(revision, transcription.revision, (text) => scoreStream(stream, text, active, names));
    }
    onStream(soFar());
  }
  return soFar();
}

function lostOf({ score }: EvaluatedStream, revision: Revision | undefined): Pick<EvaluatedStream, 'lost'> {
  if (revision === undefined) return {};
  return { lost: lostNames(score.missedNames, revision.decisions, revision.refused) };
}

function addRevision(
  sums: RevisionSums | undefined,
  { ctc, second, revisionMs, sources }: Revision,
  score: (text: string) => EvaluatedStream,
): RevisionSums {
  const added = new Map(Object.entries(sums?.sources ?? {}));
  for (const [source, words] of Object.entries(sources)) added.set(source, (added.get(source) ?? 0) + words);
  return {
    ctc: poolCounts([sums?.ctc ?? poolCounts([]), score(ctc).score.counts]),
    second: poolCounts([sums?.second ?? poolCounts([]), score(second).score.counts]),
    revisionMs: [...(sums?.revisionMs ?? []), ...revisionMs],
    sources: Object.fromEntries(added),
  };
}

function scoreStream(
  stream: Stream,
  hypothesis: string,
  active: ActiveNames,
  names: readonly string[],
): EvaluatedStream {
  const reference = stream.clips.map((clip) => clip.text).join(' ');
  const spoken = stream.clips.flatMap((clip) => clip.names);
  return {
    id: stream.id,
    seconds: secondsOf(stream),
    score: scoreUtterance(reference, hypothesis, spoken, active.written(names)),
    drift: stream.clips.length > 1 ? measureDrift(stream, hypothesis) : undefined,
  };
}
