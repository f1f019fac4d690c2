import type { Emissions } from '../core/emissions';
import { refuseTake, type UnusableTake } from '../core/pronunciation/spoken-name';
import type { RecognizerErrorShape } from '../protocol/recognizer-api';
import { openChosenMicrophone } from './chosen-microphone';
import type { Model } from './model';
import { isBusy, isTranscribing, type Page, type PageState } from './page-state';
import type { Session } from './recognizer-session';

const limits = {
  /** Whoever has not begun to speak after so long will not, in ms. */
  patienceMs: 6000,
  /** A name is over sooner than a sentence: people look at the button after it. */
  trailingSilenceMs: 800,
  /** Longer speech is no name; it is cut there and refused. */
  mostMs: 8000,
};

/** What has the recognizer, so that nobody can say a name. */
export type Hindrance = 'dictation' | 'file' | 'test';

/** What came of listening to a name. */
export type Take =
  /** What the model's phones say of it. */
  | { readonly type: 'heard'; readonly phones: Emissions }
  /** `silence`: not even noise, as from a muted microphone. `stopped`: by the user, a dictation or a test of names. */
  | { readonly type: UnusableTake | 'silence' | 'stopped' }
  | { readonly type: 'failed'; readonly error: RecognizerErrorShape };

export type TakePhase = 'opening' | 'loading' | 'listening';

export interface TakeListener {
  phase(phase: TakePhase): void;
  /** RMS of the last block, 0..1. */
  level(rms: number): void;
}

/** Listens to names that are said alone, one take at a time. A dictation, a file or a test of names is never disturbed, and ends a take. */
export class Enrolment {
  readonly #page: Page;
  readonly #model: Model;

  constructor(page: Page, model: Model) {
    this.#page = page;
    this.#model = model;
  }

  /** Calls `react` now and whenever its argument changes: why nobody can say a name now, if so. Returns how to stop. */
  watchHindrance(react: (why: Hindrance | undefined) => void): () => void {
    return this.#page.watch(hindranceOf, react);
  }

  /** The same of whether pronunciations are used, as far as is known. */
  watchUse(react: (used: boolean) => void): () => void {
    return this.#page.watch((state) => state.sounds !== false, react);
  }

  /** Hears one take. Never rejects. Call it first thing in the user's click. */
  async hear(signal: AbortSignal, listener: TakeListener): Promise<Take> {
    if (signal.aborted || isBusy(this.#page.state)) return { type: 'stopped' };
    const source = openChosenMicrophone(this.#page);
    const { trailingSilenceMs, mostMs: maxUtteranceMs } = limits;
    const endpoint = { trailingSilenceMs, maxUtteranceMs };
    const session = this.#model.ensure().open({ source, phones: true, endpoint, signal });
    const watch = new TakeWatch(this.#page, session, listener);
    // Its failure is the session's error.
    source.then(
      () => watch.listen(),
      () => {},
    );
    try {
      const take = await follow(session, listener, watch);
      return take.type === 'nothing' && (signal.aborted || watch.interrupted) ? { type: 'stopped' } : take;
    } finally {
      watch.close();
      session.abort();
    }
  }
}

function hindranceOf(state: PageState): Hindrance | undefined {
  if (!isBusy(state)) return undefined;
  if (state.testing) return 'test';
  return isTranscribing(state) ? 'file' : 'dictation';
}

async function follow(session: Session, listener: TakeListener, watch: TakeWatch): Promise<Take> {
  let silent = false;
  for await (const event of session) {
    if (event.type === 'level') listener.level(event.rms);
    if (event.type === 'silent-input') silent = event.silent;
    if (event.type === 'speechstart') watch.speaking();
    if (event.type === 'final') return takeOf(event.phones);
    if (event.type === 'error') {
      return event.error.name === 'AbortError' ? { type: 'stopped' } : { type: 'failed', error: event.error };
    }
  }
  return { type: silent ? 'silence' : 'nothing' };
}

/** Tells the phases of a take, ends it when nobody speaks or nothing comes of it, and drops it when something else begins to listen. */
class TakeWatch {
  readonly #page: Page;
  readonly #session: Session;
  readonly #listener: TakeListener;
  readonly #stops: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  interrupted = false;

  constructor(page: Page, session: Session, listener: TakeListener) {
    this.#page = page;
    this.#session = session;
    this.#listener = listener;
    listener.phase('opening');
    const interrupt = (busy: boolean) => {
      if (!busy) return;
      this.interrupted = true;
      session.abort();
    };
    this.#stops.push(page.watch(isBusy, interrupt));
  }

  /** The microphone is open. */
  listen(): void {
    if (this.#closed) return;
    const tell = (ready: boolean) => {
      this.#listener.phase(ready ? 'listening' : 'loading');
      if (ready) this.#wait(limits.patienceMs);
    };
    this.#stops.push(this.#page.watch((state) => state.model.phase === 'ready', tell));
  }

  speaking(): void {
    this.#wait(limits.mostMs + limits.patienceMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#session.finish(), ms);
  }
}

function takeOf(phones: Emissions | undefined): Take {
  // A worker that died left the words of a sentence without its sound.
  if (phones === undefined) return { type: 'nothing' };
  const refusal = refuseTake(phones);
  return refusal === undefined ? { type: 'heard', phones } : { type: refusal };
}
