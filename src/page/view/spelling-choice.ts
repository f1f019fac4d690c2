import type { Name } from '../../core/name';
import { hasEffect, plainSpelling } from '../../core/name-trie';
import { normaliseWords } from '../../core/normalise';
import type { SoundSpelling } from '../../core/pronunciation/sound-speller';
import { button, element } from './element';

let choices = 0;

/**
 * In a name's editor: how the model may write it by its sound. Each is written as the name itself, unless the user switches
 * it off because it means something else. Hidden where there is none.
 */
export class SpellingChoice {
  readonly element: HTMLElement;
  readonly #list: HTMLUListElement;
  readonly #change: (notAs: readonly string[]) => void;
  #notAs: readonly string[] = [];
  /** What is drawn. */
  #drawn = '';

  /** `change`: takes the spellings that are switched off. */
  constructor(change: (notAs: readonly string[]) => void) {
    this.#change = change;
    const label = element('p', { class: 'label', id: `spellings-${++choices}` }, 'May be heard as');
    this.#list = element('ul', { class: 'chips', 'aria-labelledby': label.id });
    this.element = element(
      'div',
      { class: 'spellings', hidden: true },
      label,
      this.#list,
      element('p', { class: 'setting-hint' }, 'Press one that means something else: it is then left alone.'),
    );
  }

  /** `name` with the strength that it has: what is too unlikely for that has no effect and is not shown. */
  show(name: Name, spellings: readonly SoundSpelling[]): void {
    this.#notAs = name.notAs ?? [];
    const own = [name.text, ...(name.soundsLike ?? [])].map((written) => normaliseWords(written).join(' '));
    const texts = spellings
      .filter((spelling) => hasEffect(name, spelling))
      .map(({ text }) => plainSpelling(text))
      .filter((text) => !own.includes(text));
    const drawn = texts.map((text) => `${text} ${this.#notAs.includes(text)}`).join();
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.element.hidden = texts.length === 0;
    const focused = this.#list.querySelector<HTMLElement>(':focus')?.textContent;
    this.#list.replaceChildren(...texts.map((text) => element('li', {}, this.#chip(text))));
    for (const chip of this.#list.querySelectorAll('button')) if (chip.textContent === focused) chip.focus();
  }

  #chip(text: string): HTMLButtonElement {
    const isOff = this.#notAs.includes(text);
    const press = () => this.#change(isOff ? this.#notAs.filter((other) => other !== text) : [...this.#notAs, text]);
    return button({ class: 'chip chip-choice', 'aria-pressed': String(!isOff) }, press, text);
  }
}
