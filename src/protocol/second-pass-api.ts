/**
 * What crosses to the second pass's worker: types only. It reads finished utterances again with full context and merges what
 * it reads with what the first pass heard. The page loads it and tells it the names; the recognizer's worker sends it
 * utterances over a port of their own (`connect`), so that the page is not on the path.
 */
import type { ModelEmissions } from '../core/emissions';
import type { Repair } from '../core/merge/repairs';
import type { PieceDecision } from '../core/merge/revised-utterance';
import type { RevisedWord } from '../core/merge/word-readings';
import type { Name } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { Alternative, FrameClock, RecognizedWord } from '../core/transcript';
import type { VocabularyFile } from '../core/vocabulary';
import type { LoadProgress, RecognizerErrorName } from './recognizer-api';

/** Whether finished utterances are read again. `auto`: where the machine is fast enough and has the memory. */
export type SecondPassChoice = 'auto' | 'on' | 'off';

export interface SecondPassOptions {
  /** URL of the second pass's manifest.json, absolute. */
  readonly manifestUrl: string;
  /** URL of the pronunciations' manifest.json, absolute. */
  readonly pronunciationsUrl: string;
  readonly choice: SecondPassChoice;
}

/** Whether it reads, and why (not): a sentence for settings and overlay. */
export interface SecondPassState {
  readonly active: boolean;
  /** Whether pronunciations are there: names are checked, and looked up by their sound in each finished utterance, read again or not. */
  readonly pronounces: boolean;
  /** It will be known later whether it reads. */
  readonly loading?: true;
  readonly reason: string;
  /** Time per second of audio, of the utterances read so far; undefined before the first. */
  readonly realTimeFactor?: number;
  /** The runtime's binaries that were fetched for it, as URLs: a visit without a network needs them again. */
  readonly wasmUrls?: readonly string[];
}

export type SecondPassEvent =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  /** `failure`: of a second pass that was wanted and cannot be had. */
  | { readonly type: 'state'; readonly state: SecondPassState; readonly failure?: RecognizerErrorName };

/** An utterance whose final is out. */
export interface FinishedUtterance {
  /** Chosen by the caller, unique per worker. */
  readonly id: string;
  /** 16 kHz, mono, −1..1, of the whole utterance and a little around it. Transferred. */
  readonly samples: Float32Array;
  /** When the samples begin. */
  readonly startMs: number;
  /** Of the whole utterance. Transferred. */
  readonly emissions: ModelEmissions;
  readonly clock: FrameClock;
  /** The first pass's readings, best first; at least one. */
  readonly alternatives: readonly Pick<Alternative, 'words'>[];
  /** Where names are listed: its best reading without any. */
  readonly plain?: readonly RecognizedWord[];
  /** Whether a language model had a say in the words. */
  readonly languageModel: boolean;
  /** Whether it is not to be kept for `repairs`. Default false. */
  readonly forgotten?: boolean;
}

/** How an utterance reads now. */
export interface Revision {
  /** The utterance's, by which `repairs` tells of it later. */
  readonly id: string;
  readonly text: string;
  readonly words: readonly RevisedWord[];
  /** What the second pass wrote by itself, refused stretches too; undefined where it did not read. */
  readonly second: string | undefined;
  /** Why names were written or not. */
  readonly decisions: readonly PieceDecision[];
  readonly cost: RevisionCost;
}

/** In ms. */
export interface RevisionCost {
  /** How much audio was read. */
  readonly audioMs: number;
  /** Of reading it: hearing and writing. */
  readonly encoderMs: number;
  readonly decoderMs: number;
  /** Of the merge, in which the second pass is asked about names and about the first's words. */
  readonly mergeMs: number;
}

/** A name that would be written in an utterance that was revised before: offered, never written by itself. */
export interface UtteranceRepair extends Repair {
  /** `Revision.id`. */
  readonly utterance: string;
}

/** What the recognizer's worker asks. Calls reject with an Error whose `name` is a RecognizerErrorName. */
export interface FinalReviser {
  /** What emissions count in. Comes first. */
  setVocabulary(file: VocabularyFile): Promise<void>;
  /**
   * Reads an utterance again, after those that came before, and merges both passes with the names that are listed when it
   * answers. Where the second pass is not active, names are weighed and looked up in what the first heard; undefined when that
   * changes nothing.
   */
  revise(utterance: FinishedUtterance): Promise<Revision | undefined>;
  /** Forgets the utterance: nobody wants its revision any more. A pending `revise` rejects (AbortError). */
  release(id: string): Promise<void>;
}

export interface SecondPassApi {
  /** As in `RecognizerApi`: the page learns from the lock that the worker died, from the ping that it hangs. */
  holdLock(lock: string): Promise<boolean>;
  ping(): Promise<void>;
  /** Loads the model, tells progress and every change of state, and returns the first state. Once per worker. */
  load(options: SecondPassOptions, onEvent: (event: SecondPassEvent) => void): Promise<SecondPassState>;
  /** Replaces the list of names. Utterances that are being revised take it too. */
  setNames(names: readonly Name[]): Promise<void>;
  /**
   * Which common words each of `names` may be taken for; undefined for one that sounds like none. Long lists take a while:
   * sentences that are to be read come first. Undefined when no pronunciations are loaded.
   */
  collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[] | undefined>;
  /** How the acoustic model may write each of `names` by its sound, likeliest first. In the background, as `collisions`. */
  spellings(names: readonly Name[]): Promise<readonly (readonly SoundSpelling[])[] | undefined>;
  /** Which parts of each of `names` can be written where they stand alone (core/name-parts.ts). In the background as well. */
  safeParts(names: readonly Name[]): Promise<readonly (readonly string[])[] | undefined>;
  /** Those of `words` that are common words of English. Undefined when none are loaded. */
  commonAmong(words: readonly string[]): Promise<readonly string[] | undefined>;
  /**
   * Where names of `changed` (their texts), which were not on the list or not so when the utterances were revised, would be
   * written in those that are still kept, newest first. Sentences that are to be read come first. Undefined when the list
   * changes meanwhile, when it is asked anew, or when the second pass is not active.
   */
  repairs(changed: readonly string[]): Promise<readonly UtteranceRepair[] | undefined>;
  /** Serves `FinalReviser` on `port`. */
  connect(port: MessagePort): Promise<void>;
  dispose(): Promise<void>;
}
