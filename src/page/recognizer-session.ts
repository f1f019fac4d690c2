import * as Comlink from 'comlink';
import {
  defaultEndpoint,
  type EndpointOptions,
  type RecognizedWord,
  type RecognizerErrorShape,
  type SessionEvent,
  type SessionOptions,
} from '../protocol/recognizer-api';
import type { AudioSource, AudioSourceEvent } from './audio-source';
import { EventQueue } from './event-queue';
import { HeldFinals } from './held-finals';
import { WrittenEvents, type OtherEvent, type WordsEvent, type WrittenChoice } from './written-events';
import type { WorkerLife } from './worker-life';

export interface SessionSettings {
  /** Default: 800 ms of trailing silence, 30 s at most. */
  readonly endpoint: Partial<EndpointOptions>;
  /** Alternatives per final. Default 5. */
  readonly nBest: number;
  /**
   * `at-once` (default): finals as soon as an utterance ends, and a `revised` event each where a second pass reads it again.
   * `revised`: each final once, when its words are the last ones; partials of the next utterance may come before it.
   */
  readonly finals: 'at-once' | 'revised';
  /**
   * Adds `written` to partials, finals and revisions: their words as one writes them. `case`: sentences and I begin with a
   * capital, whoever read them; `signs`: and "comma", "full stop" and other names of signs are signs. All else in the events
   * stays as it was heard. Default: no `written`.
   */
  readonly written: WrittenChoice;
  /** As in `SessionOptions`. Default `all`. */
  readonly heardWith: NonNullable<SessionOptions['heardWith']>;
  /** As in `SessionOptions`. Default false. */
  readonly forgotten: boolean;
  /** Whether finals have `phones`, and are read once. Default false. */
  readonly phones: boolean;
  /** Aborted: as `abort()`. */
  readonly signal: AbortSignal;
}

/** What a session yields: the worker's events and what happens on the page's side. The last one is `end` or `error`. */
export type ClientEvent =
  | OtherEvent
  | WordsEvent
  | Exclude<AudioSourceEvent, { type: 'lost' }>
  /**
   * The worker died and another goes on. A partial of a live source has become a final before this event; a file goes on
   * after its last final.
   */
  | { readonly type: 'restart'; readonly reason: string };

/** One stretch of audio and its words. Iterate once: `for await (const event of session)`. */
export interface Session extends AsyncIterable<ClientEvent> {
  /** Stops listening. Resolves when the last final and `end` are out. */
  finish(): Promise<void>;
  /** Drops all at once: the iteration ends, no final comes. */
  abort(): void;
}

/** @internal Made by `Recognizer.open`. */
export class RecognizerSession implements Session {
  #events = new EventQueue<ClientEvent>();
  #settings: Partial<SessionSettings>;
  #source: Promise<AudioSource>;
  #life: WorkerLife | undefined;
  #id: Promise<number> | undefined;
  #finishing = false;
  #lost: RecognizerErrorShape | undefined;
  #over = false;
  #whenOver!: () => void;
  /** Resolves when the session is over, in whatever way. */
  readonly over: Promise<void> = new Promise((resolve) => (this.#whenOver = resolve));

  // What a session needs to go on after its worker died.
  #startedAt = 0;
  #nextUtterance = 0;
  #lastFinalEndMs = 0;
  #partial: readonly RecognizedWord[] = [];
  /** Utterances whose revision is awaited. */
  readonly #revising = new Set<number>();
  readonly #held: HeldFinals | undefined;
  readonly #written: WrittenEvents | undefined;

  constructor(source: AudioSource | Promise<AudioSource>, settings: Partial<SessionSettings>) {
    this.#source = Promise.resolve(source);
    this.#settings = settings;
    if (settings.finals === 'revised') this.#held = new HeldFinals();
    if (settings.written !== undefined) this.#written = new WrittenEvents(settings.written);
    settings.signal?.addEventListener('abort', () => this.abort());
    if (settings.signal?.aborted === true) this.abort();
  }

  [Symbol.asyncIterator](): AsyncIterator<ClientEvent> {
    return this.#events;
  }

  /** Begins on a worker, or goes on with another one when `restart` says how the last one died. */
  async begin(life: WorkerLife, restart?: string): Promise<void> {
    this.#life = life;
    let source: AudioSource;
    try {
      source = await this.#source;
    } catch (error) {
      return this.fail(error as Error);
    }
    if (this.#over) return source.stop();
    if (life !== this.#life) return;
    const live = source.totalMs === undefined;
    if (restart !== undefined) this.#rescue(live, restart);
    this.#id = undefined;
    this.#startedAt ||= performance.now();
    const atMs = live ? performance.now() - this.#startedAt : this.#lastFinalEndMs;
    source.onEvent = (event) => this.#hear(event);
    source.start(() => this.#openPort(life, source, atMs), atMs);
    // A live source that has stopped for good has nothing for the new worker.
    if (this.#finishing && live) this.#close({ type: 'end' });
  }

  async finish(): Promise<void> {
    if (!this.#finishing && !this.#over) {
      this.#finishing = true;
      const flushed = await this.#source.then((source) => source.finish()).catch(() => true);
      if (!flushed) await this.#tellWorker((api, id) => api.finish(id));
    }
    await this.over;
  }

  abort(): void {
    if (this.#over) return;
    void this.#tellWorker((api, id) => api.abort(id));
    void this.#events.return();
    this.#end();
  }

  /** Ends the session with an error event. */
  fail({ name, message }: { name: string; message: string }): void {
    this.#close({ type: 'error', error: { name: name as RecognizerErrorShape['name'], message } });
  }

  #openPort(life: WorkerLife, { kind, totalMs }: AudioSource, atMs: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    if (this.#id !== undefined) {
      void this.#tellWorker((api, id) => api.attach(id, Comlink.transfer(port2, [port2])));
      return port1;
    }
    const { endpoint = {}, nBest = 5, heardWith = 'all', forgotten = false, phones = false } = this.#settings;
    const options: SessionOptions = {
      source: kind,
      endpoint: { ...defaultEndpoint, ...endpoint },
      nBest,
      heardWith,
      forgotten,
      phones,
      ...(totalMs !== undefined && { totalMs }),
      resume: { atMs, utterance: this.#nextUtterance },
    };
    const onEvent = Comlink.proxy((event: SessionEvent) => {
      if (life === this.#life) this.#take(event);
    });
    this.#id = life.call(life.api.open(options, Comlink.transfer(port2, [port2]), onEvent));
    this.#id.catch((error: Error) => {
      // The recognizer begins anew after a death; anything else is final.
      if (error.name !== 'WorkerDiedError') this.fail(error);
    });
    return port1;
  }

  #take(event: SessionEvent): void {
    if (event.type === 'partial') this.#partial = [...event.stable, ...event.unstable];
    if (event.type === 'final') {
      this.#partial = [];
      this.#nextUtterance = event.utterance + 1;
      this.#lastFinalEndMs = event.endMs;
      if (event.revision === 'pending') this.#revising.add(event.utterance);
    }
    if (event.type === 'revised' || event.type === 'kept') this.#revising.delete(event.utterance);
    if (event.type === 'end' && this.#lost !== undefined) this.#close({ type: 'error', error: this.#lost });
    else if (event.type === 'end' || event.type === 'error') this.#close(event);
    else this.#push(event);
  }

  #push(event: SessionEvent): void {
    const ready = this.#held?.take(event) ?? [event];
    const written = (one: SessionEvent): ClientEvent[] => this.#written?.take(one) ?? [one];
    for (const next of ready.flatMap(written)) this.#events.push(next);
  }

  /** What was to be revised died with the worker: the finals stand. */
  #keepFinals(reason: string): void {
    for (const utterance of this.#revising) this.#push({ type: 'kept', utterance, reason });
    this.#revising.clear();
  }

  #hear(event: AudioSourceEvent): void {
    if (event.type !== 'lost') return this.#events.push(event);
    const { name, message } = event.error;
    this.#lost = { name, message };
    void this.finish();
  }

  /** What was on the screen of a live source stays as a final: its audio died with the worker. */
  #rescue(live: boolean, reason: string): void {
    this.#keepFinals(reason);
    if (live && this.#partial.length > 0) {
      const words = this.#partial;
      const text = words.map((word) => word.text).join(' ');
      this.#take({
        type: 'final',
        utterance: this.#nextUtterance,
        text,
        startMs: words[0]!.startMs,
        endMs: words.at(-1)!.endMs,
        words,
        alternatives: [{ text, words, score: 0 }],
      });
    }
    this.#partial = [];
    this.#events.push({ type: 'restart', reason });
  }

  /** A call about this session. A death of the worker is the recognizer's business, an unknown session nobody's. */
  async #tellWorker(call: (api: WorkerLife['api'], id: number) => Promise<void>): Promise<void> {
    const [life, id] = [this.#life, await this.#id?.catch(() => undefined)];
    if (life !== undefined && id !== undefined) await life.call(call(life.api, id)).catch(() => {});
  }

  #close(last: ClientEvent): void {
    if (this.#over) return;
    this.#keepFinals('The session ended.');
    this.#events.push(last);
    this.#events.close();
    this.#end();
  }

  #end(): void {
    this.#over = true;
    this.#whenOver();
    this.#source.then((source) => source.stop()).catch(() => {});
  }
}
