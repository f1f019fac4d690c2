/**
 * The elements of one utterance in the document, in order, as one text: places in it are counted in characters, whatever
 * elements they fall into.
 */
export class UtteranceSpans {
  readonly elements: readonly HTMLElement[];

  constructor(root: Element, key: string) {
    this.elements = [...root.querySelectorAll<HTMLElement>('[data-utterance]')].filter(
      (span) => span.dataset['utterance'] === key,
    );
  }

  get text(): string {
    return this.elements.map((span) => span.textContent).join('');
  }

  /** Whether nothing stands between them. */
  get together(): boolean {
    return this.elements.every((span, index) => index === 0 || span.previousSibling === this.elements[index - 1]);
  }

  /** The place of a caret; undefined when it is not in them. */
  offsetOf(node: Node | null, offset: number): number | undefined {
    let before = 0;
    for (const span of this.elements) {
      if (node !== null && span.contains(node)) {
        const range = document.createRange();
        range.setStart(span, 0);
        range.setEnd(node, offset);
        return before + range.toString().length;
      }
      before += span.textContent?.length ?? 0;
    }
    return undefined;
  }

  /** The caret at a place, at the latest behind the last character; undefined without any text. */
  caretAt(offset: number): readonly [node: Node, offset: number] | undefined {
    let before = 0;
    let last: readonly [Node, number] | undefined;
    for (const span of this.elements) {
      const text = span.firstChild;
      if (!(text instanceof Text)) continue;
      if (offset - before <= text.data.length) return [text, Math.max(0, offset - before)];
      before += text.data.length;
      last = [text, text.data.length];
    }
    return last;
  }
}
