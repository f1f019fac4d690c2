import { expose } from 'comlink';
import { RecentUtterances } from '../core/merge/recent-utterances';
import type { Name } from '../core/name';
import type { CommonWord } from '../core/pronunciation/common-words';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { Pronouncer } from '../core/pronunciation/pronouncer';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import { textScore, type TextScore } from '../core/second-pass/reading';
import type { LoadProgress, RecognizerErrorName } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import type {
  FinalReviser,
  SecondPassApi,
  SecondPassEvent,
  SecondPassOptions,
  SecondPassState,
  UtteranceRepair,
} from '../protocol/second-pass-api';
import { NameCheck } from './name-check';
import type { SecondPassModel } from './second-pass-model';
import { type KeptPiece, type ReadPiece, readUtterance, type UtteranceToRead } from './utterance-reader';
import { UtteranceReviser } from './utterance-reviser';
import { holdLock } from './worker-lock';

const limits = {
  /** Slower than so much time per second of audio, and reading lags behind whoever speaks on. */
  slowest: 0.5,
  /** Seconds of audio that tell the speed: the first runs are slower than the rest. */
  secondsToMeasure: 2,
  /** GB of memory that `auto` wants: the second pass takes 0.3 of them, and the page is not alone. */
  leastMemory: 4,
  /** Utterances whose caches are kept for candidates: 14 MB for one of 10 s. */
  keptUtterances: 4,
  /** How often names that are checked look whether a sentence is still being read, in ms. */
  checkWaitsMs: 50,
};

/** What tells how names sound, whether sentences are read a second time or not. */
export interface NameSounds {
  readonly pronouncer: Pronouncer;
  readonly commonWords: readonly CommonWord[];
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

/** What the owner of an utterance may ask. */
export interface SecondPassReader {
  /** Reads an utterance, after those that came before. Undefined when the second pass is not active. */
  read(utterance: UtteranceToRead): Promise<SecondReading | undefined>;
  /**
   * How probable each text is in piece `piece` of an utterance that was read.
   * Undefined when the utterance is no longer kept.
   */
  score(id: string, piece: number, texts: readonly string[]): Promise<readonly TextScore[] | undefined>;
  /** Forgets the utterance: it is edited or deleted, or its candidates are scored. A pending `read` rejects (AbortError). */
  release(id: string): Promise<void>;
}

/** What the service needs of the place that it runs in. */
export interface SecondPassPlace {
  readonly openSounds: (options: SecondPassOptions) => Promise<NameSounds>;
  readonly openModel: (
    options: SecondPassOptions,
    onProgress: (progress: LoadProgress) => void,
  ) => Promise<SecondPassModel>;
  /** GB, where the browser tells. */
  readonly memory: number | undefined;
  /** In ms. */
  readonly clock: () => number;
  /** Lets waiting calls in. */
  readonly nextTask: () => Promise<void>;
  /** URLs of the runtime's binaries. */
  readonly wasmUrls: () => readonly string[];
}

/** The worker's side of the contract. */
export class SecondPassService implements SecondPassApi, SecondPassReader {
  readonly #place: SecondPassPlace;
  #model: SecondPassModel | undefined;
  #pronouncer: Pronouncer | undefined;
  #names: readonly Name[] = [];
  readonly #recent = new RecentUtterances();
  #reviser: UtteranceReviser | undefined;
  #check: NameCheck | undefined;
  #choice: SecondPassOptions['choice'] = 'off';
  #state: SecondPassState = { active: false, pronounces: false, reason: 'The second pass is not loaded.' };
  #onEvent: (event: SecondPassEvent) => void = () => {};
  #audioSeconds = 0;
  #readSeconds = 0;
  readonly #pending = new Map<string, AbortController>();
  readonly #kept = new Map<string, readonly KeptPiece[]>();

  constructor(place: SecondPassPlace) {
    this.#place = place;
  }

  holdLock(lock: string): Promise<boolean> {
    return holdLock(lock);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  async load(options: SecondPassOptions, onEvent: (event: SecondPassEvent) => void): Promise<SecondPassState> {
    const { openSounds, openModel, memory, clock } = this.#place;
    this.#choice = options.choice;
    this.#onEvent = onEvent;
    const { pronouncer, commonWords } = await openSounds(options);
    this.#pronouncer = pronouncer;
    this.#check = new NameCheck(commonWords, pronouncer, clock, () => this.#whenNotReading());
    if (options.choice === 'off') return this.#become(false, 'The second pass is switched off.');
    if (options.choice === 'auto' && memory !== undefined && memory < limits.leastMemory) {
      return this.#become(
        false,
        `The second pass is off: it needs more than the ${memory} GB of memory that are here.`,
      );
    }
    this.#become(false, 'The second pass is being loaded.', { loading: true });
    try {
      const model = await openModel(options, (progress) => onEvent({ type: 'progress', progress }));
      onEvent({ type: 'progress', progress: { type: 'warm-up' } });
      await warmUp(model);
      this.#model = model;
    } catch (error) {
      const { name, message } = error as Error;
      const failure = name as RecognizerErrorName;
      return this.#become(false, `The second pass is off: it could not be loaded (${message}).`, { failure });
    }
    return this.#become(true, 'Finished sentences are read a second time.');
  }

  setNames(names: readonly Name[]): Promise<void> {
    this.#names = names;
    this.#reviser?.setNames(names);
    return Promise.resolve();
  }

  async read(utterance: UtteranceToRead): Promise<SecondReading | undefined> {
    const model = this.#model;
    if (model === undefined || !this.#state.active) return undefined;
    const abort = new AbortController();
    this.#pending.get(utterance.id)?.abort();
    this.#pending.set(utterance.id, abort);
    const begun = this.#place.clock();
    try {
      const pieces = await readUtterance(model, utterance, { signal: abort.signal, pause: this.#place.nextTask });
      this.#keep(utterance.id, pieces);
      const reading = {
        id: utterance.id,
        pieces: pieces.map(({ piece }) => piece),
        totalMs: this.#place.clock() - begun,
        encoderMs: sum(pieces.map(({ utterance }) => utterance.encoderMs)),
        decoderMs: sum(pieces.map(({ utterance }) => utterance.decoderMs)),
      };
      this.#measure(reading);
      return reading;
    } catch (error) {
      if (abort.signal.aborted) throw new RecognizerError('AbortError', `The reading of ${utterance.id} was aborted`);
      const message = error instanceof Error ? error.message : String(error);
      // onnxruntime does not get over a failed run.
      this.#become(false, `The second pass is off: it failed (${message}).`);
      throw new RecognizerError('BackendError', message, { cause: error });
    } finally {
      if (this.#pending.get(utterance.id) === abort) this.#pending.delete(utterance.id);
    }
  }

  async score(id: string, piece: number, texts: readonly string[]): Promise<readonly TextScore[] | undefined> {
    const utterance = this.#kept.get(id)?.[piece]?.utterance;
    const model = this.#model;
    if (utterance === undefined || model === undefined) return undefined;
    const scores = await model.score(
      utterance,
      texts.map((text) => model.pieces.encode(text)),
    );
    return scores.map(textScore);
  }

  release(id: string): Promise<void> {
    this.#pending.get(id)?.abort();
    for (const { utterance } of this.#kept.get(id) ?? []) utterance.release();
    this.#kept.delete(id);
    return Promise.resolve();
  }

  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[] | undefined> {
    return this.#check?.collisions(names);
  }

  async spellings(names: readonly Name[]): Promise<readonly (readonly SoundSpelling[])[] | undefined> {
    return this.#check?.spellings(names);
  }

  async safeParts(names: readonly Name[]): Promise<readonly (readonly string[])[] | undefined> {
    return this.#check?.safeParts(names);
  }

  commonAmong(words: readonly string[]): Promise<readonly string[] | undefined> {
    return Promise.resolve(this.#check?.commonAmong(words));
  }

  async repairs(changed: readonly string[]): Promise<readonly UtteranceRepair[] | undefined> {
    const [reviser, check] = [this.#reviser, this.#check];
    if (!this.#state.active || check === undefined) return undefined;
    return reviser?.repairs(changed, (names) => check.spellings(names));
  }

  /** The port before, whose owner is gone, is served no longer. */
  connect(port: MessagePort): Promise<void> {
    if (this.#pronouncer === undefined) throw new RecognizerError('NotLoadedError', 'Expected load() before');
    this.#reviser?.close();
    const sounds = { pronouncer: this.#pronouncer, variants: (name: Name) => this.#check?.variants(name) ?? [] };
    const reviser = new UtteranceReviser(this, sounds, this.#recent, this.#place);
    this.#reviser = reviser;
    reviser.setNames(this.#names);
    const served: FinalReviser = {
      setVocabulary: (file) => reviser.setVocabulary(file),
      revise: (utterance) => reviser.revise(utterance),
      release: (id) => reviser.release(id),
    };
    expose(served, port);
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    for (const abort of this.#pending.values()) abort.abort();
    for (const id of this.#kept.keys()) await this.release(id);
    this.#reviser?.close();
    const model = this.#model;
    this.#model = undefined;
    this.#pronouncer = undefined;
    this.#check = undefined;
    this.#become(false, 'The second pass is closed.');
    await model?.dispose();
  }

  /** Whoever waits for a sentence comes before whoever looks through a list of names. */
  async #whenNotReading(): Promise<void> {
    await this.#place.nextTask();
    while (this.#pending.size > 0) await new Promise((resolve) => setTimeout(resolve, limits.checkWaitsMs));
  }

  #keep(id: string, pieces: readonly KeptPiece[]): void {
    this.#kept.set(id, pieces);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= limits.keptUtterances) break;
      void this.release(oldest);
    }
  }

  /** Adds to what is known of the speed; `auto` ends where it does not suffice. */
  #measure({ pieces, encoderMs, decoderMs }: SecondReading): void {
    this.#audioSeconds += sum(pieces.map(({ startMs, endMs }) => endMs - startMs)) / 1000;
    this.#readSeconds += (encoderMs + decoderMs) / 1000;
    if (this.#audioSeconds < limits.secondsToMeasure) return;
    const factor = this.#readSeconds / this.#audioSeconds;
    const speed = `A second of speech takes ${factor.toFixed(2)} s to read again`;
    if (this.#choice === 'auto' && factor > limits.slowest) {
      this.#become(false, `The second pass is off: ${speed.toLowerCase()}, at most ${limits.slowest} s are good.`);
    } else this.#become(true, `${speed}.`);
  }

  #become(
    active: boolean,
    reason: string,
    { loading, failure }: { readonly loading?: true; readonly failure?: RecognizerErrorName } = {},
  ): SecondPassState {
    const known = this.#audioSeconds > 0;
    this.#state = {
      active,
      pronounces: this.#pronouncer !== undefined,
      ...(loading && { loading }),
      reason,
      ...(known && { realTimeFactor: this.#readSeconds / this.#audioSeconds }),
      ...(active && { wasmUrls: this.#place.wasmUrls() }),
    };
    this.#onEvent({ type: 'state', state: this.#state, ...(failure && { failure }) });
    return this.#state;
  }
}

/** The first runs compile and allocate; they should not be those of the first sentence. */
async function warmUp(model: SecondPassModel): Promise<void> {
  const tone = Float32Array.from({ length: model.sampleRate }, (_, index) => 0.01 * Math.sin(0.1 * index));
  const watch = (tokens: readonly number[]) =>
    tokens.length < 3 ? undefined : ({ reason: 'rate', keep: tokens.length } as const);
  (await model.read(tone, { watch })).release();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
