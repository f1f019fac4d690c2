import type { Page } from '../page-state';
import { button, element } from './element';
import { icon, type IconName } from './icon';

interface Step {
  readonly sign: IconName;
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
}

/** The empty page: three steps on the first visit, one quiet line later. */
export function createWelcome(page: Page, close: () => void): HTMLElement {
  const steps = element('ol', { class: 'welcome-steps' });
  const first = element(
    'div',
    { class: 'welcome-first' },
    element('h2', { class: 'welcome-title' }, 'Dictation that knows your names'),
    element(
      'p',
      { class: 'welcome-lead' },
      'All of it happens in this browser. Neither sound nor names leave the machine.',
    ),
    steps,
    button({ class: 'button button-quiet welcome-close' }, close, 'Skip'),
  );
  const later = element(
    'p',
    { class: 'welcome-later' },
    'Press the microphone and speak, type here, or drop an audio file.',
  );
  const root = element('div', { class: 'welcome' }, first, later);
  page.watch(
    (state) => state.written || state.live !== undefined,
    (busy) => (root.hidden = busy),
  );
  page.watch(
    (state) => state.settings.welcomed,
    (welcomed) => {
      first.hidden = welcomed;
      later.hidden = !welcomed;
    },
  );
  page.watch(
    (state) => `${state.names.list.length > 0} ${state.dictation}`,
    () => steps.replaceChildren(...stepsOf(page).map(createStep)),
  );
  return root;

  function stepsOf({ state }: Page): Step[] {
    const name = state.names.list[0]?.text;
    const listening = state.dictation === 'listening';
    return [
      { sign: 'names', title: 'Add a name', text: 'One that dictation usually gets wrong.', done: name !== undefined },
      {
        sign: 'microphone',
        title: 'Press the microphone',
        text: 'Your browser asks for permission once.',
        done: listening,
      },
      { sign: 'audio', title: 'Say it', text: sentence(name), done: false },
    ];
  }

  function createStep({ sign, title, text, done }: Step, index: number): HTMLLIElement {
    const words = [element('span', { class: 'welcome-step-title' }, title), element('span', {}, text)];
    const mark = element('span', { class: 'welcome-mark' }, icon(done ? 'check' : sign));
    const state = element('span', { class: 'visually-hidden' }, done ? 'Done: ' : '');
    const content = [mark, element('span', { class: 'welcome-words' }, state, ...words)];
    const step = element('li', { class: 'welcome-step' });
    step.toggleAttribute('data-done', done);
    const press = () => page.change({ drawer: 'names' });
    step.append(...(index === 0 ? [button({ class: 'welcome-press' }, press, ...content)] : content));
    return step;
  }
}

function sentence(name: string | undefined): string {
  return name === undefined
    ? 'In any sentence, as you would say it to a friend.'
    : `For example: “Please call ${name}.”`;
}
