import { stateWord, type Page } from '../page-state';
import { element } from './element';

/** A sentence or two stay for readers that come late. */
const keptSentences = 3;

/**
 * What screen readers hear: finished sentences, politely, unless the user wants silence; and what the microphone does.
 * Never half-understood words, which would speak over the user.
 */
export class Announcer {
  readonly element: HTMLElement;
  readonly #page: Page;
  readonly #status = element('div', { role: 'status' });
  readonly #finals = element('div', { 'aria-live': 'polite', 'aria-relevant': 'additions', id: 'spoken-finals' });

  constructor(page: Page) {
    this.#page = page;
    this.element = element('div', { class: 'visually-hidden' }, this.#finals, this.#status);
    let before = stateWord(page.state);
    page.watch(stateWord, (word) => {
      const text = announcement(before, word);
      if (text !== undefined) this.say(text);
      before = word;
    });
  }

  /** Something that came up by itself. */
  say(text: string): void {
    this.#status.textContent = text;
  }

  /**
   * A sentence is said once, with its last words: where it is read a second time, when that is done, about a second later.
   * Said twice, the same sentence with other words would take the place of the next one and leave in doubt which holds.
   */
  sayFinal(text: string): void {
    if (!this.#page.state.settings.announceFinals) return;
    this.#finals.append(element('p', {}, text));
    while (this.#finals.childElementCount > keptSentences) this.#finals.firstElementChild?.remove();
  }
}

type Word = ReturnType<typeof stateWord>;

/** Errors speak for themselves, as alerts. */
function announcement(before: Word, now: Word): string | undefined {
  if (now === 'listening') return 'Listening';
  if (before === 'listening' && now !== 'error') return 'Dictation stopped';
  return before === 'loading' && now === 'ready' ? 'The speech model is ready' : undefined;
}
