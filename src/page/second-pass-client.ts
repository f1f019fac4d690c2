import * as Comlink from 'comlink';
import type { Name } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { RecognizerErrorName } from '../protocol/recognizer-api';
import type {
  SecondPassApi,
  SecondPassChoice,
  SecondPassEvent,
  SecondPassState,
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
  | Exclude<SecondPassEvent, { type: 'state' }>
  /** `failure`: of a second pass that was wanted and broke. */
  | { readonly type: 'state'; readonly state: SecondPassState; readonly failure?: RecognizerErrorName };

/**
 * The page's end of the second pass's worker, from its birth on. Nothing depends on it: where it is not active, fails or
 * dies, the first pass's text stands. It is not started again by itself: what broke it would break it again.
 */
export class SecondPassClient {
  #life: WorkerLife<SecondPassApi> | undefined;
  #onEvent: (event: SecondPassClientEvent) => void;
  /** Compiling a model may block the worker for long; it does not hang then. */
  #loaded = false;
  #watched = false;

  constructor({ manifestUrl, pronunciationsUrl, choice, names, onEvent }: SecondPassClientOptions) {
    this.#onEvent = onEvent;
    // Exactly so, inline: it is the form that Vite bundles.
    const life = new WorkerLife<SecondPassApi>(
      new Worker(new URL('../worker/second-pass.worker.ts', import.meta.url), { type: 'module', name: 'second-pass' }),
    );
    this.#life = life;
    void life.death.then((how) => this.#end(`The second pass is off: its worker died (${how}).`, 'WorkerDiedError'));
    const absolute = (url: string) => new URL(url, document.baseURI).href;
    const urls = { manifestUrl: absolute(manifestUrl), pronunciationsUrl: absolute(pronunciationsUrl) };
    this.setNames(names);
    void this.#load(life, { ...urls, choice });
  }

  setNames(names: readonly Name[]): void {
    // A worker that dies tells it by itself.
    void this.#life?.call(this.#life.api.setNames(names)).catch(() => {});
  }

  /** As in `SecondPassApi`; undefined as well where the worker is gone. */
  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[] | undefined> {
    return this.#life?.call(this.#life.api.collisions(names)).catch(() => undefined);
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
    this.#life?.end();
    this.#life = undefined;
  }

  async #load(
    life: WorkerLife<SecondPassApi>,
    options: { manifestUrl: string; pronunciationsUrl: string; choice: SecondPassChoice },
  ): Promise<void> {
    try {
      await life.call(
        life.api.load(
          options,
          Comlink.proxy((event: SecondPassEvent) => this.#onEvent(event)),
        ),
      );
      this.#loaded = true;
      this.watchForHangs(this.#watched);
    } catch (error) {
      const { name, message } = error as Error;
      this.#end(`The second pass is off: it could not be loaded (${message}).`, name as RecognizerErrorName);
    }
  }

  #end(reason: string, failure: RecognizerErrorName): void {
    if (this.#life === undefined) return;
    this.#life.end();
    this.#life = undefined;
    this.#onEvent({ type: 'state', state: { active: false, reason }, failure });
  }
}
