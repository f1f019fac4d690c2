import * as Comlink from 'comlink';
import type { RecognizerApi } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';

/**
 * The worker answers a ping at once between two chunks, so silence for long is a hang. Counted in ticks of the page's
 * timer, not by the clock: a page that sleeps or is throttled counts slowly, and raises no false alarm when it wakes.
 */
const heartbeat = { tickMs: 1000, ticksBetweenPings: 5, ticksForAnswer: 20 };

/** What every worker answers, whatever else it does. */
type LivingApi = Pick<RecognizerApi, 'holdLock' | 'ping'>;

/**
 * One worker from birth to death. Comlink's calls stay pending for ever when the worker dies; `call` rejects them.
 * Deaths are seen by the worker's events (a script that does not load, an uncaught error), by a Web Lock that the worker
 * holds (`close()`, a crash) and by pings that stay unanswered (a hang).
 */
export class WorkerLife<Api extends LivingApi = RecognizerApi> {
  readonly api: Comlink.Remote<Api>;
  /** Resolves with how the worker died, for people to read. Stays pending while it lives and after `end()`. */
  readonly death: Promise<string>;
  #living: Comlink.Remote<LivingApi>;
  #worker: Worker;
  #die!: (how: string) => void;
  #ended = new AbortController();
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.death = new Promise((resolve) => {
      this.#die = (how) => {
        this.end();
        resolve(how);
      };
    });
    worker.addEventListener('error', (event) => this.#die(event.message || 'the script could not be loaded'));
    worker.addEventListener('messageerror', () => this.#die('a message could not be read'));
    this.api = Comlink.wrap<Api>(worker);
    this.#living = this.api;
    void this.#watchLock();
  }

  /** The answer to a call, or a WorkerDiedError. */
  call<T>(answer: Promise<T>): Promise<T> {
    const died = this.death.then((how): never => {
      throw new RecognizerError('WorkerDiedError', `The worker died: ${how}`);
    });
    return Promise.race([answer, died]);
  }

  /** While true the worker must answer pings; only when it has loaded, since compiling a model may block it for long. */
  watchForHangs(watch: boolean): void {
    clearInterval(this.#heartbeat);
    if (!watch || this.#ended.signal.aborted) return;
    let ticks = 0;
    let unanswered = false;
    this.#heartbeat = setInterval(() => {
      ticks++;
      if (unanswered && ticks > heartbeat.ticksForAnswer) return this.#die('it hangs');
      if (unanswered || ticks < heartbeat.ticksBetweenPings) return;
      ticks = 0;
      unanswered = true;
      void this.#living.ping().then(() => (unanswered = false));
    }, heartbeat.tickMs);
  }

  /** Terminates the worker. Calls still pending stay so. */
  end(): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    clearInterval(this.#heartbeat);
    this.#living[Comlink.releaseProxy]();
    this.#worker.terminate();
  }

  async #watchLock(): Promise<void> {
    // Only in secure contexts.
    if ((navigator.locks as LockManager | undefined) === undefined) return;
    const lock = `namesake-worker-${crypto.randomUUID()}`;
    if (!(await this.#living.holdLock(lock))) return;
    const { signal } = this.#ended;
    await navigator.locks.request(lock, { signal }, () => this.#die('it ended')).catch(() => {});
  }
}
