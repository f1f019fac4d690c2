import type { FileJob, Page } from '../page-state';
import type { Transcription } from '../transcription';
import { clock } from './document-text';
import { button, element, setAttributes, setText } from './element';
import { icon } from './icon';

/** The audio files that wait, run or are done, each with its progress and a way to stop it. */
export function createFileJobs(page: Page, transcription: Transcription): HTMLElement {
  const rows = new Map<number, FileRow>();
  const list = element('ul', { class: 'file-jobs', 'aria-label': 'Audio files' });
  page.watch(
    (state) => state.files,
    (files) => {
      const present = new Set(files.map((file) => file.id));
      for (const [id, row] of rows) {
        if (present.has(id)) continue;
        row.element.remove();
        rows.delete(id);
      }
      for (const file of files) {
        let row = rows.get(file.id);
        if (row === undefined) {
          row = new FileRow(file, transcription);
          rows.set(file.id, row);
          list.append(row.element);
        }
        row.show(file);
      }
    },
  );
  return list;
}

class FileRow {
  readonly element: HTMLLIElement;
  readonly #state = element('span', { class: 'file-state' });
  readonly #bar = element('progress', { class: 'bar', max: 1 });
  readonly #stop: HTMLButtonElement;
  #file: FileJob;

  constructor(file: FileJob, transcription: Transcription) {
    this.#file = file;
    this.#stop = button(
      { class: 'icon-button' },
      () => (isOver(this.#file) ? transcription.forget(file.id) : transcription.cancel(file.id)),
      icon('close'),
    );
    setAttributes(this.#bar, { 'aria-label': `Progress of ${file.name}` });
    this.element = element(
      'li',
      { class: 'file-job' },
      icon('audio'),
      element(
        'div',
        { class: 'file-words' },
        element('span', { class: 'file-name', title: file.name }, file.name),
        this.#state,
        this.#bar,
      ),
      this.#stop,
    );
  }

  show(file: FileJob): void {
    this.#file = file;
    this.element.dataset['phase'] = file.phase;
    setText(this.#state, describe(file));
    setAttributes(this.#stop, { 'aria-label': `${isOver(file) ? 'Dismiss' : 'Cancel'} ${file.name}` });
    this.#bar.hidden = file.phase !== 'running';
    if (file.totalMs > 0) this.#bar.value = file.doneMs / file.totalMs;
  }
}

function isOver({ phase }: FileJob): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'cancelled';
}

function describe({ phase, doneMs, totalMs }: FileJob): string {
  switch (phase) {
    case 'waiting':
      return 'Waiting';
    case 'running':
      return totalMs === 0 ? 'Reading the file' : `${clock(doneMs)} of ${clock(totalMs)}`;
    case 'done':
      return 'Done';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Cancelled';
  }
}
