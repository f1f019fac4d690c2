import { testJson, testText, percent } from '../../core/names-test/test-report';
import { sumOf, WAYS, type TestedName } from '../../core/names-test/test-scores';
import type { ListedName } from '../../store/names-store';
import type { NamesTest, NamesTestState } from '../names-test';
import type { Page } from '../page-state';
import { remedyAdvice, testSummary, testVerdict, wayTitles } from '../user-messages';
import { saveAsFile } from './download';
import { button, element, plural } from './element';
import { mark } from './test-reading-view';

/** What came of a test: in all, name by name, and what can be done about those that came wrong. */
export class TestResultsView {
  readonly element: HTMLElement;
  readonly #page: Page;
  readonly #test: NamesTest;
  readonly #edit: (name: ListedName) => void;
  readonly #heading = element('h3', { class: 'test-heading', tabindex: -1 });
  readonly #body = element('div', { class: 'test-results-body' });
  readonly #again: HTMLButtonElement;
  #tested: readonly TestedName[] = [];

  /** `edit`: shows a name's editor. */
  constructor(page: Page, test: NamesTest, edit: (name: ListedName) => void) {
    this.#page = page;
    this.#test = test;
    this.#edit = edit;
    this.#again = button({ class: 'button button-primary' }, () => test.begin(test.failed()));
    const save = (name: string, type: string, write: (tested: readonly TestedName[], at: number) => string) =>
      saveAsFile(name, write(this.#tested, Date.now()), type);
    this.element = element(
      'section',
      { class: 'test-results', 'aria-label': 'Results' },
      this.#heading,
      this.#body,
      element(
        'div',
        { class: 'test-actions' },
        button({ class: 'button button-quiet' }, () => save('names-test.txt', 'text/plain', testText), 'Save as text'),
        button(
          { class: 'button button-quiet' },
          () => save('names-test.json', 'application/json', testJson),
          'Save as JSON',
        ),
        button({ class: 'button' }, () => test.choose(), 'Test other names'),
        this.#again,
      ),
    );
  }

  show({ tested, sentences }: NamesTestState): void {
    this.#tested = [...tested.values()];
    const failed = this.#test.failed();
    const skipped = sentences.map(({ name }) => name).filter((name) => !tested.has(name));
    this.#heading.textContent = testSummary(sumOf(this.#tested, 'plain'), sumOf(this.#tested, 'final'));
    this.#body.replaceChildren(
      this.#sums(),
      ...(this.#tested.some(({ revised }) => !revised) ? [element('p', { class: 'test-quiet' }, unrevised)] : []),
      element('ul', { class: 'test-tested' }, ...this.#tested.map((one) => this.#name(one))),
      ...(skipped.length > 0 ? [element('p', { class: 'test-quiet' }, `Not read: ${skipped.join(' · ')}`)] : []),
    );
    this.#again.hidden = failed.length === 0;
    this.#again.textContent = `Read ${failed.length === 1 ? 'the wrong one' : `the ${failed.length} wrong ones`} again`;
  }

  focus(): void {
    this.#heading.focus();
  }

  #sums(): HTMLElement {
    const rows = WAYS.map((way) => {
      const { right, names, wordErrorRate } = sumOf(this.#tested, way);
      return element(
        'tr',
        {},
        element('th', { scope: 'row' }, wayTitles[way]),
        element('td', {}, `${right} of ${names}`),
        element('td', {}, wordErrorRate === undefined ? '–' : percent(Math.max(0, 1 - wordErrorRate))),
      );
    });
    return element(
      'table',
      { class: 'test-sums' },
      element('caption', { class: 'visually-hidden' }, `Results of ${plural(this.#tested.length, 'name')}`),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('td'),
          element('th', { scope: 'col' }, 'Names right'),
          element('th', { scope: 'col' }, 'Other words right'),
        ),
      ),
      element('tbody', {}, ...rows),
    );
  }

  #name(tested: TestedName): HTMLLIElement {
    const { sentence, scores } = tested;
    const marks = WAYS.map((way) =>
      element(
        'span',
        { class: 'test-way', title: wayTitles[way] },
        element('span', { class: 'visually-hidden' }, `${wayTitles[way]}: `),
        mark(scores[way].right),
      ),
    );
    const head = element(
      'div',
      { class: 'test-tested-head' },
      element('span', { class: 'test-name-text' }, sentence.name),
      element('span', { class: 'test-marks' }, ...marks),
    );
    if (scores.final.right) return element('li', {}, head);
    const name = this.#test.find(sentence.name);
    const collision = name && this.#page.state.names.collisions.get(name.key);
    const advice = this.#test.remedies(tested);
    return element(
      'li',
      {},
      head,
      element('p', { class: 'test-wrong' }, testVerdict(tested)),
      advice.length > 0 &&
        element(
          'ul',
          { class: 'facts' },
          ...advice.map((remedy) => element('li', {}, remedyAdvice(remedy, tested, name, collision))),
        ),
      name !== undefined &&
        button({ class: 'button', 'aria-label': `Change ${name.text}` }, () => this.#edit(name), 'Change this name'),
    );
  }
}

const unrevised =
  'Not every sentence was read a second time: where that is off or not loaded yet, the text at the end is what was heard with the list.';
