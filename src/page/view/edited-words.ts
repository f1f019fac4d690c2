import { correctedWords } from '../corrected-words';
import { UtteranceSpans } from './utterance-spans';

/** After the last change or move of the caret, in ms: people hesitate within a word. */
const settleMs = 400;

/**
 * Notices which words the user has written in place of what was said: when the caret has left them, so that no half-typed
 * word is taken for one.
 */
export class EditedWords {
  readonly #root: HTMLElement;
  readonly #onCorrected: (stretches: readonly (readonly string[])[]) => void;
  /** By key of the utterances that are being edited: how they read before. */
  readonly #before = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, onCorrected: (stretches: readonly (readonly string[])[]) => void) {
    this.#root = root;
    this.#onCorrected = onCorrected;
    document.addEventListener('selectionchange', () => this.#lookSoon());
    root.addEventListener('focusout', () => this.#lookSoon());
  }

  /** The utterance is about to be changed by hand. */
  touch(key: string): void {
    const range = this.#rangeOf(key);
    if (range !== undefined && !this.#before.has(key)) this.#before.set(key, range.toString());
    this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#before.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), settleMs);
  }

  #look(): void {
    for (const [key, before] of this.#before) {
      const range = this.#rangeOf(key);
      const stretches = range === undefined ? [] : correctedWords(before, range.toString());
      const caret = range && this.#caretIn(range);
      const isTyping = stretches.flat().some(({ begin, end }) => caret !== undefined && caret >= begin && caret <= end);
      if (isTyping) continue;
      this.#before.delete(key);
      if (stretches.length > 0) this.#onCorrected(stretches.map((words) => words.map(({ text }) => text)));
    }
  }

  /** An utterance with what was typed beside and between its elements; undefined when nothing of it is left. */
  #rangeOf(key: string): Range | undefined {
    const { elements } = new UtteranceSpans(this.#root, key);
    const [first, last] = [elements[0], elements.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const range = document.createRange();
    range.setStartBefore(isTyped(first.previousSibling) ? first.previousSibling : first);
    range.setEndAfter(isTyped(last.nextSibling) ? last.nextSibling : last);
    return range;
  }

  /** The place of the caret, in characters; undefined when it is elsewhere. */
  #caretIn(range: Range): number | undefined {
    const { anchorNode, anchorOffset } = getSelection() ?? {};
    if (!anchorNode || anchorOffset === undefined || document.activeElement !== this.#root) return undefined;
    if (!range.isPointInRange(anchorNode, anchorOffset)) return undefined;
    const before = range.cloneRange();
    before.setEnd(anchorNode, anchorOffset);
    return before.toString().length;
  }
}

/** What is typed beside an element has none of its own. */
function isTyped(node: Node | null): node is Text {
  return node instanceof Text;
}
