import type { ModelEmissions } from '../core/emissions';
import type { NameDecision } from '../core/merge/final-merger';
import type { WordSource } from '../core/merge/merged-words';
import type { Alternative, FrameClock, RecognizedWord } from '../core/transcript';
import type { Stream } from './manifest';
import type { Settings } from './settings';

/** Turns streams into text: by the whole pipeline from audio, or by the decoder from saved emissions. */
export interface Transcriber {
  /** Milliseconds from one frame of emissions to the next, if known. */
  readonly frameMs: number | undefined;
  /** What the flags that were not given came to. */
  readonly settings: Partial<Settings>;
  /** Hears the stream with `names` active. One at a time. */
  transcribe(stream: Stream, names: readonly string[]): Promise<Transcription>;
  dispose(): Promise<void>;
}

export interface Transcription {
  readonly text: string;
  /** Wall-clock time of all work after the audio was decoded, and of the decoder alone. */
  readonly totalMs: number;
  readonly decoderMs: number;
  /** Wall-clock time of each chunk, from its last sample to its events; empty when no model ran. */
  readonly chunkMs: readonly number[];
  /** Where a second pass revised what the first had written. */
  readonly revision?: Revision;
}

/** What two passes made of a stream. */
export interface Revision {
  /** What either pass alone wrote. */
  readonly ctc: string;
  readonly second: string;
  /** Wall-clock time from the end of each utterance to its revised text; none for those that were remembered. */
  readonly revisionMs: readonly number[];
  /** Words of the text by where they come from. */
  readonly sources: Readonly<Record<WordSource, number>>;
  /** What was decided about names, and whether the guard kept the first pass's text anywhere. */
  readonly decisions: readonly NameDecision[];
  readonly refused: boolean;
}

/** A transcriber whose utterances a second pass can read again. */
export interface FirstPass extends Transcriber {
  transcribe(stream: Stream, names: readonly string[]): Promise<HeardStream>;
}

export interface HeardStream extends Transcription {
  readonly utterances: readonly HeardUtterance[];
}

/** A finished utterance. */
export interface HeardUtterance {
  /** The stretch of the stream that it is. */
  readonly startMs: number;
  readonly endMs: number;
  /** Best first. */
  readonly alternatives: readonly Alternative[];
  /** As in `FinishedUtterance`. */
  readonly plain?: readonly RecognizedWord[];
  readonly languageModel: boolean;
  readonly emissions: ModelEmissions;
  readonly clock: FrameClock;
}
