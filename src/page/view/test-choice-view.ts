import { mostTested } from '../../core/names-test/test-choice';
import { NameSearch } from '../name-search';
import type { NamesTest, TestableName } from '../names-test';
import { button, element, plural, setText } from './element';
import { icon } from './icon';

/** Names drawn at once: who looks for another one types. */
const shownNames = 40;

/** Which names are tested: at first those that are worth it most. */
export class TestChoiceView {
  readonly element: HTMLElement;
  readonly #test: NamesTest;
  readonly #search = new NameSearch();
  readonly #field = element('input', {
    class: 'field',
    type: 'search',
    placeholder: 'Find a name',
    'aria-label': 'Find a name to test',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  readonly #list = element('ul', { class: 'test-names', 'aria-label': 'Names to test' });
  readonly #count = element('p', { class: 'test-count', role: 'status' });
  readonly #some: HTMLElement;
  readonly #none: HTMLElement;
  readonly #begin: HTMLButtonElement;
  #names: readonly TestableName[] = [];
  readonly #chosen = new Set<string>();

  /** `add`: opens the list of names, where there are none to be tested. */
  constructor(test: NamesTest, add: () => void) {
    this.#test = test;
    this.#begin = button({ class: 'button button-primary' }, () => test.begin(this.#chosenNames()), 'Begin');
    this.#field.addEventListener('input', () => this.#draw());
    this.#some = element(
      'div',
      { class: 'test-some' },
      this.#field,
      this.#list,
      element('div', { class: 'test-actions' }, this.#count, this.#begin),
    );
    this.#none = element(
      'div',
      { class: 'test-none' },
      element('p', {}, 'There is no name to test: the list is empty, or its names are switched off or not used.'),
      button({ class: 'button button-primary' }, add, icon('names'), 'My names'),
    );
    this.element = element(
      'section',
      { class: 'test-choice', 'aria-label': 'Choice of names' },
      element(
        'p',
        {},
        'You read a short sentence with each name, ten at most, and see what your list does: each is recognized without the list, with it, and as it stands in your text at the end.',
      ),
      element(
        'p',
        { class: 'test-quiet' },
        'All of it happens in this browser. A recording is forgotten as soon as it is recognized.',
      ),
      this.#some,
      this.#none,
    );
  }

  /** Begins a choice anew. */
  open(): void {
    this.#names = this.#test.testable();
    this.#chosen.clear();
    for (const { name } of this.#names.slice(0, mostTested)) this.#chosen.add(name.key);
    this.#field.value = '';
    this.#field.hidden = this.#names.length <= mostTested;
    this.#some.hidden = this.#names.length === 0;
    this.#none.hidden = this.#names.length > 0;
    this.#draw();
  }

  focus(): void {
    (this.#names.length === 0 ? this.#none.querySelector('button') : this.#begin)?.focus();
  }

  #chosenNames() {
    return this.#names.map(({ name }) => name).filter(({ key }) => this.#chosen.has(key));
  }

  #draw(): void {
    const found = new Set(
      this.#search.find(
        this.#names.map(({ name }) => name),
        this.#field.value,
      ),
    );
    const shown = this.#names.filter(({ name }) => found.has(name)).slice(0, shownNames);
    this.#list.replaceChildren(...shown.map((testable) => this.#row(testable)));
    if (shown.length === 0) this.#list.append(element('li', { class: 'test-quiet' }, 'No name is like that.'));
    this.#tell();
  }

  #row({ name, testedAt, lastRight, warned }: TestableName): HTMLLIElement {
    const box = element('input', { type: 'checkbox', class: 'test-box' });
    box.checked = this.#chosen.has(name.key);
    box.dataset['key'] = name.key;
    box.addEventListener('change', () => {
      if (box.checked) this.#chosen.add(name.key);
      else this.#chosen.delete(name.key);
      this.#tell();
    });
    const remarks = [
      warned && 'near a common word',
      testedAt !== undefined && `${lastRight === true ? 'right' : 'wrong'} on ${day(testedAt)}`,
    ].filter((remark) => remark !== false);
    return element(
      'li',
      {},
      element(
        'label',
        { class: 'test-name' },
        box,
        element('span', { class: 'test-name-text' }, name.text),
        element('span', { class: 'test-quiet' }, remarks.join(' · ')),
      ),
    );
  }

  /** Above the most, no more can be chosen. */
  #tell(): void {
    const full = this.#chosen.size >= mostTested;
    for (const box of this.#list.querySelectorAll('input')) box.disabled = full && !box.checked;
    setText(this.#count, full ? `${mostTested} names, which is the most` : plural(this.#chosen.size, 'name'));
    this.#begin.disabled = this.#chosen.size === 0;
  }
}

function day(at: number): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}
