import { textBefore } from '../../core/casing/written-form';
import type { DraftParagraph } from '../../store/draft-store';
import type { Page } from '../page-state';
import { placeOf } from '../../core/merge/repairs';
import type { UtteranceRepair } from '../../protocol/second-pass-api';
import type { SpokenUtterance } from '../spoken-utterance';
import { piecesOf, runsOfPieces, wordOfPiece, writtenText } from '../written-utterance';
import { labelParagraph, plainText, readParagraphs, writeParagraph, writeRun } from './document-text';
import { EditedWords } from './edited-words';
import { element } from './element';
import { GuardedText } from './guarded-text';
import { followEnd, keepCaret, keepInSight } from './kept-place';
import { LiveLine } from './live-line';
import { UtteranceSpans } from './utterance-spans';
import type { WordActions } from './word-actions';
import { type PointedWord, WordPanel } from './word-panel';

/** Utterances whose words can be looked into: more than anybody scrolls back to, and some 2 MB. */
const rememberedUtterances = 1000;

/** `spoken` tells finals from typing. */
export interface TextChange {
  readonly spoken: boolean;
}

/** A sentence with a name that may be written in place of some of its words. */
export interface RepairPlace {
  readonly utterance: SpokenUtterance;
  /** The words [first, end). */
  readonly first: number;
  readonly end: number;
}

/**
 * The document: what was said, which the user may edit at any time. Finals are added at its end without touching what
 * stands there, so that caret, selection and half-typed words stay; what is still being understood is shown behind it,
 * outside the editable element, and is never part of the text.
 */
export class DocumentView {
  readonly element: HTMLElement;
  /** Called with words that the user has written in place of what was said, those side by side together. */
  onCorrected: (stretches: readonly (readonly string[])[]) => void = () => {};
  readonly #watchers = new Set<(change: TextChange) => void>();
  readonly #guarded = new GuardedText();
  readonly #text = this.#guarded.element;
  readonly #page: Page;
  readonly #panel: WordPanel;
  /** By key: what was written, as far as it is remembered. */
  readonly #utterances = new Map<string, SpokenUtterance>();
  /** Keys of those that the user has put a hand to: they are the user's now, whatever is read a second time. */
  readonly #edited = new Set<string>();
  readonly #editing = new EditedWords(this.#text, (stretches) => this.onCorrected(stretches));
  constructor(page: Page, actions: WordActions) {
    this.#page = page;
    this.#panel = new WordPanel(actions);
    this.element = element('section', { class: 'document' }, this.#text);
    const line = new LiveLine(this.element);
    this.element.append(this.#panel.element);
    this.element.addEventListener('click', ({ target }) => {
      if (target === this.element || target === line.element) this.focus();
    });
    this.#guarded.onTouch = (range) => this.#claim(range);
    this.#guarded.onInput = () => {
      this.#forgetChangedNames();
      this.#changed(false);
    };
    this.#pointAtWords();
    page.watch(
      (state) => state.live,
      (live) => {
        const { change, isEmpty } = line.show(live);
        if (isEmpty) change();
        else followEnd(change);
      },
    );
  }

  /** Calls `react` after every change of the text. */
  watch(react: (change: TextChange) => void): void {
    this.#watchers.add(react);
  }

  get paragraphs(): DraftParagraph[] {
    return readParagraphs(this.#text);
  }

  get plainText(): string {
    return plainText(this.paragraphs);
  }

  focus(): void {
    this.#guarded.focusEnd();
  }

  /** The caret stays where it was. */
  focusText(): void {
    this.#text.focus({ preventScroll: true });
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

  /** What stands in the last paragraph, which the next utterance is added to unless it opens one. */
  get textAtEnd(): string {
    const last = this.#text.lastElementChild;
    const isLast = last instanceof HTMLParagraphElement && last === this.#text.lastChild;
    return isLast ? last.textContent : '';
  }

  /** What stands in the same paragraph before an utterance; undefined where nothing of that is left. */
  textBefore(key: string): string | undefined {
    const [first] = new UtteranceSpans(this.#text, key).elements;
    const paragraph = first?.closest('p');
    if (first === undefined || !paragraph) return undefined;
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEndBefore(first);
    return range.toString();
  }

  append(utterance: SpokenUtterance): void {
    this.#guarded.whenNotComposing(() => {
      this.#remember(utterance);
      followEnd(() => this.#write(utterance));
      this.#changed(true);
    });
  }

  /**
   * Replaces an utterance by a better reading, unless the user has edited or removed it, or has edited it and taken that
   * back. Caret and selection stay where they are, and so does what is being read.
   */
  revise(utterance: SpokenUtterance, before: SpokenUtterance): void {
    this.#guarded.whenNotComposing(() => {
      const spans = new UtteranceSpans(this.#text, utterance.key);
      const first = spans.elements[0];
      if (first === undefined || this.#edited.has(utterance.key)) return;
      if (!spans.together || spans.text !== writtenText(before)) return;
      this.#remember(utterance);
      const changed = spans.text !== writtenText(utterance);
      keepInSight(this.#text, () =>
        keepCaret(this.#text, utterance.key, () => {
          first.before(...this.#runs(utterance, changed));
          for (const span of spans.elements) span.remove();
          this.#space(utterance);
        }),
      );
      if (changed) this.#changed(true);
    });
  }

  /** Where a repair would be made; undefined where its words do not stand any more, or in a sentence that the user has edited. */
  placeOf(repair: UtteranceRepair): RepairPlace | undefined {
    const key = [...this.#utterances.values()].find(({ revision }) => revision === repair.utterance)?.key;
    const utterance = key === undefined || this.#edited.has(key) ? undefined : this.#standing(key);
    const place = utterance && placeOf(repair, utterance.words);
    return utterance && place && { utterance, ...place };
  }

  /** Writes the name of a repair, if its words still stand: one step of the browser's undo. Returns how to take it back. */
  repair(repair: UtteranceRepair): (() => void) | undefined {
    const place = this.placeOf(repair);
    if (place === undefined) return undefined;
    const { utterance, first, end } = place;
    const words = utterance.words.toSpliced(first, end - first, repair.word);
    const repaired = { ...utterance, words, before: utterance };
    this.#remember(repaired);
    this.#rewrite(repaired);
    return () => {
      // What was written since stands.
      if (!this.#edited.has(repaired.key) && this.#standing(repaired.key) === repaired) this.#rewrite(utterance);
    };
  }

  /** What stands in the document of an utterance, if it is one of its readings to the letter. */
  #standing(key: string): SpokenUtterance | undefined {
    const spans = new UtteranceSpans(this.#text, key);
    if (!spans.together) return undefined;
    let reading = this.#utterances.get(key);
    while (reading !== undefined && writtenText(reading) !== spans.text) reading = reading.before;
    return reading;
  }

  /** Writes another reading in place of the one that stands, by the browser's own command. Focus and caret stay. */
  #rewrite(utterance: SpokenUtterance): void {
    const spans = new UtteranceSpans(this.#text, utterance.key);
    const focused = document.activeElement;
    keepCaret(this.#text, utterance.key, () => {
      this.#guarded.replace(rangeOf(spans, 0, spans.text.length), this.#runs(utterance, true));
    });
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  #write(utterance: SpokenUtterance): void {
    let paragraph = this.#text.lastElementChild;
    const isLast = paragraph instanceof HTMLParagraphElement && paragraph === this.#text.lastChild;
    if (!isLast || (utterance.opensParagraph && !endsInBreak(paragraph))) {
      paragraph = element('p');
      this.#text.append(paragraph);
    }
    if (!(paragraph instanceof HTMLParagraphElement)) return;
    if (paragraph.textContent === '') paragraph.replaceChildren();
    else if (needsSpace(paragraph.textContent, utterance)) paragraph.append(' ');
    paragraph.append(...this.#runs(utterance));
    labelParagraph(paragraph);
  }

  /** The space before an utterance that begins in another way now, unless the user has written there. */
  #space(utterance: SpokenUtterance): void {
    const [first] = new UtteranceSpans(this.#text, utterance.key).elements;
    const [text, between] = [this.textBefore(utterance.key), first?.previousSibling];
    if (first === undefined || text === undefined || text.trim() === '') return;
    if (between instanceof Text && between.data === ' ') {
      if (!needsSpace(text.slice(0, -1), utterance)) between.remove();
    } else if (needsSpace(text, utterance)) {
      first.before(' ');
    }
  }

  #runs(utterance: SpokenUtterance, revised = false): Node[] {
    const { key, words, at, source } = utterance;
    const origin = { at, ...(source !== undefined && { source }) };
    return runsOfPieces(piecesOf(utterance), words).map((run) =>
      writeRun({ ...run, ...origin }, { utterance: key, revised }),
    );
  }

  #remember(utterance: SpokenUtterance): void {
    this.#utterances.set(utterance.key, utterance);
    for (const oldest of this.#utterances.keys()) {
      if (this.#utterances.size <= rememberedUtterances) break;
      this.#utterances.delete(oldest);
    }
  }

  /**
   * A click on a spoken sign, or on a word that was read a second time, shows what is known of it; from the keyboard, Alt+Enter does so for any
   * word at the caret, since Enter itself begins a paragraph. The panel goes with the next key.
   */
  #pointAtWords(): void {
    const text = this.#text;
    text.addEventListener('click', () => {
      const pointed = this.#wordAtCaret();
      if (pointed?.piece.sign !== undefined || (pointed && 'heard' in pointed.word)) this.#panel.open(pointed);
    });
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !event.altKey) {
        if (event.key !== 'Escape') this.#panel.hide();
        return;
      }
      const pointed = this.#wordAtCaret();
      if (pointed === undefined) return;
      event.preventDefault();
      const { anchorNode = null, anchorOffset = 0 } = getSelection() ?? {};
      this.#panel.open(pointed, () => {
        text.focus();
        getSelection()?.collapse(anchorNode, anchorOffset);
      });
    });
  }

  /** The word of an utterance as it was written that the caret is in; undefined while something is selected. */
  #wordAtCaret(): PointedWord | undefined {
    const selection = getSelection();
    if (selection?.isCollapsed !== true) return undefined;
    const { anchorNode, anchorOffset } = selection;
    const key = utteranceAt(anchorNode)?.dataset['utterance'];
    const utterance = key === undefined ? undefined : this.#standing(key);
    if (utterance === undefined) return undefined;
    const spans = new UtteranceSpans(this.#text, utterance.key);
    const caret = spans.offsetOf(anchorNode, anchorOffset);
    if (caret === undefined) return undefined;
    let end = 0;
    for (const [index, piece] of piecesOf(utterance).entries()) {
      const begin = end + (piece.spaceBefore && index > 0 ? 1 : 0);
      end = begin + piece.text.length;
      // Behind a break the caret is before the next word.
      if (caret > end || (caret === end && piece.text.endsWith('\n'))) continue;
      const range = rangeOf(spans, begin, end);
      const replace = (text: string) => this.#replace(range, utterance.key, text);
      const word = wordOfPiece(piece, utterance.words);
      return { word, piece, utterance, place: range.getBoundingClientRect(), replace };
    }
    return undefined;
  }

  /** Writes `text` in place of a part of an utterance, as the user's own typing. Returns how to take it back. */
  #replace(range: Range, key: string, text: string): () => void {
    this.#edited.add(key);
    this.#text.focus();
    this.#guarded.replace(range, text);
    const after = this.#text.innerHTML;
    return () => {
      // What was written since stands.
      if (this.#text.innerHTML !== after) return;
      this.#text.focus();
      document.execCommand('undo');
    };
  }

  /** What the user edits is the user's. */
  #claim({ startContainer, startOffset, endContainer, endOffset }: StaticRange): void {
    const range = document.createRange();
    range.setStart(startContainer, startOffset);
    range.setEnd(endContainer, endOffset);
    const touched = [utteranceAt(startContainer), utteranceAt(endContainer)];
    if (!range.collapsed) {
      const all = this.#text.querySelectorAll<HTMLElement>('[data-utterance]');
      touched.push(...[...all].filter((span) => range.intersectsNode(span)));
    }
    for (const span of touched) {
      const key = span?.dataset['utterance'];
      if (key === undefined) continue;
      this.#edited.add(key);
      this.#editing.touch(key);
    }
  }

  /** After an edit: a name that no longer reads as the name is none. */
  #forgetChangedNames(): void {
    for (const name of this.#text.querySelectorAll<HTMLElement>('.name')) {
      const [shown, kept] = [name.textContent, name.dataset['shown'] ?? name.dataset['name']];
      if (shown !== kept) forgetName(name);
    }
  }

  #changed(spoken: boolean): void {
    this.#page.change({ written: (this.#text.textContent ?? '').trim() !== '' });
    for (const react of this.#watchers) react({ spoken });
  }
}

/** The element of an utterance that `node` is in. */
function utteranceAt(node: Node | null): HTMLElement | null | undefined {
  return (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-utterance]');
}

function rangeOf(spans: UtteranceSpans, begin: number, end: number): Range {
  const range = document.createRange();
  const [from, to] = [spans.caretAt(begin), spans.caretAt(end)];
  if (from !== undefined) range.setStart(...from);
  if (to !== undefined) range.setEnd(...to);
  return range;
}

function forgetName(span: HTMLElement): void {
  span.classList.remove('name');
  span.removeAttribute('aria-description');
  span.removeAttribute('title');
  delete span.dataset['name'];
}

/** Whether a space parts an utterance from the `text` of its paragraph before it. */
function needsSpace(text: string, utterance: SpokenUtterance): boolean {
  return textBefore(text).needsSpace && piecesOf(utterance)[0]?.spaceBefore === true;
}

/** Nothing stands in it yet after the last break. */
function endsInBreak(paragraph: Element | null): boolean {
  return /(?:^|\n)$/.test(paragraph?.textContent ?? '');
}
