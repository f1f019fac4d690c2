import * as Comlink from 'comlink';
import type { RecognizerErrorName } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import type {
  FinishedUtterance,
  SecondPassApi,
  SecondPassChoice,
  SecondPassEvent,
  SecondPassReader,
  SecondPassState,
  SecondReading,
} from '../protocol/second-pass-api';
import { WorkerLife } from './worker-life';

export interface SecondPassClientOptions {
  /** URL of the second pass's manifest.json, absolute or relative to the page. */
  readonly manifestUrl: string;
  readonly choice: SecondPassChoice;
  /** Progress of the load, and whether it reads: also when it stops by itself, or its worker dies. */
  readonly onEvent?: (event: SecondPassEvent) => void;
}

/**
 * The page's end of the second pass. Nothing depends on it: where it is not active, fails or dies, calls resolve to
 * undefined or reject, and the first pass's text stands.
 */
export class SecondPassClient implements SecondPassReader {
  /** The first state. Rejects with an Error whose `name` is a RecognizerErrorName when the model cannot be loaded. */
  readonly ready: Promise<SecondPassState>;
  #life: WorkerLife<SecondPassApi> | undefined;
  /** Compiling a model may block the worker for long; it does not hang then. */
  #loaded = false;
  #onEvent: (event: SecondPassEvent) => void;
  /** Rejects what is pending when it is over. */
  #rejections = new Set<(error: Error) => void>();

  constructor({ manifestUrl, choice, onEvent = () => {} }: SecondPassClientOptions) {
    this.#onEvent = onEvent;
    // Exactly so, inline: it is the form that Vite bundles.
    const life = new WorkerLife<SecondPassApi>(
      new Worker(new URL('../worker/second-pass.worker.ts', import.meta.url), { type: 'module', name: 'second-pass' }),
    );
    this.#life = life;
    void life.death.then((how) => this.#end('WorkerDiedError', `The second pass is off: its worker died (${how}).`));
    const url = new URL(manifestUrl, document.baseURI).href;
    const tell = Comlink.proxy((event: SecondPassEvent) => this.#onEvent(event));
    this.ready = life.call(life.api.load({ manifestUrl: url, choice }, tell)).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#end('ModelUnavailableError', `The second pass is off: it could not be loaded (${message}).`);
      throw error;
    });
    // Whoever does not look at `ready` learns of a failure from the state.
    this.ready.then(
      () => (this.#loaded = true),
      () => {},
    );
  }

  read(utterance: FinishedUtterance): Promise<SecondReading | undefined> {
    const samples = Comlink.transfer(utterance, [utterance.samples.buffer]);
    return this.#call((life) => life.api.read(samples));
  }

  score(id: string, piece: number, texts: readonly string[]): Promise<readonly Float32Array[] | undefined> {
    return this.#call((life) => life.api.score(id, piece, texts));
  }

  async release(id: string): Promise<void> {
    await this.#call((life) => life.api.release(id));
  }

  dispose(): void {
    this.#end('AbortError', 'The second pass is closed.');
  }

  async #call<T>(ask: (life: WorkerLife<SecondPassApi>) => Promise<T>): Promise<T | undefined> {
    const life = this.#life;
    if (life === undefined) return undefined;
    const answer = life.call(ask(life));
    return new Promise((resolve, reject) => {
      this.#rejections.add(reject);
      life.watchForHangs(this.#loaded);
      void answer.then(resolve, reject).finally(() => {
        this.#rejections.delete(reject);
        life.watchForHangs(this.#loaded && this.#rejections.size > 0);
      });
    });
  }

  #end(name: RecognizerErrorName, reason: string): void {
    if (this.#life === undefined) return;
    this.#life.end();
    this.#life = undefined;
    for (const reject of this.#rejections) reject(new RecognizerError(name, reason));
    this.#onEvent({ type: 'state', state: { active: false, reason } });
  }
}
