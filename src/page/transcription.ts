import type { RecognizerErrorShape } from '../protocol/recognizer-api';
import { openAudioFile } from './audio-file';
import type { Dictation } from './dictation';
import type { Model } from './model';
import { notify, type FileJob, type Page } from './page-state';
import type { Session } from './recognizer-session';
import { errorNotice, fileNotice } from './user-messages';
import type { Writer } from './writer';

/** Long enough to be seen, in ms; a file that failed stays until it is waved away. */
const doneShownMs = 10_000;

/** Audio files, written down one after the other. */
export class Transcription {
  readonly #page: Page;
  readonly #model: Model;
  readonly #writer: Writer;
  readonly #dictation: Dictation;
  readonly #waiting: { readonly id: number; readonly file: File }[] = [];
  #running: { readonly id: number; readonly session: Session } | undefined;
  #files = 0;

  constructor(page: Page, model: Model, writer: Writer, dictation: Dictation) {
    this.#page = page;
    this.#model = model;
    this.#writer = writer;
    this.#dictation = dictation;
    page.watch(
      (state) => `${state.dictation} ${state.testing}`,
      () => this.#next(),
    );
  }

  /** Queues files; they wait for a dictation or a test of names to end. */
  add(files: readonly File[]): void {
    for (const file of files) {
      const id = ++this.#files;
      this.#waiting.push({ id, file });
      this.#page.change({
        files: [...this.#page.state.files, { id, name: file.name, phase: 'waiting', doneMs: 0, totalMs: 0 }],
      });
    }
    this.#next();
  }

  /** Stops a file; what is sure of its sentence in progress is kept. */
  cancel(id: number): void {
    const index = this.#waiting.findIndex((waiting) => waiting.id === id);
    if (index >= 0) this.#waiting.splice(index, 1);
    this.#set(id, { phase: 'cancelled' });
    if (this.#running?.id !== id) return;
    this.#writer.keepStable();
    this.#running.session.abort();
  }

  /** Takes a file that is over out of sight. */
  forget(id: number): void {
    this.#page.change({ files: this.#page.state.files.filter((file) => file.id !== id) });
  }

  #next(): void {
    if (this.#running !== undefined || this.#dictation.active || this.#page.state.testing) return;
    const next = this.#waiting.shift();
    if (next !== undefined) void this.#run(next.id, next.file);
  }

  async #run(id: number, file: File): Promise<void> {
    const session = this.#model.ensure().open({ source: openAudioFile(file) });
    this.#running = { id, session };
    this.#set(id, { phase: 'running' });
    const error = await this.#writer.write(session, {
      beganAt: 0,
      source: file.name,
      onProgress: (doneMs, totalMs) => this.#set(id, { doneMs, totalMs }),
    });
    this.#running = undefined;
    this.#page.change({ live: undefined, level: 0 });
    if (this.#phase(id) === 'running') {
      this.#set(id, { phase: error === undefined ? 'done' : 'failed' });
      if (error === undefined) setTimeout(() => this.forget(id), doneShownMs);
      else this.#tell(id, file, error);
    }
    this.#next();
  }

  #tell(id: number, file: File, error: RecognizerErrorShape): void {
    if (error.name === 'AudioDecodeError') return notify(this.#page, fileNotice(file.name, error, `file ${id}`));
    const again = () => {
      this.forget(id);
      this.add([file]);
    };
    notify(this.#page, errorNotice(error, 'model', { label: 'Try again', run: again }));
  }

  #phase(id: number): FileJob['phase'] | undefined {
    return this.#page.state.files.find((file) => file.id === id)?.phase;
  }

  #set(id: number, change: Partial<FileJob>): void {
    const files = this.#page.state.files.map((file) => (file.id === id ? { ...file, ...change } : file));
    this.#page.change({ files });
  }
}
