import type { SpokenUtterance, SpokenWord } from '../spoken-utterance';
import type { SpokenSign } from '../../core/casing/spoken-signs';
import type { WrittenPiece } from '../../core/casing/written-form';
import { wholeOf } from '../../core/name';
import { tidyName } from '../../core/names-text';
import { button, element, setText } from './element';
import { icon } from './icon';
import type { WordActions } from './word-actions';
import { factsOf } from './word-facts';

/** A word of the document and where it stands, in CSS pixels of the viewport. */
export interface PointedWord {
  /** What was heard there. */
  readonly word: SpokenWord;
  /** What is written. */
  readonly piece: WrittenPiece;
  readonly utterance: SpokenUtterance;
  readonly place: DOMRect;
  /** Writes something else in the word's place, as if it were typed. Returns how to take it back. */
  readonly replace: (text: string) => () => void;
}

/** Room between the word and its panel, and between the panel and the document's edge, in CSS pixels. */
const gap = 6;

let panels = 0;

/**
 * What is known of one word: what was heard of it while one spoke, what the second reading made of it, and of a name why it
 * is there; and what can be done about it. A click leaves the caret where it is put, so the panel takes no focus then and
 * goes when one types; from the keyboard it takes it.
 */
export class WordPanel {
  readonly element: HTMLElement;
  readonly #heading = element('h3', { id: `word-panel-${++panels}` });
  readonly #facts = element('dl', { class: 'word-facts' });
  readonly #tools = element('div', { class: 'word-tools' });
  readonly #actions: WordActions;
  #back: () => void = () => {};

  constructor(actions: WordActions) {
    this.#actions = actions;
    this.element = element(
      'div',
      { class: 'word-panel', role: 'dialog', 'aria-labelledby': this.#heading.id, tabindex: -1, hidden: true },
      element(
        'div',
        { class: 'word-panel-header' },
        this.#heading,
        button({ class: 'icon-button', 'aria-label': 'Close' }, () => this.close(), icon('close')),
      ),
      this.#tools,
      this.#facts,
    );
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.element.hidden || event.defaultPrevented) return;
      // It lies over everything else that Escape closes.
      event.preventDefault();
      this.close();
    });
    document.addEventListener('pointerdown', (event) => {
      if (event.target instanceof Node && !this.element.contains(event.target)) this.hide();
    });
  }

  /** `back`: where the focus goes when the panel, which then takes it, is closed. */
  open(pointed: PointedWord, back?: () => void): void {
    const { word, piece, utterance } = pointed;
    this.#heading.textContent = piece.sign === undefined ? piece.text : headingOf(piece.sign);
    this.#facts.replaceChildren(
      ...factsOf(word, utterance).flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]),
    );
    this.#tools.replaceChildren(...this.#toolsOf(pointed));
    this.element.hidden = false;
    this.#place(pointed.place);
    this.#back = back ?? (() => {});
    if (back !== undefined) this.element.focus();
  }

  close(): void {
    if (this.element.hidden) return;
    this.hide();
    this.#back();
  }

  /** Without taking the focus anywhere. */
  hide(): void {
    this.element.hidden = true;
  }

  #toolsOf(pointed: PointedWord): HTMLElement[] {
    if (pointed.piece.sign !== undefined) return this.#signTools(pointed, pointed.piece.sign);
    return pointed.word.name === undefined ? this.#wordTools(pointed) : this.#nameTools(pointed);
  }

  /** Of a spoken sign: the words that it was said with. */
  #signTools({ word, piece, replace }: PointedWord, { spaceAfter }: SpokenSign): HTMLElement[] {
    const said = coreOf(word.text);
    const text = (piece.spaceBefore ? '' : ' ') + said + (spaceAfter ? '' : ' ');
    return [
      tool('Not a sign here', () => {
        this.hide();
        this.#actions.tellPutBack(said, replace(text));
      }),
    ];
  }

  /** Of a name: its strength, and what stood there before. */
  #nameTools({ word, replace }: PointedWord): HTMLElement[] {
    const text = word.name === undefined ? '' : wholeOf(word.name);
    const tools: HTMLElement[] = [];
    if (this.#actions.find(text) !== undefined) {
      const weaker = tool('Weaker', () => step(-1), 'Lower its strength by one');
      const stronger = tool('Stronger', () => step(1), 'Raise its strength by one');
      const show = () => {
        const name = this.#actions.find(text);
        weaker.disabled = name === undefined || !this.#actions.canStrengthen(name, -1);
        stronger.disabled = name === undefined || !this.#actions.canStrengthen(name, 1);
      };
      const step = (by: number) => {
        const name = this.#actions.find(text);
        if (name !== undefined) this.#actions.strengthen(name, by);
        show();
      };
      show();
      tools.push(weaker, stronger);
    }
    const before =
      'heard' in word ? [word.read, word.heard].find((before) => before && before !== word.text) : undefined;
    if (before !== undefined) {
      tools.push(
        tool('Not a name here', () => {
          this.hide();
          this.#actions.tellPutBack(before, replace(before));
        }),
      );
    }
    return tools;
  }

  /** Of any other word: make it a name, in whatever spelling. */
  #wordTools({ piece, replace }: PointedWord): HTMLElement[] {
    const heard = coreOf(piece.text);
    if (heard === '') return [];
    const id = `${this.#heading.id}-spelling`;
    const spelling = element('input', { class: 'field', id, autocomplete: 'off', spellcheck: 'false' });
    const problem = element('p', { class: 'field-problem', role: 'alert' });
    const add = () => {
      const text = tidyName(spelling.value);
      const refused = this.#actions.refuse(text);
      setText(problem, refused ?? '');
      if (refused !== undefined) return spelling.focus();
      this.hide();
      if (text !== heard) replace(piece.text.replace(heard, () => text));
      else this.#back();
      void this.#actions.add(text, heard);
    };
    const form = element(
      'form',
      { class: 'word-always', hidden: true },
      element('label', { class: 'label', for: id }, 'Write it as'),
      element(
        'div',
        { class: 'field-with-button' },
        spelling,
        element('button', { class: 'button' }, 'Add to my names'),
      ),
      problem,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      add();
    });
    const begin = tool('Always write this', () => {
      begin.hidden = true;
      form.hidden = false;
      spelling.value = heard;
      spelling.select();
      spelling.focus();
    });
    return [begin, form];
  }

  /** Below the word, within the document's width. */
  #place({ left, bottom }: DOMRect): void {
    const host = this.element.offsetParent?.getBoundingClientRect();
    if (host === undefined) return;
    const widest = host.width - this.element.offsetWidth;
    this.element.style.left = `${Math.max(0, Math.min(left - host.left, widest))}px`;
    this.element.style.top = `${bottom - host.top + gap}px`;
  }
}

function tool(label: string, press: () => void, title?: string): HTMLButtonElement {
  return button({ class: 'button', title }, press, label);
}

/** A sign with its usual name; that of a break stands alone. */
function headingOf({ written, said }: SpokenSign): string {
  return `${written.trim()} ${said}`.trim();
}

/** A word without the signs around it. */
function coreOf(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
