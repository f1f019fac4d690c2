import { transfer } from 'comlink';
import type { ModelEmissions } from '../core/emissions';
import type { HeardUtterance } from '../core/recognizer';
import type { FinalEvent, SessionEvent } from '../protocol/recognizer-api';
import type { FinalReviser, FinishedUtterance, Revision } from '../protocol/second-pass-api';

const limits = {
  /** Audio that may wait for the second pass, in ms. With its emissions a second takes 107 KB, all of it 13 MB. */
  waitingMs: 120_000,
  /** A file, which comes faster than anybody speaks, is recognized on while less than so much waits. */
  roomMs: 30_000,
  /** So long after the last revision nobody waits for another one: 25 s of audio take 12 s where the pass is just allowed. */
  patienceMs: 20_000,
};

/** An utterance on its way, which ends as `revised` or `kept`. */
interface Pending {
  readonly utterance: number;
  readonly finished: FinishedUtterance;
  readonly audioMs: number;
  /** When its final came. */
  readonly since: number;
}

/** The last event about an utterance. */
export type RevisionEvent = Extract<SessionEvent, { type: 'revised' | 'kept' }>;

/**
 * The utterances of one session that are to be revised, one after the other, and the memory they take. Whatever happens,
 * each that was taken ends in one event, unless the session drops them all.
 */
export class SessionRevisions {
  readonly #emit: (event: RevisionEvent) => void;
  readonly #clock: () => number;
  readonly #patienceMs: number;
  readonly #forgotten: boolean;
  readonly #session = crypto.randomUUID();
  #reviser: FinalReviser | undefined;
  #pending: Pending[] = [];
  #waitingMs = 0;
  #running = false;
  /** Ends the wait for an answer that nobody needs any more, or that never comes. */
  #giveUp: (reason: string) => void = () => {};
  #changed: (() => void)[] = [];

  /** `forgotten`: as in `SessionOptions`. */
  constructor(
    emit: (event: RevisionEvent) => void,
    clock: () => number,
    { patienceMs = limits.patienceMs, forgotten = false } = {},
  ) {
    this.#emit = emit;
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#forgotten = forgotten;
  }

  /** Undefined: whoever revised is gone, and all that is pending is kept as it is. */
  setReviser(reviser: FinalReviser | undefined): void {
    if (reviser === this.#reviser) return;
    this.#reviser = reviser;
    if (reviser === undefined) this.#keepAll('The second pass was switched off.');
  }

  /** Whether there is anybody who revises. */
  get wanted(): boolean {
    return this.#reviser !== undefined;
  }

  /** Has an utterance revised. `samples`, to be transferred, begin at `startMs`. False where that is not possible. */
  take(final: FinalEvent, heard: HeardUtterance, samples: Float32Array, startMs: number): boolean {
    const audioMs = final.endMs - final.startMs;
    if (this.#reviser === undefined || this.#waitingMs + audioMs > limits.waitingMs) return false;
    const finished: FinishedUtterance = {
      id: `${this.#session}.${final.utterance}`,
      samples,
      startMs,
      emissions: copyOf(heard.emissions),
      clock: heard.clock,
      languageModel: heard.languageModel,
      ...(heard.readPlain && { plain: heard.readPlain() }),
      alternatives: final.alternatives.map(({ words }) => ({ words })),
      ...(this.#forgotten && { forgotten: true }),
    };
    this.#pending.push({ utterance: final.utterance, finished, audioMs, since: this.#clock() });
    this.#waitingMs += audioMs;
    if (!this.#running) void this.#run();
    return true;
  }

  /** Resolves when there is room for more of a file. */
  async room(): Promise<void> {
    while (this.#waitingMs > limits.roomMs) await this.#change();
  }

  /** Resolves when nothing is pending. What does not come in good time is kept as it is. */
  async settled(): Promise<void> {
    while (this.#pending.length > 0) {
      const before = this.#pending.length;
      const timer = setTimeout(() => this.#keepAll('The second reading took too long.'), this.#patienceMs);
      while (this.#pending.length === before) await this.#change();
      clearTimeout(timer);
    }
  }

  /** Forgets all that is pending; no event comes of it. */
  drop(): void {
    const [running] = this.#pending;
    this.#pending = [];
    this.#waitingMs = 0;
    if (running !== undefined) this.#release(running);
    this.#giveUp('The session was aborted.');
    this.#tellChange();
  }

  async #run(): Promise<void> {
    this.#running = true;
    // So that the final goes out first.
    await Promise.resolve();
    for (let [next] = this.#pending; next !== undefined; [next] = this.#pending) {
      const revision = await this.#revise(next);
      if (this.#pending[0] === next) this.#end(next, revision);
    }
    this.#running = false;
  }

  /** The revision, or why there is none. */
  async #revise(pending: Pending): Promise<Revision | string> {
    const { finished } = pending;
    const reviser = this.#reviser;
    if (reviser === undefined) return 'The second pass was switched off.';
    const given = new Promise<string>((resolve) => (this.#giveUp = resolve));
    const { samples, emissions } = finished;
    const buffers = [
      samples,
      emissions.logProbs,
      ...(emissions.phones === undefined ? [] : [emissions.phones.logProbs]),
    ];
    const asked = reviser
      .revise(
        transfer(
          finished,
          buffers.map(({ buffer }) => buffer),
        ),
      )
      .then((revision) => revision ?? 'The second pass was not active.')
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    return Promise.race([asked, given]);
  }

  /** The first that is pending is over. */
  #end(pending: Pending, revision: Revision | string): void {
    const { utterance, audioMs, since } = pending;
    this.#pending.shift();
    this.#waitingMs -= audioMs;
    if (typeof revision === 'string') this.#emit({ type: 'kept', utterance, reason: revision });
    else {
      const cost = { ...revision.cost, latencyMs: this.#clock() - since };
      this.#emit({ type: 'revised', utterance, ...revision, cost });
    }
    this.#tellChange();
  }

  #keepAll(reason: string): void {
    const [running] = this.#pending;
    if (running !== undefined) this.#release(running);
    for (let [next] = this.#pending; next !== undefined; [next] = this.#pending) this.#end(next, reason);
    this.#giveUp(reason);
  }

  #release({ finished }: Pending): void {
    void this.#reviser?.release(finished.id).catch(() => {});
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  #tellChange(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}

/** With arrays of its own, to be transferred. */
function copyOf({ logProbs, phones, ...shape }: ModelEmissions): ModelEmissions {
  const copied = { ...shape, logProbs: logProbs.slice() };
  return phones === undefined ? copied : { ...copied, phones: { ...phones, logProbs: phones.logProbs.slice() } };
}
