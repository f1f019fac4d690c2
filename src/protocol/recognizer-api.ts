/**
 * What crosses between the page and the recognizer's worker: types only. Calls and events go through comlink, audio
 * through a MessagePort of its own (`AudioMessage`), so that the page is never on the path of the samples.
 */
import type { Emissions } from '../core/emissions';
import type { EndpointOptions } from '../core/endpointer';
import type { ListChange } from '../core/list-change';
import type { Name, NamesReport } from '../core/name';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { RecognitionEvent } from '../core/recognizer';
import type { Revision, RevisionCost } from './second-pass-api';

export { defaultEndpoint, type EndpointOptions } from '../core/endpointer';
export type { RecognizedWord } from '../core/transcript';

/** Which execution provider to run the model on. `auto` decides by a probe and says why. */
export type BackendChoice = 'auto' | 'webgpu' | 'wasm';

export interface LoadOptions {
  /** URL of the model's manifest.json, absolute. */
  readonly manifestUrl: string;
  readonly backend: BackendChoice;
}

export interface Backend {
  readonly ep: 'webgpu' | 'wasm';
  readonly bundle: 'wasm' | 'jspi' | 'webgpu';
  readonly precision: 'fp32' | 'fp16';
  readonly threads: number;
  /** Why this backend, as a sentence for the performance overlay. */
  readonly reason: string;
  readonly modelId: string;
  readonly chunkMs: number;
  /** The runtime's binaries that were fetched for it, as URLs: a visit without a network needs them again. */
  readonly wasmUrls: readonly string[];
}

/** Whether a language model helps to tell likely words from unlikely ones, and why (not), as a sentence for the performance panel. */
export interface LanguageState {
  readonly active: boolean;
  readonly reason: string;
}

/** Bytes of the whole download (all files of the model), or the phase after it. */
export type LoadProgress =
  | {
      readonly type: 'download';
      readonly loadedBytes: number;
      readonly totalBytes: number;
      readonly fromCache: boolean;
    }
  | { readonly type: 'warm-up' }
  /** The model works but could not be kept in this browser (private mode, quota): the next visit downloads it again. */
  | { readonly type: 'not-stored'; readonly reason: string };

export interface SessionOptions {
  /** Where the samples come from: a live microphone or a file that is pushed faster than real time. */
  readonly source: 'microphone' | 'file';
  readonly endpoint: EndpointOptions;
  /** Alternatives per final, at least 1. */
  readonly nBest: number;
  /**
   * Whether finals come with what the model's phones say of the utterance, to learn how a name is said. They are read once then:
   * what they say is no text. Default false.
   */
  readonly phones?: boolean;
  /** Whether nothing of the audio is kept once its finals are revised: no name is looked for in it later. Default false. */
  readonly forgotten?: boolean;
  /** Length of the whole audio in ms where it is known (a file): `progress` events need it. */
  readonly totalMs?: number;
  /**
   * What the audio is heard with: the list and whoever revises finals (`all`, the default), the list alone
   * (`first-pass`), or neither (`plain`: as though no name were listed).
   */
  readonly heardWith?: 'all' | 'first-pass' | 'plain';
  /** Where a session that lost its worker goes on: the time and the utterance that its events count from. */
  readonly resume?: { readonly atMs: number; readonly utterance: number };
}

/**
 * `final`, and whether a second pass reads the utterance again: then one `revised` or `kept` follows, unless the session is
 * aborted or its worker dies before. `phones`: where they were asked for and the model hears them, over `PHONE_TOKENS`.
 */
export type FinalEvent = RecognitionEvent & {
  readonly type: 'final';
  readonly revision?: 'pending';
  readonly phones?: Emissions;
};

/** A better reading of an utterance whose final was already given; replaces it in place. */
export interface RevisedEvent extends Omit<Revision, 'cost'> {
  readonly type: 'revised';
  readonly utterance: number;
  readonly cost: RevisionCost & {
    /** From the final to this event: what waits before it is read counts too. */
    readonly latencyMs: number;
  };
}

export type SessionEvent =
  | { readonly type: 'level'; /** RMS of the last block, 0..1. */ readonly rms: number }
  /** `speechstart`, `partial`. */
  | Exclude<RecognitionEvent, { type: 'final' }>
  | FinalEvent
  | RevisedEvent
  /** No better reading comes of an utterance whose final is out: that stands. `reason` is for people who look for it. */
  | { readonly type: 'kept'; readonly utterance: number; readonly reason: string }
  /** Digital silence for two seconds: the microphone is muted or the wrong one. Sent again with `silent: false` when sound comes. */
  | { readonly type: 'silent-input'; readonly silent: boolean }
  /** For files: how much has been recognized. */
  | { readonly type: 'progress'; readonly doneMs: number; readonly totalMs: number }
  | { readonly type: 'stats'; readonly stats: SessionStats }
  /** The backend changed in mid-session (a lost GPU); nothing was lost. */
  | { readonly type: 'backend'; readonly backend: Backend }
  /** All audio is recognized and all finals are out. Nothing follows. */
  | { readonly type: 'end' }
  /** The session broke. Words already given stay valid. Nothing follows. */
  | { readonly type: 'error'; readonly error: RecognizerErrorShape };

export interface SessionStats {
  /** Model time per chunk in ms. */
  readonly chunkMsP50: number;
  readonly chunkMsP95: number;
  /** Time spent per second of audio: whole pipeline, decoder alone. */
  readonly realTimeFactor: number;
  readonly decoderRealTimeFactor: number;
  /** Audio received but not yet recognized. */
  readonly backlogMs: number;
  readonly wasmBytes: number;
  readonly beam: number;
}

/** Stable names across the realms; the sentence for the user is made in the page. */
export type RecognizerErrorName =
  | 'ModelUnavailableError' // network or server refused a model file
  | 'ModelCorruptError' // bytes or sha256 differ from the manifest, twice
  | 'ModelVersionError' // manifest of a format this version does not read
  | 'BackendError' // no execution provider could run the model
  | 'AudioDecodeError'
  | 'MicrophoneDeniedError' // the user or the system said no
  | 'MicrophoneMissingError' // no device, or not the one that was asked for
  | 'MicrophoneBusyError' // another application holds it
  | 'MicrophoneUnsupportedError' // not a secure context, or a browser without getUserMedia
  | 'MicrophoneLostError' // unplugged in mid-session and no other is there
  | 'NotLoadedError'
  | 'WorkerDiedError'
  | 'AbortError';

export interface RecognizerErrorShape {
  readonly name: RecognizerErrorName;
  readonly message: string;
}

/** Messages on the audio port, worklet or page → worker. `samples` is transferred: mono, −1..1. */
export type AudioMessage =
  | { readonly type: 'audio'; readonly samples: Float32Array; readonly sampleRate: number }
  /** No more audio: recognize what is there, give the last final, then `end`. */
  | { readonly type: 'finish' };

/** Messages on the audio port, worker → sender, for a file only: this much audio is recognized, more may be sent. */
export interface AudioTaken {
  readonly type: 'taken';
  readonly ms: number;
}

/** A name as the recognizer is told it. */
export interface ToldName {
  readonly name: Name;
  /** How else the model may write it, as far as that is known (`SecondPassApi.spellings`). */
  readonly spellings: readonly SoundSpelling[];
}

/** The worker's contract. One session at a time per worker; calls reject with an Error whose `name` is a RecognizerErrorName. */
export interface RecognizerApi {
  /**
   * Takes the Web Lock `lock` and holds it for the worker's life. The browser gives it back when the worker dies in
   * whatever way, which is the only sign of death that it shows to the page. Resolves false where there are no locks.
   */
  holdLock(lock: string): Promise<boolean>;
  /** Answers at once unless the worker hangs. */
  ping(): Promise<void>;
  /** Loads and proves the model. A second call with the same options returns the same backend. */
  load(options: LoadOptions, onProgress: (progress: LoadProgress) => void): Promise<Backend>;
  /**
   * Fetches the language model of the manifest at `manifestUrl` (absolute) and uses it from then on, also in mid-utterance.
   * Never rejects: without it, words are recognized by their sound alone.
   */
  loadLanguage(manifestUrl: string): Promise<LanguageState>;
  /**
   * Replaces the list of names, also in mid-utterance, by a change of the one before, at first of an empty one. Says which names
   * were skipped and why, and how long it took.
   */
  setNames(change: ListChange<ToldName>): Promise<NamesReport>;
  /** Opens a session that reads audio from `port`. May be called before `load` has finished: audio waits, none is lost. */
  open(options: SessionOptions, port: MessagePort, onEvent: (event: SessionEvent) => void): Promise<number>;
  /** Reads the session's audio from `port` from now on: its source had to begin anew (another device, a new audio thread). */
  attach(session: number, port: MessagePort): Promise<void>;
  /**
   * Has finished utterances revised by the `FinalReviser` at the other end of `port`, from the next final on. Without a
   * port no longer: pending revisions end as `kept`.
   */
  useSecondPass(port: MessagePort | undefined): Promise<void>;
  /**
   * Stops reading, recognizes what came, emits the last final, waits for pending revisions as long as they come, and emits
   * `end`. Resolves after `end`.
   */
  finish(session: number): Promise<void>;
  /** Drops the session at once. */
  abort(session: number): Promise<void>;
  dispose(): Promise<void>;
}
