import * as Comlink from 'comlink';
import { changeOf } from '../core/list-change';
import { isSameName, type Name, type NamesReport } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { Backend, BackendChoice, LanguageState, LoadProgress, ToldName } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import type { SecondPassChoice, UtteranceRepair } from '../protocol/second-pass-api';
import type { AudioSource } from './audio-source';
import { RecognizerSession, type Session, type SessionSettings } from './recognizer-session';
import { SecondPassClient, type SecondPassClientEvent } from './second-pass-client';
import { WorkerLife } from './worker-life';

export interface RecognizerOptions {
  /** URL of the model's manifest.json, absolute or relative to the page. */
  readonly manifestUrl: string;
  /** Default `auto`. */
  readonly backend?: BackendChoice;
  readonly names?: readonly Name[];
  /** By index of the name, as in `setNames`. */
  readonly spellings?: readonly (readonly SoundSpelling[])[];
  /**
   * Whether finished utterances are read again by a larger model, which comes as `revised` events. It is loaded when the
   * first words are possible, 30 MB. `auto` where the machine is fast enough and has the memory. Default `off`: then names
   * alone are looked up again, by their sound, which takes 1.3 MB and comes as `revised` events as well.
   */
  readonly secondPass?: SecondPassChoice;
  /** URL of the language model's manifest, which is loaded when the first words are possible. Default: beside the model's folder. */
  readonly languageUrl?: string;
  readonly onLanguage?: (state: LanguageState) => void;
  /** URLs of the manifests of the second pass and of the pronunciations. Default: beside the model's folder. */
  readonly secondPassUrl?: string;
  readonly pronunciationsUrl?: string;
  /** Progress of the second pass's load, and whether it reads and why (not). */
  readonly onSecondPass?: (event: SecondPassClientEvent) => void;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** The model can run, for the first time or again after a restart. */
  readonly onBackend?: (backend: Backend) => void;
  /** The worker died (`reason` says how) and is started anew. Sessions go on by themselves. */
  readonly onRestart?: (reason: string) => void;
  /** Aborted: as `dispose()`, and `ready` rejects with an AbortError. */
  readonly signal?: AbortSignal;
}

export interface OpenOptions extends Partial<SessionSettings> {
  /** `openMicrophone(...)` or `openAudioFile(...)`, awaited or not: a rejection becomes the session's error event. */
  readonly source: AudioSource | Promise<AudioSource>;
}

const noSpellings: readonly SoundSpelling[] = [];
/** How many dead workers within `perMs` are replaced: what killed that many will kill the next one too. */
const restarts = { atMost: 3, perMs: 60_000 };

/** Starts the worker and the model's download. Names and sessions need not wait until it is `ready`. */
export function createRecognizer(options: RecognizerOptions): Recognizer {
  return new Recognizer(options, spawnWorker);
}

function spawnWorker(): Worker {
  // Exactly so, inline: it is the form that Vite bundles.
  return new Worker(new URL('../worker/recognizer.worker.ts', import.meta.url), { type: 'module', name: 'recognizer' });
}

/** The page's end of the recognizer. Made by `createRecognizer`. */
export class Recognizer {
  /** Resolves when the model can run; rejects with an Error whose `name` is a RecognizerErrorName. */
  readonly ready: Promise<Backend>;
  #settle!: { resolve: (backend: Backend) => void; reject: (error: Error) => void };
  #options: RecognizerOptions;
  #spawn: () => Worker;
  #names: readonly Name[] | undefined;
  #spellings: readonly (readonly SoundSpelling[])[];
  /** As `#life` has them, and by name what it was told of it. */
  #toldNames: readonly ToldName[] = [];
  readonly #entries = new WeakMap<Name, ToldName>();
  #life!: WorkerLife;
  #loaded = false;
  /** Why no worker runs any more. */
  #failure: Error | undefined;
  #sessions = new Set<RecognizerSession>();
  #choice: SecondPassChoice;
  #secondPass: SecondPassClient | undefined;
  /** Whether its worker revises what was heard. */
  #revises = false;
  #deaths: number[] = [];

  /** @internal */
  constructor(options: RecognizerOptions, spawn: () => Worker) {
    this.#options = options;
    this.#spawn = spawn;
    this.#names = options.names;
    this.#spellings = options.spellings ?? [];
    this.#choice = options.secondPass ?? 'off';
    this.ready = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Whoever does not look at `ready` learns of a failure from the sessions.
    this.ready.catch(() => {});
    this.#live(options.backend ?? 'auto');
    options.signal?.addEventListener('abort', () => this.dispose());
    if (options.signal?.aborted === true) this.dispose();
  }

  /**
   * Replaces the list of names, also in mid-utterance. The report comes when the model's vocabulary is there. `spellings`, by
   * index: how else the model may write them (`spellings()`); they may follow later, with the same list.
   */
  async setNames(names: readonly Name[], spellings: readonly (readonly SoundSpelling[])[] = []): Promise<NamesReport> {
    // Which would make its index of the list again.
    if (names !== this.#names) this.#secondPass?.setNames(names);
    this.#names = names;
    this.#spellings = spellings;
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const life = this.#life;
      try {
        return await this.#tellNames(life);
      } catch (error) {
        if (life === this.#life) throw error;
      }
    }
  }

  /**
   * Which common words each of `names` may be taken for: such a name does harm unless its boost is low. Undefined for a name
   * that sounds like none; undefined for all where the second pass, which has the pronunciations, is not loaded.
   */
  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[] | undefined> {
    return this.#secondPass?.collisions(names);
  }

  /**
   * How the model may write each of `names` otherwise, by its sound, for `setNames`. Undefined where the second pass is not
   * loaded.
   */
  async spellings(names: readonly Name[]): Promise<readonly (readonly SoundSpelling[])[] | undefined> {
    return this.#secondPass?.spellings(names);
  }

  /** Which parts of each of `names` can be written where they stand alone. Undefined where the second pass is not loaded. */
  async safeParts(names: readonly Name[]): Promise<readonly (readonly string[])[] | undefined> {
    return this.#secondPass?.safeParts(names);
  }

  /** Those of `words` that are common words of English. Undefined where the second pass is not loaded. */
  async commonAmong(words: readonly string[]): Promise<readonly string[] | undefined> {
    return this.#secondPass?.commonAmong(words);
  }

  /**
   * Where names of `changed` (texts), which `setNames` has just given or changed, would be written in utterances that were
   * revised before: the last five minutes of speech. Undefined when the list changes meanwhile or no second pass is active.
   */
  async repairs(changed: readonly string[]): Promise<readonly UtteranceRepair[] | undefined> {
    return this.#secondPass?.repairs(changed);
  }

  /** Switches the second pass on or off, also while utterances are revised: what is pending is then kept as it is. */
  setSecondPass(choice: SecondPassChoice): void {
    this.#choice = choice;
    if (this.#failure !== undefined) return;
    this.#secondPass?.dispose();
    this.#secondPass = undefined;
    this.#useSecondPass(false);
    if (this.#loaded) this.#loadSecondPass();
  }

  /** One session at a time: opening another one ends the one before with its last final. */
  open({ source, ...settings }: OpenOptions): Session {
    const session = new RecognizerSession(source, settings);
    if (this.#failure !== undefined) {
      session.fail(this.#failure);
      return session;
    }
    const before = [...this.#sessions].map((session) => session.finish());
    this.#sessions.add(session);
    void this.#follow(session);
    void Promise.all(before).then(() => session.begin(this.#life));
    this.#watch();
    return session;
  }

  async #follow(session: RecognizerSession): Promise<void> {
    await session.over;
    this.#sessions.delete(session);
    this.#watch();
  }

  /** Ends the worker and all sessions at once. */
  dispose(): void {
    this.#giveUp(new RecognizerError('AbortError', 'The recognizer was disposed'));
  }

  #live(backend: BackendChoice, restart?: string): void {
    const life = new WorkerLife(this.#spawn());
    this.#life = life;
    this.#loaded = false;
    void life.death.then((how) => this.#bury(backend, how));
    void this.#load(life, backend);
    // The list's report, or why it failed, went to who set it.
    this.#toldNames = [];
    if (this.#names !== undefined) void this.#tellNames(life).catch(() => {});
    for (const session of this.#sessions) void session.begin(life, restart);
  }

  /** Tells what has changed in the list. */
  #tellNames(life: WorkerLife): Promise<NamesReport> {
    const told = (this.#names ?? []).map((name, index) => {
      const spellings = this.#spellings[index] ?? noSpellings;
      const known = this.#entries.get(name);
      // Whoever owns the name may have changed it since: what was told is a copy.
      if (known !== undefined && known.spellings === spellings && isSameName(known.name, name)) return known;
      const entry = { name: structuredClone(name), spellings };
      this.#entries.set(name, entry);
      return entry;
    });
    const change = changeOf(this.#toldNames, told);
    this.#toldNames = told;
    return life.call(life.api.setNames(change));
  }

  async #load(life: WorkerLife, choice: BackendChoice): Promise<void> {
    const manifestUrl = new URL(this.#options.manifestUrl, document.baseURI).href;
    const onProgress = Comlink.proxy((progress: LoadProgress) => this.#options.onProgress?.(progress));
    try {
      const backend = await life.call(life.api.load({ manifestUrl, backend: choice }, onProgress));
      this.#loaded = true;
      this.#settle.resolve(backend);
      this.#options.onBackend?.(backend);
      this.#watch();
      void this.#loadLanguage(life);
      if (this.#secondPass === undefined) this.#loadSecondPass();
      else this.#useSecondPass(this.#revises);
    } catch (error) {
      if ((error as Error).name !== 'WorkerDiedError') this.#giveUp(error as Error);
    }
  }

  async #loadLanguage(life: WorkerLife): Promise<void> {
    const url = this.#options.languageUrl ?? this.#beside('language-en');
    try {
      this.#options.onLanguage?.(await life.call(life.api.loadLanguage(url)));
    } catch {
      // The worker has died: the next one loads it again.
    }
  }

  /** The manifest in another folder of models. */
  #beside(folder: string): string {
    return new URL(`../${folder}/manifest.json`, new URL(this.#options.manifestUrl, document.baseURI)).href;
  }

  #loadSecondPass(): void {
    if (this.#failure !== undefined) return;
    const { secondPassUrl, pronunciationsUrl, onSecondPass = () => {} } = this.#options;
    this.#secondPass = new SecondPassClient({
      manifestUrl: secondPassUrl ?? this.#beside('moonshine-tiny'),
      pronunciationsUrl: pronunciationsUrl ?? this.#beside('pronunciations'),
      choice: this.#choice,
      names: this.#names ?? [],
      onEvent: (event) => {
        if (event.type === 'state' && event.state.pronounces !== this.#revises) {
          this.#useSecondPass(event.state.pronounces);
        }
        onSecondPass(event);
      },
    });
    this.#watch();
  }

  /** Connects both workers, or leaves the recognizer's alone. */
  #useSecondPass(revises: boolean): void {
    this.#revises = revises;
    let port: MessagePort | undefined;
    if (revises) {
      const { port1, port2 } = new MessageChannel();
      void this.#secondPass?.connect(port1);
      port = Comlink.transfer(port2, [port2]);
    }
    const life = this.#life;
    // A worker that has died is told anew when it is replaced.
    void life.call(life.api.useSecondPass(port)).catch(() => {});
  }

  #bury(backend: BackendChoice, how: string): void {
    if (this.#failure !== undefined) return;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < restarts.perMs), now];
    if (this.#deaths.length > restarts.atMost) {
      return this.#giveUp(
        new RecognizerError('WorkerDiedError', `The recognizer's worker died again and again: ${how}`),
      );
    }
    this.#options.onRestart?.(how);
    // A worker that did not survive loading may not have survived the GPU.
    this.#live(this.#loaded || backend === 'webgpu' ? backend : 'wasm', how);
  }

  #watch(): void {
    this.#life.watchForHangs(this.#loaded && this.#sessions.size > 0);
    this.#secondPass?.watchForHangs(this.#sessions.size > 0);
  }

  #giveUp(failure: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#settle.reject(failure);
    this.#secondPass?.dispose();
    for (const session of this.#sessions) {
      if (failure.name === 'AbortError') session.abort();
      else session.fail(failure);
    }
    this.#life.end();
  }
}
