import * as Comlink from 'comlink';
import type { Name } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { RecognizerErrorName } from '../protocol/recognizer-api';
import type {
  SecondPassApi,
  SecondPassChoice,
  SecondPassEvent,
  SecondPassOptions,
  UtteranceRepair,
} from '../protocol/second-pass-api';
import { WorkerLife } from './worker-life';

export interface SecondPassClientOptions {
  /** URLs of the manifests of the second pass and of the pronunciations, absolute or relative to the page. */
  readonly manifestUrl: string;
  readonly pronunciationsUrl: string;
  readonly choice: SecondPassChoice;
  readonly names: readonly Name[];
  /** Progress of the load, and whether it reads: also when it stops by itself, or its worker dies. */
  readonly onEvent: (event: SecondPassClientEvent) => void;
}

export type SecondPassClientEvent =
  | SecondPassEvent
  /** Its worker died (`reason` says how) and another one takes its place after a while; `done`: it has. */
  | { readonly type: 'restart'; readonly reason: string; readonly done: boolean };

/**
 * How long to wait before a dead worker is replaced, in ms: the longer the more have died within `perMs`, for what is short
 * then, memory above all, may be there again. What has killed one more than these kills the next one too.
 */
const restarts = { waitsMs: [1000, 5000, 25_000], perMs: 600_000 };

/**
 * The page's end of the second pass's worker, from its birth on. Nothing depends on it: where it is not active, fails or
 * dies, the first pass's text stands. One that dies is replaced a few times; one that cannot be loaded is not.
 */
export class SecondPassClient {
  readonly #loading: SecondPassOptions;
  #names: readonly Name[];
  #life: WorkerLife<SecondPassApi> | undefined;
  #deaths: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onEvent: (event: SecondPassClientEvent) => void;
  /** Compiling a model may block the worker for long; it does not hang then. */
  #loaded = false;
  #watched = false;

  constructor({ manifestUrl, pronunciationsUrl, choice, names, onEvent }: SecondPassClientOptions) {
    this.#onEvent = onEvent;
    this.#names = names;
    const absolute = (url: string) => new URL(url, document.baseURI).href;
    this.#loading = { manifestUrl: absolute(manifestUrl), pronunciationsUrl: absolute(pronunciationsUrl), choice };
    this.#live();
  }

  #live(died?: string): void {
    // Exactly so, inline: it is the form that Vite bundles.
    const life = new WorkerLife<SecondPassApi>(
      new Worker(new URL('../worker/second-pass.worker.ts', import.meta.url), { type: 'module', name: 'second-pass' }),
    );
    this.#life = life;
    this.#loaded = false;
    void life.death.then((how) => this.#bury(life, how));
    this.setNames(this.#names);
    void this.#load(life, died);
  }

  setNames(names: readonly Name[]): void {
    this.#names = names;
    // A worker that dies tells it by itself.
    void this.#life?.call(this.#life.api.setNames(names)).catch(() => {});
  }

  /** As in `SecondPassApi`; undefined as well where the worker is gone. */
  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[] | undefined> {
    return this.#life?.call(this.#life.api.collisions(names)).catch(() => undefined);
  }

  /** As in `SecondPassApi`; undefined as well where the worker is gone. */
  async spellings(names: readonly Name[]): Promise<readonly (readonly SoundSpelling[])[] | undefined> {
    return this.#life?.call(this.#life.api.spellings(names)).catch(() => undefined);
  }

  /** As in `SecondPassApi`; undefined as well where the worker is gone. */
  async safeParts(names: readonly Name[]): Promise<readonly (readonly string[])[] | undefined> {
    return this.#life?.call(this.#life.api.safeParts(names)).catch(() => undefined);
  }

  /** As in `SecondPassApi`; undefined as well where the worker is gone. */
  async commonAmong(words: readonly string[]): Promise<readonly string[] | undefined> {
    return this.#life?.call(this.#life.api.commonAmong(words)).catch(() => undefined);
  }

  /** As in `SecondPassApi`; undefined as well where the worker is gone or it breaks. */
  async repairs(changed: readonly string[]): Promise<readonly UtteranceRepair[] | undefined> {
    return this.#life?.call(this.#life.api.repairs(changed)).catch(() => undefined);
  }

  /** Lets whoever has the other end of `port` have utterances revised. */
  async connect(port: MessagePort): Promise<void> {
    const life = this.#life;
    await life?.call(life.api.connect(Comlink.transfer(port, [port]))).catch(() => {});
  }

  /** While true, which is while somebody may wait for a revision, a worker that hangs is given up. */
  watchForHangs(watch: boolean): void {
    this.#watched = watch;
    this.#life?.watchForHangs(watch && this.#loaded);
  }

  /** Ends the worker; no event comes any more. */
  dispose(): void {
    this.#onEvent = () => {};
    clearTimeout(this.#timer);
    this.#life?.end();
    this.#life = undefined;
  }

  /** `died`: how the worker before did. */
  async #load(life: WorkerLife<SecondPassApi>, died: string | undefined): Promise<void> {
    const onEvent = Comlink.proxy((event: SecondPassEvent) => {
      if (life === this.#life) this.#onEvent(event);
    });
    try {
      const { active } = await life.call(life.api.load(this.#loading, onEvent));
      if (life !== this.#life) return;
      this.#loaded = true;
      this.watchForHangs(this.#watched);
      const works = active || this.#loading.choice === 'off';
      if (works && died !== undefined) this.#onEvent({ type: 'restart', reason: died, done: true });
    } catch (error) {
      const { name, message } = error as Error;
      // A death is buried by itself.
      if (name === 'WorkerDiedError') return;
      this.#end(`The second pass is off: it could not be loaded (${message}).`, name as RecognizerErrorName);
    }
  }

  /** Replaces a dead worker after a while, or gives up. */
  #bury(life: WorkerLife<SecondPassApi>, how: string): void {
    if (life !== this.#life) return;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < restarts.perMs), now];
    const waitMs = restarts.waitsMs[this.#deaths.length - 1];
    if (waitMs === undefined) {
      return this.#end(`The second pass is off: its worker died again and again (${how}).`, 'WorkerDiedError');
    }
    this.#life = undefined;
    const reason = `The second pass is started again: its worker died (${how}).`;
    this.#onEvent({ type: 'state', state: { active: false, pronounces: false, reason } });
    this.#onEvent({ type: 'restart', reason, done: false });
    this.#timer = setTimeout(() => this.#live(reason), waitMs);
  }

  #end(reason: string, failure: RecognizerErrorName): void {
    if (this.#life === undefined) return;
    this.#life.end();
    this.#life = undefined;
    this.#onEvent({ type: 'state', state: { active: false, pronounces: false, reason }, failure });
  }
}
