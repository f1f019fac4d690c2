/**
 * What crosses to the second pass's worker: types only. It reads finished utterances again with full context. Whoever has
 * a port to it may ask: the page loads it, the recognizer's worker sends it audio (`connect`).
 */
import type { HeardWord, JudgedReading } from '../core/second-pass/hallucination-guard';
import type { Span } from '../core/second-pass/utterance-audio';
import type { LoadProgress } from './recognizer-api';

/** Whether finished utterances are read again. `auto`: where the machine is fast enough and has the memory. */
export type SecondPassChoice = 'auto' | 'on' | 'off';

export interface SecondPassOptions {
  /** URL of the second pass's manifest.json, absolute. */
  readonly manifestUrl: string;
  readonly choice: SecondPassChoice;
}

/** Whether it reads, and why (not): a sentence for settings and overlay. */
export interface SecondPassState {
  readonly active: boolean;
  readonly reason: string;
  /** Time per second of audio, of the utterances read so far; undefined before the first. */
  readonly realTimeFactor?: number;
}

export type SecondPassEvent =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  | { readonly type: 'state'; readonly state: SecondPassState };

/** An utterance whose final is out. */
export interface FinishedUtterance {
  /** Chosen by the caller, unique per worker. */
  readonly id: string;
  /** 16 kHz, mono, −1..1, of the whole utterance. Transferred. */
  readonly samples: Float32Array;
  /** When the samples begin. */
  readonly startMs: number;
  /** What the first pass wrote, in order. */
  readonly words: readonly (Span & HeardWord)[];
}

/** How an utterance reads now. Its pieces follow each other in time; most utterances have one. */
export interface SecondReading {
  readonly id: string;
  readonly pieces: readonly ReadPiece[];
  /** From the call to its answer; the encoder's and the decoder's share of it. */
  readonly totalMs: number;
  readonly encoderMs: number;
  readonly decoderMs: number;
}

/** The reading of one stretch of audio, with the guard's judgement. */
export interface ReadPiece extends Span, JudgedReading {}

/** What the owner of an utterance may ask. Calls reject with an Error whose `name` is a RecognizerErrorName. */
export interface SecondPassReader {
  /** Reads an utterance, after those that came before. Undefined when the second pass is not active. */
  read(utterance: FinishedUtterance): Promise<SecondReading | undefined>;
  /**
   * The log-probability of each text in piece `piece` of an utterance that was read, token by token and last of the end.
   * Undefined when the utterance is no longer kept.
   */
  score(id: string, piece: number, texts: readonly string[]): Promise<readonly Float32Array[] | undefined>;
  /** Forgets the utterance: it is edited or deleted, or its candidates are scored. A pending `read` rejects (AbortError). */
  release(id: string): Promise<void>;
}

export interface SecondPassApi extends SecondPassReader {
  /** As in `RecognizerApi`: the page learns from the lock that the worker died, from the ping that it hangs. */
  holdLock(lock: string): Promise<boolean>;
  ping(): Promise<void>;
  /** Loads the model, tells progress and every change of state, and returns the first state. Once per worker. */
  load(options: SecondPassOptions, onEvent: (event: SecondPassEvent) => void): Promise<SecondPassState>;
  /** Serves `SecondPassReader` on `port` as well. */
  connect(port: MessagePort): Promise<void>;
  dispose(): Promise<void>;
}
