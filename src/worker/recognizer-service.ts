import { releaseProxy, type Remote, wrap } from 'comlink';
import type { LanguageModel } from '../core/language-model/language-model';
import { changedList, type ListChange } from '../core/list-change';
import type { NamesReport } from '../core/name';
import { compileNames, NameCompiler, type NameTrie } from '../core/name-trie';
import { Serial } from '../core/serial';
import type { Vocabulary } from '../core/vocabulary';
import type {
  Backend,
  LanguageState,
  LoadOptions,
  LoadProgress,
  RecognizerApi,
  SessionEvent,
  SessionOptions,
  ToldName,
} from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import type { FinalReviser } from '../protocol/second-pass-api';
import { ModelStore } from '../store/model-store';
import { AudioSession } from './audio-session';
import { probeBrowser } from './gpu';
import { loadManifest, ModelLoader } from './load-model';
import { openLanguage } from './open-language';
import { openBackend, prepareBackend } from './open-backend';
import { RecoveringModel } from './recovering-model';
import { holdLock } from './worker-lock';

/** After so many losses of the GPU the CPU takes over. */
const lossesOfGpu = 2;

interface Loading {
  readonly options: LoadOptions;
  readonly vocabulary: Promise<Vocabulary>;
  readonly model: Promise<RecoveringModel>;
  readonly backend: Promise<Backend>;
}

/** The worker's side of the contract: one model, one list of names, one session at a time. */
export class RecognizerService implements RecognizerApi {
  #loading: Loading | undefined;
  #told: readonly ToldName[] = [];
  #names: NameTrie | undefined;
  /** Of the names that are not to be written alone. */
  #negative: NameTrie | undefined;
  #compiler: NameCompiler | undefined;
  #language: LanguageModel | undefined;
  #session: { readonly id: number; readonly audio: AudioSession; readonly over: Promise<void> } | undefined;
  #sessions = 0;
  #reviser: Remote<FinalReviser> | undefined;
  #secondPasses = 0;
  /** Sessions share the model, so the next begins when the one before has left it. */
  readonly #turns = new Serial();
  #emit: (event: SessionEvent) => void = () => {};

  holdLock(lock: string): Promise<boolean> {
    return holdLock(lock);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  async load(options: LoadOptions, onProgress: (progress: LoadProgress) => void): Promise<Backend> {
    const { manifestUrl, backend } = this.#loading?.options ?? options;
    if (manifestUrl !== options.manifestUrl || backend !== options.backend) {
      throw new RangeError(`Expected ${manifestUrl} on ${backend} again: a worker loads one model`);
    }
    this.#loading ??= this.#load(options, onProgress);
    try {
      return await this.#loading.backend;
    } catch (error) {
      // So that it can be tried again.
      this.#loading = undefined;
      throw error;
    }
  }

  async loadLanguage(manifestUrl: string): Promise<LanguageState> {
    try {
      this.#language = await openLanguage(manifestUrl, (url, init) => fetch(url, init));
    } catch (error) {
      return { active: false, reason: `Words go by their sound alone: ${(error as Error).message}` };
    }
    this.#session?.audio.setLanguage(this.#language);
    return { active: true, reason: 'Words that go together are preferred.' };
  }

  async setNames(change: ListChange<ToldName>): Promise<NamesReport> {
    const told = changedList(this.#told, change);
    this.#told = told;
    const vocabulary = await this.#expectLoading().vocabulary;
    const begun = performance.now();
    const spellings = new Map(told.map(({ name, spellings }) => [name, spellings]));
    if (this.#compiler?.vocabulary !== vocabulary) this.#compiler = new NameCompiler(vocabulary);
    this.#names = this.#compiler.compile(
      told.map(({ name }) => name),
      (name) => spellings.get(name) ?? [],
    );
    const negative = told.map(({ name }) => name).filter(({ negative }) => negative === true);
    this.#negative = negative.length > 0 ? compileNames(negative, vocabulary) : undefined;
    this.#session?.audio.setNames(this.#names, this.#negative);
    const { active, skipped } = this.#names;
    return { active, skipped, compileMs: performance.now() - begun };
  }

  open(options: SessionOptions, port: MessagePort, onEvent: (event: SessionEvent) => void): Promise<number> {
    const { model } = this.#expectLoading();
    this.#session?.audio.abort();
    const id = this.#sessions++;
    const audio = new AudioSession(options, onEvent);
    audio.setLanguage(this.#language);
    audio.setNames(this.#names, this.#negative);
    audio.setReviser(this.#reviser);
    audio.attach(port);
    const over = this.#turns.run(async () => {
      this.#emit = onEvent;
      await audio.run(model);
      this.#emit = () => {};
      // Without it, each session would leave a port open.
      (onEvent as Remote<typeof onEvent>)[releaseProxy]();
    });
    this.#session = { id, audio, over };
    return Promise.resolve(id);
  }

  attach(session: number, port: MessagePort): Promise<void> {
    if (this.#session?.id === session) this.#session.audio.attach(port);
    return Promise.resolve();
  }

  async useSecondPass(port: MessagePort | undefined): Promise<void> {
    const turn = ++this.#secondPasses;
    this.#setReviser(undefined);
    if (port === undefined) return;
    const { pieces, blank } = await this.#expectLoading().vocabulary;
    const reviser = wrap<FinalReviser>(port);
    await reviser.setVocabulary({ pieces, blank });
    if (turn === this.#secondPasses) this.#setReviser(reviser);
    else reviser[releaseProxy]();
  }

  async finish(session: number): Promise<void> {
    if (this.#session?.id !== session) return;
    this.#session.audio.finish();
    await this.#session.over;
  }

  abort(session: number): Promise<void> {
    if (this.#session?.id === session) this.#session.audio.abort();
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    this.#session?.audio.abort();
    const loading = this.#loading;
    this.#loading = undefined;
    await this.#turns.run(async () => (await loading?.model)?.dispose());
  }

  #setReviser(reviser: Remote<FinalReviser> | undefined): void {
    this.#reviser?.[releaseProxy]();
    this.#reviser = reviser;
    this.#session?.audio.setReviser(reviser);
  }

  #expectLoading(): Loading {
    if (this.#loading === undefined) throw new RecognizerError('NotLoadedError', 'Expected load() before');
    return this.#loading;
  }

  #load(options: LoadOptions, onProgress: (progress: LoadProgress) => void): Loading {
    const fetchFrom = (url: string, init?: RequestInit) => fetch(url, init);
    const loader = (async () => {
      const manifest = await loadManifest(options.manifestUrl, fetchFrom);
      return new ModelLoader(manifest, options.manifestUrl, new ModelStore(), fetchFrom, onProgress);
    })();
    const vocabulary = loader.then((loader) => loader.vocabulary());
    const opened = (async () => {
      const browser = await probeBrowser();
      const prepared = prepareBackend(options.backend, browser).catch(() => {});
      const files = await (await loader).model(await vocabulary);
      onProgress({ type: 'warm-up' });
      await prepared;
      const first = await openBackend(files, options.backend, browser);
      const model = new RecoveringModel(first, async (losses, reason) => {
        const again = await openBackend(files, losses >= lossesOfGpu ? 'wasm' : options.backend, browser);
        const why = `Opened again because ${reason}. ${again.backend.reason}`;
        this.#emit({ type: 'backend', backend: { ...again.backend, reason: why } });
        return again;
      });
      return { model, backend: first.backend };
    })();
    const model = opened.then(({ model }) => model);
    // Whoever waits for one of them hears of its failure; `load` reports it in any case.
    for (const promise of [vocabulary, model]) promise.catch(() => {});
    return { options, vocabulary, model, backend: opened.then(({ backend }) => backend) };
  }
}
