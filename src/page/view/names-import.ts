import type { Name } from '../../core/name';
import { readNames, type NamesPlan, type SkipReason } from '../../core/names-text';
import type { NamesList } from '../names-list';
import { skipHeadings } from '../user-messages';
import { button, element, plural, setText } from './element';
import { icon } from './icon';

/** More skipped entries of one kind than this are counted, not shown. */
const shownEntries = 60;
/** Between two keystrokes in a list of thousands, in ms. */
const pauseMs = 80;

interface Addition {
  /** As a sentence. */
  readonly what: string;
  readonly undo: () => void;
}

/** A whole list at once: what would be added, what not and why, before anything happens. */
export class NamesImport {
  readonly element: HTMLElement;
  readonly #names: NamesList;
  readonly #done: (added: Addition | undefined) => void;
  readonly #text = element('textarea', {
    class: 'field import-text',
    id: 'import-text',
    'aria-label': 'Names, one per line or with commas',
    placeholder: 'One name per line, or with commas, semicolons or tabs between them',
    spellcheck: 'false',
    rows: 8,
  });
  readonly #file = element('p', { class: 'import-file' });
  readonly #summary = element('p', { class: 'import-summary', role: 'status' });
  readonly #report = element('div', { class: 'import-report' });
  readonly #add: HTMLButtonElement;
  /** The names of a file; undefined when they come from the text field. */
  #fromFile: readonly Name[] | undefined;
  #plan: NamesPlan = { add: [], skipped: [] };
  /** Of the plan's names, those that may be taken for common words, once that is known. */
  #colliding: readonly Name[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `done` is called with what was added, or with undefined when the user went back. */
  constructor(names: NamesList, done: (added: Addition | undefined) => void) {
    this.#names = names;
    this.#done = done;
    this.#add = button({ class: 'button button-primary' }, () => this.#addAll(), 'Add');
    this.element = element(
      'section',
      { class: 'names-import', 'aria-labelledby': 'import-title' },
      element(
        'div',
        { class: 'import-heading' },
        button({ class: 'icon-button', 'aria-label': 'Back to the list' }, () => done(undefined), icon('back')),
        element('h3', { id: 'import-title' }, 'Add a list'),
      ),
      this.#text,
      this.#file,
      this.#summary,
      this.#report,
      element(
        'div',
        { class: 'import-actions' },
        button({ class: 'button' }, () => done(undefined), 'Cancel'),
        this.#add,
      ),
    );
    this.#text.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#show(), pauseMs);
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        done(undefined);
      } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        this.#addAll();
      }
    });
  }

  openText(text: string): void {
    this.#fromFile = undefined;
    this.#text.value = text;
    this.#text.hidden = false;
    this.#file.hidden = true;
    this.#show();
  }

  openFile(names: readonly Name[], fileName: string): void {
    this.#fromFile = names;
    this.#text.hidden = true;
    this.#file.hidden = false;
    this.#file.replaceChildren(icon('file'), element('span', {}, fileName));
    this.#show();
  }

  focus(): void {
    if (this.#text.hidden) this.#add.focus();
    else this.#text.focus();
  }

  #show(): void {
    this.#plan = this.#names.plan(this.#fromFile ?? readNames(this.#text.value));
    this.#colliding = [];
    void this.#findColliding();
    const { add, skipped } = this.#plan;
    const nothingYet = add.length + skipped.length === 0;
    const skippedPart = skipped.length === 0 ? '' : `, ${skipped.length.toLocaleString()} skipped`;
    setText(this.#summary, nothingYet ? '' : `${plural(add.length, 'name')} to add${skippedPart}`);
    setText(this.#add, add.length === 0 ? 'Add' : `Add ${plural(add.length, 'name')}`);
    this.#add.disabled = add.length === 0;
    this.#report.replaceChildren(...this.#reportParts());
  }

  /** A long list takes seconds; it can be added before. */
  async #findColliding(): Promise<void> {
    const plan = this.#plan;
    const colliding = await this.#names.colliding(plan.add);
    if (colliding === undefined || plan !== this.#plan) return;
    this.#colliding = colliding;
    this.#report.replaceChildren(...this.#reportParts());
  }

  #reportParts(): HTMLElement[] {
    const groups = new Map<SkipReason, string[]>();
    for (const { text, reason } of this.#plan.skipped) {
      const texts = groups.get(reason) ?? [];
      texts.push(text);
      groups.set(reason, texts);
    }
    const parts = [...groups].map(([reason, texts]) =>
      group(`${skipHeadings[reason]} (${texts.length.toLocaleString()})`, texts),
    );
    const colliding = this.#colliding.map((name) => name.text);
    if (colliding.length > 0)
      parts.unshift(group(`Sound like common words (${colliding.length.toLocaleString()})`, colliding));
    const fresh = this.#plan.add.map((name) => name.text);
    if (this.#fromFile !== undefined && fresh.length > 0)
      parts.unshift(group(`New (${fresh.length.toLocaleString()})`, fresh));
    return parts;
  }

  #addAll(): void {
    clearTimeout(this.#timer);
    this.#show();
    const { add } = this.#plan;
    if (add.length === 0) return;
    const what = `Added ${plural(add.length, 'name')}`;
    this.#done({ what, undo: this.#names.add(add, what) });
  }
}

function group(heading: string, texts: readonly string[]): HTMLElement {
  const shown = texts.filter((text) => text !== '').slice(0, shownEntries);
  const more = texts.length - shown.length;
  const list = shown.join(' · ') + (more > 0 && shown.length > 0 ? ` · and ${more.toLocaleString()} more` : '');
  return element('div', { class: 'import-group' }, element('h4', {}, heading), list !== '' && element('p', {}, list));
}
