import type { SpokenUtterance, SpokenWord } from '../spoken-utterance';
import { clock } from './document-text';
import { button, element } from './element';
import { icon } from './icon';

/** A word of the document and where it stands, in CSS pixels of the viewport. */
export interface PointedWord {
  readonly word: SpokenWord;
  readonly utterance: SpokenUtterance;
  readonly place: DOMRect;
}

/** Room between the word and its panel, and between the panel and the document's edge, in CSS pixels. */
const gap = 6;

let panels = 0;

/**
 * What is known of one word: what was heard of it while one spoke, and what the second reading made of it. A click leaves
 * the caret where it is put, so the panel takes no focus then and goes when one types; from the keyboard it takes it.
 */
export class WordPanel {
  readonly element: HTMLElement;
  readonly #heading = element('h3', { id: `word-panel-${++panels}` });
  readonly #facts = element('dl', { class: 'word-facts' });
  #back: () => void = () => {};

  constructor() {
    this.element = element(
      'div',
      { class: 'word-panel', role: 'dialog', 'aria-labelledby': this.#heading.id, tabindex: -1, hidden: true },
      element(
        'div',
        { class: 'word-panel-header' },
        this.#heading,
        button({ class: 'icon-button', 'aria-label': 'Close' }, () => this.close(), icon('close')),
      ),
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
    this.#heading.textContent = pointed.word.text;
    this.#facts.replaceChildren(
      ...factsOf(pointed).flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]),
    );
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

  /** Below the word, within the document's width. */
  #place({ left, bottom }: DOMRect): void {
    const host = this.element.offsetParent?.getBoundingClientRect();
    if (host === undefined) return;
    const widest = host.width - this.element.offsetWidth;
    this.element.style.left = `${Math.max(0, Math.min(left - host.left, widest))}px`;
    this.element.style.top = `${bottom - host.top + gap}px`;
  }
}

function factsOf({ word, utterance }: PointedWord): [term: string, value: string][] {
  const facts: [string, string][] = [];
  if (word.name !== undefined) facts.push(['From your names', word.name.text]);
  if ('heard' in word) {
    facts.push(['While you spoke', word.heard === '' ? 'Nothing here' : word.heard]);
    facts.push(['Second reading', secondReading(word.read)]);
  } else {
    facts.push(['While you spoke', word.text], ['Second reading', 'None']);
  }
  facts.push(['Sureness', `${Math.round(100 * word.confidence)} %`]);
  if (utterance.source !== undefined) facts.push(['Said at', clock(word.startMs)]);
  const { readings } = utterance;
  if (readings !== undefined && readings.first.trim() !== '') {
    facts.push(['Sentence heard', readings.first], ['Sentence read', readings.second]);
  }
  return facts;
}

function secondReading(read: string | undefined): string {
  if (read === undefined) return 'Left aside: it did not fit what was heard';
  return read === '' ? 'Nothing here' : read;
}
