import type { Dictation } from '../dictation';
import { isTranscribing, type ModelState, type Page, type PageState } from '../page-state';
import { button, element, megabytes, setAttributes, setText } from './element';
import { icon } from './icon';
import { MicrophoneLevel } from './microphone-level';

/** Space held for longer than this is a walkie-talkie: letting go stops. Shorter is a press like any other, in ms. */
const holdMs = 400;

/** As far as a page can know. */
const hasKeyboard = matchMedia('(hover: hover)').matches;

/** The microphone button with its ring of progress, its level, and the line that says what is going on. */
export class MicrophoneDock {
  readonly element: HTMLElement;
  readonly #dictation: Dictation;
  readonly #button: HTMLButtonElement;
  readonly #icon = element('span', { class: 'microphone-icon' });
  readonly #status = element('p', { class: 'microphone-status', id: 'microphone-status' });
  readonly #hint = element('p', { class: 'microphone-hint' });
  readonly #progress = element('progress', { class: 'visually-hidden', 'aria-label': 'Speech model', max: 1 });

  constructor(page: Page, dictation: Dictation) {
    this.#dictation = dictation;
    this.#button = button(
      { class: 'microphone', id: 'microphone', 'aria-describedby': 'microphone-status' },
      () => dictation.toggle(),
      element('span', { class: 'microphone-level' }),
      element('span', { class: 'microphone-ring' }),
      this.#icon,
    );
    this.element = element(
      'div',
      { class: 'microphone-dock' },
      this.#button,
      element('div', { class: 'microphone-words' }, this.#status, this.#hint, this.#progress),
    );
    this.#holdSpace();
    const level = new MicrophoneLevel(this.#button);
    page.watch(
      (state) => state.level,
      (rms) => level.show(rms),
    );
    page.watch(look, () => this.#show(page.state));
  }

  focus(): void {
    this.#button.focus();
  }

  #show(state: PageState): void {
    const face = faceOf(state);
    this.#button.dataset['face'] = face;
    setAttributes(this.#button, { 'aria-label': labels[face] });
    this.#icon.replaceChildren(icon(face === 'listening' ? 'stop' : face === 'error' ? 'retry' : 'microphone'));
    const loading = loadingShare(state.model);
    this.#button.style.setProperty('--progress', String(loading ?? 1));
    this.#button.toggleAttribute('data-loading', loading !== undefined);
    this.#button.toggleAttribute('data-warming', state.model.phase === 'warming-up');
    this.#progress.hidden = loading === undefined;
    if (loading !== undefined) this.#progress.value = loading;
    const { status, hint } = wordsFor(state);
    setText(this.#status, status);
    setText(this.#hint, hint);
  }

  #holdSpace(): void {
    let pressedAt: number | undefined;
    this.#button.addEventListener('keydown', (event) => {
      if (event.code !== 'Space') return;
      // Before the browser's own press at key-up, which would come after what was meant to be heard.
      event.preventDefault();
      if (event.repeat || this.#dictation.active) return;
      pressedAt = performance.now();
      void this.#dictation.start();
    });
    const release = (event: KeyboardEvent | FocusEvent) => {
      if (event instanceof KeyboardEvent && event.code !== 'Space') return;
      event.preventDefault();
      const held = pressedAt === undefined ? undefined : performance.now() - pressedAt;
      pressedAt = undefined;
      if (held === undefined ? event instanceof KeyboardEvent : held > holdMs) void this.#dictation.finish();
    };
    this.#button.addEventListener('keyup', release);
    this.#button.addEventListener('blur', release);
  }
}

type Face = 'idle' | 'opening' | 'listening' | 'finishing' | 'busy' | 'error';

const labels: Record<Face, string> = {
  idle: 'Start dictation',
  opening: 'Cancel',
  listening: 'Stop dictation',
  finishing: 'Finishing',
  busy: 'A file is being transcribed',
  error: 'Try again',
};

function faceOf(state: PageState): Face {
  if (state.dictation === 'failed') return 'error';
  if (state.dictation !== 'idle') return state.dictation;
  if (isTranscribing(state)) return 'busy';
  return state.model.phase === 'failed' ? 'error' : 'idle';
}

/** What the dock shows, as one string: it is drawn anew only when that changes. */
function look(state: PageState): string {
  const { status, hint } = wordsFor(state);
  return [faceOf(state), loadingShare(state.model), state.model.phase, status, hint].join('|');
}

/** 0..1 while something is loaded, undefined when nothing is. */
function loadingShare(model: ModelState): number | undefined {
  if (model.phase === 'warming-up') return 1;
  if (model.phase !== 'downloading') return undefined;
  return model.totalBytes === 0 ? 0 : Math.min(1, model.loadedBytes / model.totalBytes);
}

function wordsFor(state: PageState): { status: string; hint: string } {
  const loading = loadingWords(state.model);
  switch (faceOf(state)) {
    case 'opening':
      return { status: 'Waiting for the microphone', hint: 'Your browser may ask for permission' };
    case 'listening':
      return loading === undefined
        ? { status: 'Listening', hint: 'Press again to stop' }
        : { status: 'Listening, model still loading', hint: `${loading}. Keep talking, nothing is lost` };
    case 'finishing':
      return { status: 'Writing the last words', hint: loading ?? '' };
    case 'busy':
      return { status: 'Transcribing a file', hint: loading ?? 'Dictate when it is done' };
    case 'error':
      return { status: 'Press to try again', hint: '' };
    case 'idle':
      return { status: 'Press and speak', hint: loading ?? (hasKeyboard ? 'or press Alt+D' : '') };
  }
}

function loadingWords(model: ModelState): string | undefined {
  if (model.phase === 'warming-up') return 'Preparing the model';
  if (model.phase !== 'downloading') return undefined;
  const { loadedBytes, totalBytes } = model;
  if (totalBytes === 0) return 'Loading the model';
  return `Loading the model: ${megabytes(loadedBytes)} of ${megabytes(totalBytes)} MB`;
}
