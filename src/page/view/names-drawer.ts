import { readNames, tidyName, writeNamesJson, writeNamesText } from '../../core/names-text';
import type { Name } from '../../core/name';
import { plainName, type ListedName } from '../../store/names-store';
import { NamesFileError, readNamesFile } from '../names-file';
import { NameSearch } from '../name-search';
import type { NamesList } from '../names-list';
import type { Page } from '../page-state';
import { refusal, shorten } from '../user-messages';
import { saveAsFile } from './download';
import { createDrawer } from './drawer';
import { button, element, plural, setText } from './element';
import { icon } from './icon';
import { NameRows } from './name-rows';
import type { Voice } from './say-it';
import { NamesImport } from './names-import';
import type { Toast } from './toast';

/** A pasted list of more names is not shown as text: browsers take a second to lay out 10,000 lines in a field. */
const mostShown = 1000;

/** "My names": one field that searches and adds, the list, whole lists in and out. */
export class NamesDrawer {
  readonly element: HTMLDialogElement;
  readonly #page: Page;
  readonly #names: NamesList;
  readonly #toast: Toast;
  readonly #rows: NameRows;
  readonly #import: NamesImport;
  readonly #field = element('input', {
    class: 'field',
    id: 'names-field',
    type: 'search',
    placeholder: 'Add or find a name',
    'aria-label': 'Add or find a name',
    'aria-describedby': 'names-problem',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'done',
    autofocus: true,
  });
  readonly #add: HTMLButtonElement;
  readonly #problem = element('p', { class: 'field-problem', id: 'names-problem', role: 'alert' });
  readonly #count = element('p', { class: 'names-count', role: 'status' });
  readonly #undo: HTMLButtonElement;
  readonly #none = element('p', { class: 'names-none', role: 'status' });
  readonly #empty: HTMLElement;
  readonly #footer: HTMLElement;
  readonly #picker = element('input', {
    type: 'file',
    accept: '.txt,.csv,.tsv,.vcf,.json,text/plain,text/csv,text/vcard,application/json',
    hidden: true,
    id: 'names-file',
  });
  readonly #search = new NameSearch();

  constructor(page: Page, names: NamesList, toast: Toast, voice: Voice, test: () => void) {
    this.#page = page;
    this.#names = names;
    this.#toast = toast;
    this.#add = button({ class: 'button button-primary', hidden: true }, () => this.#addTyped(), icon('plus'), 'Add');
    this.#undo = button({ class: 'button button-quiet' }, () => names.undo(), icon('undo'), 'Undo');
    this.#rows = new NameRows({
      remove: (name) => this.#remove([name], `Removed “${shorten(name.text)}”`),
      edit: (old, name) => this.#edit(old, name),
      voice,
    });
    this.#import = new NamesImport(names, (added) => {
      this.#showList();
      if (added !== undefined) toast.show(added.what, added.undo);
    });
    this.#empty = this.#createEmpty();
    this.#footer = this.#createFooter();
    const body = element(
      'div',
      { class: 'names-body' },
      element('div', { class: 'names-field' }, icon('search'), this.#field, this.#add),
      this.#problem,
      this.#createTools(test),
      this.#rows.element,
      this.#none,
      this.#empty,
      this.#footer,
      this.#picker,
    );
    this.element = createDrawer(page, 'names', 'My names', body, this.#import.element);
    this.#listen();
    page.watch(
      (state) => state.names,
      () => this.#show(),
    );
    page.watch(
      (state) => state.names.list,
      (list) => this.#search.prepare(list),
    );
  }

  /** Opens the drawer with a file's names, to be looked at before they are added. */
  async importFile(file: File): Promise<void> {
    this.#page.change({ drawer: 'names' });
    try {
      this.#openImport(await readNamesFile(file), file.name);
    } catch (error) {
      if (!(error instanceof NamesFileError)) throw error;
      this.#showList();
      this.#say(error.message);
    }
  }

  /** Opens the drawer, with a name's editor. */
  edit(name?: ListedName): void {
    this.#page.change({ drawer: 'names' });
    this.#showList();
    if (name === undefined) return;
    this.#clearField();
    this.#rows.open(name.key);
    this.#rows.reveal(name.key);
  }

  #listen(): void {
    this.#field.addEventListener('input', () => {
      this.#say(undefined);
      this.#rows.scrollToTop();
      this.#show();
    });
    this.#field.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      const first = this.#search.find(this.#page.state.names.list, this.#field.value)[0];
      if (event.key === 'Enter') {
        event.preventDefault();
        this.#addTyped();
      } else if (event.key === 'ArrowDown' && first !== undefined) {
        event.preventDefault();
        this.#rows.reveal(first.key);
      } else if (event.key === 'Escape' && this.#field.value !== '') {
        // The first Esc empties the field, the next one closes the drawer.
        event.preventDefault();
        event.stopPropagation();
        this.#clearField();
      }
    });
    this.#field.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const names = readNames(text);
      if (names.length < 2) return;
      event.preventDefault();
      if (names.length > mostShown) this.#import.openFile(names, 'Pasted list');
      else this.#import.openText(text);
      this.#showImport();
    });
    this.element.addEventListener('keydown', (event) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (typing || event.code !== 'KeyZ' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#names.undo();
    });
    this.#picker.addEventListener('change', () => {
      const [file] = this.#picker.files ?? [];
      if (file !== undefined) void this.importFile(file);
      this.#picker.value = '';
    });
  }

  #show(): void {
    const { list, undoable } = this.#page.state.names;
    const matches = this.#search.find(this.#page.state.names.list, this.#field.value);
    const typed = tidyName(this.#field.value);
    this.#rows.show(matches, this.#page.state.names);
    const reason = typed === '' ? undefined : this.#names.refuse(typed);
    this.#add.hidden = typed === '' || reason !== undefined;
    this.#empty.hidden = list.length > 0;
    this.#footer.hidden = list.length === 0;
    this.#rows.element.hidden = matches.length === 0;
    this.#none.hidden = list.length === 0 || matches.length > 0;
    const none =
      reason === undefined ? `Not in your list yet. Enter adds “${shorten(typed)}”.` : refusal(reason, typed);
    setText(this.#none, this.#none.hidden ? '' : none);
    this.#undo.hidden = undoable === undefined;
    this.#undo.title = undoable ?? '';
    const found = `${matches.length.toLocaleString()} of ${plural(list.length, 'name')}`;
    setText(this.#count, typed === '' ? plural(list.length, 'name') : found);
  }

  /** One name, or several with separators between them. */
  #addTyped(): void {
    const written = readNames(this.#field.value);
    const { add, skipped } = this.#names.plan(written);
    const [first] = skipped;
    if (written.length <= 1) {
      const text = tidyName(this.#field.value);
      const reason = this.#names.refuse(text);
      if (reason === 'listed') return this.#rows.reveal(this.#names.find(text)!.key);
      if (reason !== undefined) return this.#say(refusal(reason, text));
    }
    if (add.length === 0) return this.#say(first && refusal(first.reason, first.text));
    const what = add.length === 1 ? `Added “${shorten(add[0]!.text)}”` : `Added ${plural(add.length, 'name')}`;
    const undo = this.#names.add(add, what);
    this.#clearField();
    this.#toast.show(what, undo);
    if (first !== undefined) this.#say(refusal(first.reason, first.text));
  }

  #edit(old: ListedName, name: Name): string | undefined {
    const reason = this.#names.refuse(name.text, old);
    if (reason !== undefined) return refusal(reason, name.text);
    const key = this.#names.keyOf(name.text);
    this.#rows.rename(old.key, key);
    this.#names.edit(old, name);
    return undefined;
  }

  #remove(names: readonly ListedName[], what: string): void {
    this.#toast.show(what, this.#names.remove(names, what));
  }

  #clearField(): void {
    this.#field.value = '';
    this.#say(undefined);
    this.#rows.scrollToTop();
    this.#show();
  }

  #say(problem: string | undefined): void {
    setText(this.#problem, problem ?? '');
  }

  #openImport(names: readonly Name[], fileName: string): void {
    this.#import.openFile(names, fileName);
    this.#showImport();
  }

  #showImport(): void {
    this.element.toggleAttribute('data-importing', true);
    this.#import.focus();
  }

  #showList(): void {
    this.element.toggleAttribute('data-importing', false);
    if (this.element.open) this.#field.focus();
  }

  #createTools(test: () => void): HTMLElement {
    const paste = () => {
      this.#import.openText('');
      this.#showImport();
    };
    return element(
      'div',
      { class: 'names-tools' },
      button({ class: 'button button-quiet' }, paste, icon('paste'), 'Paste a list'),
      button({ class: 'button button-quiet' }, () => this.#picker.click(), icon('file'), 'Import a file'),
      button({ class: 'button button-quiet', id: 'test-names' }, test, icon('microphone'), 'Test my names'),
      this.#undo,
    );
  }

  #createEmpty(): HTMLElement {
    return element(
      'div',
      { class: 'names-empty' },
      element('p', { class: 'names-empty-title' }, 'Whom do you talk about?'),
      element(
        'p',
        {},
        'People, places, medicines, products: add the names that dictation usually gets wrong. They work at once, and they stay on this device.',
      ),
    );
  }

  #createFooter(): HTMLElement {
    const everything = () => this.#page.state.names.list;
    return element(
      'footer',
      { class: 'names-footer' },
      this.#count,
      button(
        { class: 'button button-quiet' },
        () => saveAsFile('names.txt', writeNamesText(everything()), 'text/plain'),
        'Save as text',
      ),
      button(
        { class: 'button button-quiet' },
        () => saveAsFile('names.json', writeNamesJson(everything().map(plainName)), 'application/json'),
        'Save as JSON',
      ),
      button(
        { class: 'button button-quiet button-danger' },
        () => this.#remove(everything(), `Removed ${plural(everything().length, 'name')}`),
        'Remove all',
      ),
    );
  }
}
