import type { RecognizedWord } from '../../protocol/recognizer-api';
import type { DraftParagraph } from '../../store/draft-store';
import type { LiveText, Page } from '../page-state';
import { runsOf } from '../spoken-runs';
import { labelParagraph, plainText, readParagraphs, writeParagraph, writeRun } from './document-text';
import { element } from './element';

export interface SpokenUtterance {
  /** Identifies it within the page, for `revise`. */
  readonly key: string;
  readonly words: readonly RecognizedWord[];
  /** ms since the epoch, or since the beginning of the file `source`. */
  readonly at: number;
  readonly source?: string;
  /** After a long pause, or the first of a file. */
  readonly opensParagraph: boolean;
}

/**
 * How near to the page's end a reader must be, in CSS pixels, to be taken along when text is added; a notice or a row of
 * files that comes in between makes it no farther.
 */
const followWithin = 320;

/**
 * The document: what was said, which the user may edit at any time. Finals are added at its end without touching what
 * stands there, so that caret, selection and half-typed words stay; what is still being understood is shown behind it,
 * outside the editable element, and is never part of the text.
 */
export class DocumentView {
  readonly element: HTMLElement;
  /** Called after every change of the text; `spoken` tells finals from typing. */
  onChange: (change: { spoken: boolean }) => void = () => {};
  readonly #text = element('div', {
    class: 'document-text',
    contenteditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': 'Your text',
    spellcheck: 'true',
    id: 'document-text',
  });
  readonly #stable = element('span', { class: 'live-stable' });
  readonly #unstable = element('span', { class: 'live-unstable' });
  // Screen readers hear finished sentences from the live region; half-understood words would only interrupt them.
  readonly #live = element('div', { class: 'live', 'aria-hidden': 'true' }, this.#stable, this.#unstable);
  readonly #page: Page;
  #composing = false;
  #afterComposition: (() => void)[] = [];

  constructor(page: Page) {
    this.#page = page;
    this.element = element('section', { class: 'document' }, this.#text, this.#live);
    this.#guardEditing();
    page.watch(
      (state) => state.live,
      (live) => this.#showLive(live),
    );
  }

  get paragraphs(): DraftParagraph[] {
    return readParagraphs(this.#text);
  }

  get plainText(): string {
    return plainText(this.paragraphs);
  }

  focus(): void {
    this.#text.focus();
    getSelection()?.selectAllChildren(this.#text);
    getSelection()?.collapseToEnd();
  }

  /** Puts kept paragraphs before what is there already. */
  restore(paragraphs: readonly DraftParagraph[]): void {
    this.#text.prepend(...paragraphs.map(writeParagraph));
    this.#changed(false);
  }

  /** Empties the document and returns what was in it. */
  clear(): DraftParagraph[] {
    const paragraphs = this.paragraphs;
    this.#text.replaceChildren();
    this.#changed(false);
    return paragraphs;
  }

  append(utterance: SpokenUtterance): void {
    this.#whenNotComposing(() => {
      this.#following(() => this.#write(utterance));
      this.#changed(true);
    });
  }

  /** Replaces an utterance by a better reading, unless the user has edited or removed it. */
  revise({ key, words, at, source }: SpokenUtterance, before: readonly RecognizedWord[]): void {
    this.#whenNotComposing(() => {
      const spans = [...this.#text.querySelectorAll<HTMLElement>('[data-utterance]')].filter(
        (span) => span.dataset['utterance'] === key,
      );
      const shown = spans.map((span) => span.textContent).join('');
      const untouched = spans.every((span, index) => index === 0 || span.previousSibling === spans[index - 1]);
      const first = spans[0];
      if (first === undefined || !untouched || shown !== textOf(before)) return;
      first.before(...this.#runs({ key, words, at, ...(source !== undefined && { source }), opensParagraph: false }));
      for (const span of spans) span.remove();
      this.#changed(true);
    });
  }

  #write(utterance: SpokenUtterance): void {
    let paragraph = this.#text.lastElementChild;
    const isLast = paragraph instanceof HTMLParagraphElement && paragraph === this.#text.lastChild;
    if (!isLast || (utterance.opensParagraph && paragraph?.textContent !== '')) {
      paragraph = element('p');
      this.#text.append(paragraph);
    }
    if (!(paragraph instanceof HTMLParagraphElement)) return;
    if (paragraph.textContent === '') paragraph.replaceChildren();
    else if (!/\s$/.test(paragraph.textContent)) paragraph.append(' ');
    paragraph.append(...this.#runs(utterance));
    labelParagraph(paragraph);
  }

  #runs({ key, words, at, source }: SpokenUtterance): Node[] {
    const origin = { at, ...(source !== undefined && { source }) };
    return runsOf(words).map((run) => writeRun({ ...run, ...origin }, { utterance: key }));
  }

  #showLive(live: LiveText | undefined): void {
    const stable = textOf(live?.stable ?? []);
    const unstable = textOf(live?.unstable ?? []);
    const change = () => {
      this.#stable.replaceChildren(...runsOf(live?.stable ?? []).map((run) => writeRun(run)));
      this.#unstable.replaceChildren(...runsOf(live?.unstable ?? []).map((run) => writeRun(run)));
      if (stable !== '' && unstable !== '') this.#unstable.prepend(' ');
      this.element.toggleAttribute('data-live', live !== undefined && stable + unstable !== '');
      this.element.toggleAttribute('data-live-opens', live?.opensParagraph === true);
    };
    if (stable + unstable === '') change();
    else this.#following(change);
  }

  /** Keeps the end in sight while text is added, if it was in sight. */
  #following(change: () => void): void {
    const scroller = document.scrollingElement ?? document.documentElement;
    const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    change();
    if (below < followWithin) scroller.scrollTop = scroller.scrollHeight;
  }

  #whenNotComposing(change: () => void): void {
    if (this.#composing) this.#afterComposition.push(change);
    else change();
  }

  /** Text only, paragraphs as <p>: nothing that is pasted or dropped brings elements along. */
  #guardEditing(): void {
    const text = this.#text;
    text.addEventListener('focus', () => document.execCommand('defaultParagraphSeparator', false, 'p'));
    text.addEventListener('beforeinput', (event) => this.#beforeInput(event));
    text.addEventListener('input', (event) => {
      if (event.inputType === 'insertParagraph') beginParagraph();
      this.#tidy();
      this.#changed(false);
    });
    text.addEventListener('paste', (event) => {
      event.preventDefault();
      insertText(event.clipboardData?.getData('text/plain'));
    });
    // An input method's composition ends when a node beside it changes: finals wait for it.
    text.addEventListener('compositionstart', () => (this.#composing = true));
    text.addEventListener('compositionend', () => {
      this.#composing = false;
      for (const change of this.#afterComposition.splice(0)) change();
    });
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element || event.target === this.#live) this.focus();
    });
  }

  #beforeInput(event: InputEvent): void {
    if (event.inputType.startsWith('format')) event.preventDefault();
    if (event.inputType === 'insertFromDrop') {
      event.preventDefault();
      const [range] = event.getTargetRanges();
      if (range !== undefined) {
        getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
      }
      insertText(event.dataTransfer?.getData('text/plain'));
    }
    if (this.#text.childNodes.length === 0) {
      const paragraph = element('p', {}, element('br'));
      this.#text.append(paragraph);
      getSelection()?.collapse(paragraph, 0);
    }
  }

  /** After an edit: a name that no longer reads as the name is none, and joined paragraphs keep no styles. */
  #tidy(): void {
    for (const name of this.#text.querySelectorAll<HTMLElement>('.name')) {
      const [shown, kept] = [name.textContent, name.dataset['shown'] ?? name.dataset['name']];
      if (shown !== kept) forgetName(name);
    }
    for (const styled of this.#text.querySelectorAll('[style]')) styled.removeAttribute('style');
  }

  #changed(spoken: boolean): void {
    this.#page.change({ written: (this.#text.textContent ?? '').trim() !== '' });
    this.onChange({ spoken });
  }
}

/** Browsers begin a paragraph with copies of the elements around the caret: what is typed there was never said. */
function beginParagraph(): void {
  const caret = getSelection()?.anchorNode;
  const paragraph = (caret instanceof Element ? caret : caret?.parentElement)?.closest('p');
  if (!paragraph || paragraph.textContent !== '') return;
  delete paragraph.dataset['time'];
  paragraph.replaceChildren(element('br'));
  getSelection()?.collapse(paragraph, 0);
}

function forgetName(span: HTMLElement): void {
  span.classList.remove('name');
  span.removeAttribute('aria-description');
  span.removeAttribute('title');
  delete span.dataset['name'];
}

/** Through the browser's own command, so that undo takes it back like any typing. */
function insertText(text: string | undefined): void {
  if (text !== undefined && text !== '') document.execCommand('insertText', false, text);
}

function textOf(words: readonly RecognizedWord[]): string {
  return words.map((word) => word.text).join(' ');
}
