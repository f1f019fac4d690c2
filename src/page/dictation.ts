import type { RecognizerErrorShape } from '../protocol/recognizer-api';
import { openChosenMicrophone } from './chosen-microphone';
import type { Microphone } from './microphone';
import type { Model } from './model';
import { dismiss, isTranscribing, notify, type Page } from './page-state';
import type { Session } from './recognizer-session';
import { errorNotice } from './user-messages';
import type { Writer } from './writer';

const noticeId = 'microphone';

/** The microphone button's business: one press listens, another one finishes, Esc stops at once. */
export class Dictation {
  readonly #page: Page;
  readonly #model: Model;
  readonly #writer: Writer;
  /** Called when microphones may have names that they did not have before. */
  onMicrophoneAllowed: () => void = () => {};
  #session: Session | undefined;

  constructor(page: Page, model: Model, writer: Writer) {
    this.#page = page;
    this.#model = model;
    this.#writer = writer;
  }

  get active(): boolean {
    return this.#session !== undefined;
  }

  toggle(): void {
    if (this.active) void this.finish();
    else void this.start();
  }

  /** Listens at once, whether or not the model is there. Resolves when the last words are written. */
  async start(): Promise<void> {
    if (this.active) return;
    if (isTranscribing(this.#page.state)) {
      notify(this.#page, {
        id: noticeId,
        tone: 'info',
        text: 'A file is being transcribed.',
        hint: 'Cancel it, or dictate when it is done.',
      });
      return;
    }
    dismiss(this.#page, noticeId);
    // First of all: browsers ask for the microphone only while they remember the press.
    const source = openChosenMicrophone(this.#page, noticeId);
    const recognizer = this.#model.ensure();
    const session = recognizer.open({
      source,
      endpoint: { trailingSilenceMs: this.#page.state.settings.trailingSilenceMs },
    });
    this.#session = session;
    this.#page.change({ dictation: 'opening' });
    void this.#awaitMicrophone(source, session);
    const error = await this.#writer.write(session, { beganAt: Date.now() });
    if (this.#session === session) this.#over(error);
  }

  /** Stops listening; what was said is still written. */
  async finish(): Promise<void> {
    const session = this.#session;
    if (session === undefined || this.#page.state.dictation === 'finishing') return;
    // Nothing was heard before the permission.
    if (this.#page.state.dictation === 'opening') return this.abort();
    this.#page.change({ dictation: 'finishing' });
    await session.finish();
  }

  /** Stops at once; of the sentence in progress, what is sure is kept. */
  abort(): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#writer.keepStable();
    this.#over(undefined);
    session.abort();
  }

  async #awaitMicrophone(source: Promise<Microphone>, session: Session): Promise<void> {
    try {
      await source;
    } catch {
      return; // It comes as the session's error as well.
    }
    if (this.#session !== session) return;
    if (this.#page.state.dictation === 'opening') this.#page.change({ dictation: 'listening' });
    this.onMicrophoneAllowed();
  }

  #over(error: RecognizerErrorShape | undefined): void {
    this.#session = undefined;
    this.#page.change({ dictation: error === undefined ? 'idle' : 'failed', level: 0, live: undefined });
    dismiss(this.#page, 'silent-input');
    dismiss(this.#page, 'interrupted');
    if (error !== undefined) {
      const label = error.name === 'MicrophoneLostError' ? 'Reconnect' : 'Try again';
      // What is not the microphone's fault is the model's, which may have told it already.
      const id = error.name.startsWith('Microphone') ? noticeId : 'model';
      notify(this.#page, errorNotice(error, id, { label, run: () => this.toggle() }));
    }
  }
}
