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
}
