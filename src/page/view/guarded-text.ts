import { element } from './element';

/**
 * An editable element that holds text in paragraphs and nothing else: whatever is pasted or dropped brings no elements along,
 * and an input method's composition is not disturbed.
 */
export class GuardedText {
  readonly element = element('div', {
    class: 'document-text',
    contenteditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': 'Your text',
    spellcheck: 'true',
    id: 'document-text',
  });
  /** Called before the user changes something, with its place. */
  onTouch: (range: StaticRange) => void = () => {};
  /** Called after every change that did not come from outside. */
  onInput: () => void = () => {};
  /** The page itself is writing, by a command of the user. */
  #replacing = false;
  #composing = false;
  #afterComposition: (() => void)[] = [];

  constructor() {
    const text = this.element;
    text.addEventListener('focus', () => document.execCommand('defaultParagraphSeparator', false, 'p'));
    text.addEventListener('beforeinput', (event) => this.#beforeInput(event));
    text.addEventListener('input', (event) => {
      if (event.inputType === 'insertParagraph') beginParagraph();
      // Joined paragraphs keep no styles.
      for (const styled of text.querySelectorAll('[style]')) styled.removeAttribute('style');
      this.onInput();
    });
    text.addEventListener('paste', (event) => {
      event.preventDefault();
      insertText(event.clipboardData?.getData('text/plain'));
    });
    // An input method's composition ends when a node beside it changes: what is said waits for it.
    text.addEventListener('compositionstart', () => (this.#composing = true));
    text.addEventListener('compositionend', () => {
      this.#composing = false;
      for (const change of this.#afterComposition.splice(0)) change();
    });
  }

  /** Puts the caret behind all that is written. */
  focusEnd(): void {
    this.element.focus();
    getSelection()?.selectAllChildren(this.element);
    getSelection()?.collapseToEnd();
  }

  /** Makes `change` at once, or when the input method is done. */
  whenNotComposing(change: () => void): void {
    if (this.#composing) this.#afterComposition.push(change);
    else change();
  }

  /** Writes `content`, text or elements, in place of `range` by the browser's own command, so that undo takes it back like any typing. */
  replace(range: Range, content: string | readonly Node[]): void {
    this.#replacing = true;
    select(range);
    if (typeof content === 'string') insertText(content);
    else insertNodes(content);
    this.#replacing = false;
  }

  #beforeInput(event: InputEvent): void {
    if (!this.#replacing) for (const range of event.getTargetRanges()) this.onTouch(range);
    if (event.inputType.startsWith('format')) event.preventDefault();
    if (event.inputType === 'insertFromDrop') {
      event.preventDefault();
      const [range] = event.getTargetRanges();
      if (range !== undefined) select(range);
      insertText(event.dataTransfer?.getData('text/plain'));
    }
    if (this.element.childNodes.length === 0) {
      const paragraph = element('p', {}, element('br'));
      this.element.append(paragraph);
      getSelection()?.collapse(paragraph, 0);
    }
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

function select({ startContainer, startOffset, endContainer, endOffset }: StaticRange): void {
  getSelection()?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
}

function insertText(text: string | undefined): void {
  if (text !== undefined && text !== '') document.execCommand('insertText', false, text);
}

/** The elements are serialised by the browser: no text of theirs is parsed. */
function insertNodes(nodes: readonly Node[]): void {
  const html = element('div');
  html.append(...nodes);
  document.execCommand('insertHTML', false, html.innerHTML);
}
