import type { Name, NamesReport } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { LoadProgress, RecognizerErrorShape } from '../protocol/recognizer-api';
import type { UtteranceRepair } from '../protocol/second-pass-api';
import { keepOffline } from './offline';
import { dismiss, isBusy, notify, type Page } from './page-state';
import { createRecognizer, type Recognizer } from './recognizer-client';
import type { SecondPassClientEvent } from './second-pass-client';
import { errorNotice, secondPassNotice, secondPassRestartNotice } from './user-messages';

const manifestUrl = 'models/streaming-en/manifest.json';
const noticeId = 'model';
const secondPassNoticeId = 'second-pass';
const restartNoticeId = 'second-pass-restart';

/** The recognizer and its model: made when first needed, made anew after a failure or for another processor. */
export class Model {
  readonly #page: Page;
  #recognizer: Recognizer | undefined;
  #names: readonly Name[] = [];
  #spellings: readonly (readonly SoundSpelling[])[] = [];

  /** The settings name another processor than the one that the recognizer was made for. */
  #stale = false;

  constructor(page: Page) {
    this.#page = page;
    page.watch(
      (state) => state.settings.backend,
      () => (this.#stale = this.#recognizer !== undefined),
    );
    page.watch(
      (state) => state.settings.secondPass,
      (choice) => this.#recognizer?.setSecondPass(choice),
    );
    page.watch(
      (state) => `${state.settings.backend} ${isBusy(state)}`,
      () => {
        if (this.#stale && !isBusy(page.state)) this.#reload();
      },
    );
  }

  /** Another processor is chosen, but changing now would cost the sentence in progress. */
  get reloadWaits(): boolean {
    return this.#stale;
  }

  /** The recognizer, whose model may still be loading. */
  ensure(): Recognizer {
    this.#recognizer ??= this.#create();
    return this.#recognizer;
  }

  /** Loads as soon as the page has nothing else to do, unless the user saves data: then the first press loads. */
  loadWhenIdle(): void {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
    if (connection?.saveData === true) return;
    // Safari has no requestIdleCallback.
    const whenIdle = window.requestIdleCallback ?? ((load: () => void) => setTimeout(load, 300));
    requestAnimationFrame(() => whenIdle(() => this.ensure(), { timeout: 2000 }));
  }

  /** Undefined until the recognizer was made; the names are then its first. */
  async setNames(
    names: readonly Name[],
    spellings: readonly (readonly SoundSpelling[])[],
  ): Promise<NamesReport | undefined> {
    this.#names = names;
    this.#spellings = spellings;
    return this.#recognizer?.setNames(names, spellings);
  }

  /** As in `Recognizer`. */
  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[] | undefined> {
    return this.#recognizer?.collisions(names);
  }

  /** As in `Recognizer`. */
  async spellings(names: readonly Name[]): Promise<readonly (readonly SoundSpelling[])[] | undefined> {
    return this.#recognizer?.spellings(names);
  }

  /** As in `Recognizer`. */
  async safeParts(names: readonly Name[]): Promise<readonly (readonly string[])[] | undefined> {
    return this.#recognizer?.safeParts(names);
  }

  /** As in `Recognizer`. */
  async commonAmong(words: readonly string[]): Promise<readonly string[] | undefined> {
    return this.#recognizer?.commonAmong(words);
  }

  /** As in `Recognizer`. */
  async repairs(changed: readonly string[]): Promise<readonly UtteranceRepair[] | undefined> {
    return this.#recognizer?.repairs(changed);
  }

  #reload(): void {
    this.#stale = false;
    const old = this.#recognizer;
    this.#recognizer = undefined;
    old?.dispose();
    this.ensure();
  }

  #create(): Recognizer {
    const page = this.#page;
    dismiss(page, noticeId);
    page.change({ model: { phase: 'downloading', loadedBytes: 0, totalBytes: 0 } });
    const recognizer = createRecognizer({
      manifestUrl,
      backend: page.state.settings.backend,
      names: this.#names,
      spellings: this.#spellings,
      secondPass: page.state.settings.secondPass,
      onLanguage: ({ reason }) => {
        if (recognizer === this.#recognizer) page.change({ language: reason });
      },
      onSecondPass: (event) => {
        if (recognizer === this.#recognizer) this.#followSecondPass(event);
      },
      onProgress: (progress) => {
        if (recognizer === this.#recognizer) this.#follow(progress);
      },
      onBackend: (backend) => {
        if (recognizer === this.#recognizer) page.change({ model: { phase: 'ready', backend } });
      },
      onRestart: () => page.change({ model: { phase: 'downloading', loadedBytes: 0, totalBytes: 0 } }),
    });
    void this.#awaitReady(recognizer);
    return recognizer;
  }

  async #awaitReady(recognizer: Recognizer): Promise<void> {
    try {
      const { wasmUrls } = await recognizer.ready;
      // Where storage is blocked the page works all the same, with the network.
      await keepOffline(wasmUrls).catch(() => {});
    } catch (error) {
      if (recognizer === this.#recognizer) this.#fail(error as RecognizerErrorShape);
    }
  }

  #follow(progress: LoadProgress): void {
    const page = this.#page;
    switch (progress.type) {
      case 'download':
        return page.change({ model: { phase: 'downloading', ...progress } });
      case 'warm-up':
        return page.change({ model: { phase: 'warming-up' } });
      case 'not-stored':
        // Where nothing is kept, that was said already.
        if (page.state.names.keeping === 'memory') return;
        return notify(page, {
          id: 'model-storage',
          tone: 'info',
          text: 'The speech model works, but this browser does not keep it.',
          hint: 'The next visit downloads it again. In a private window this is normal.',
          detail: progress.reason,
        });
    }
  }

  #followSecondPass(event: SecondPassClientEvent): void {
    const page = this.#page;
    if (event.type === 'progress') {
      const { progress } = event;
      if (progress.type === 'download') page.change({ secondPass: { phase: 'downloading', ...progress } });
      if (progress.type === 'warm-up') page.change({ secondPass: { phase: 'warming-up' } });
      return;
    }
    if (event.type === 'restart') {
      return notify(page, secondPassRestartNotice(event.done, event.reason, restartNoticeId));
    }
    const { active, pronounces, loading, reason, wasmUrls } = event.state;
    page.change({ sounds: pronounces });
    if (loading) return;
    page.change({ secondPass: { phase: active ? 'active' : 'off', reason } });
    dismiss(page, secondPassNoticeId);
    if (event.failure !== undefined) dismiss(page, restartNoticeId);
    const notice = event.failure && secondPassNotice(event.failure, reason, secondPassNoticeId);
    if (notice !== undefined) notify(page, notice);
    if (wasmUrls !== undefined) void keepOffline(wasmUrls).catch(() => {});
  }

  #fail(error: RecognizerErrorShape): void {
    this.#recognizer = undefined;
    const { name, message } = error;
    this.#page.change({ model: { phase: 'failed', error: { name, message } } });
    notify(this.#page, errorNotice(error, noticeId, { label: 'Try again', run: () => void this.ensure() }));
  }
}
