import type { LiveText } from '../page-state';
import { piecesOf, runsOfPieces, surePieces } from '../written-utterance';
import { writeRun } from './document-text';
import { element } from './element';

/** What is still being understood: its sure words, and those that may change. */
export class LiveLine {
  readonly #stable = element('span', { class: 'live-stable' });
  readonly #unstable = element('span', { class: 'live-unstable' });
  // Screen readers hear finished sentences from the live region; half-understood words would only interrupt them.
  readonly element = element('div', { class: 'live', 'aria-hidden': 'true' }, this.#stable, this.#unstable);
  /** The document that it stands behind, whose attributes say how the two are joined. */
  readonly #document: HTMLElement;

  constructor(document: HTMLElement) {
    this.#document = document;
    document.append(this.element);
  }

  /** Returns how to show it, and whether anything is written then. */
  show(live: LiveText | undefined): { readonly change: () => void; readonly isEmpty: boolean } {
    const { stable = [], unstable = [], before, signs = false, opensParagraph = false } = live ?? {};
    const words = [...stable, ...unstable];
    const written = { words, writing: { beginsSentence: before?.beginsSentence ?? true, signs } };
    const pieces = piecesOf(written);
    const sure = surePieces(pieces, written, stable.length);
    const [first, next] = [pieces[0], pieces[sure]];
    const change = () => {
      this.#stable.replaceChildren(...runsOfPieces(pieces.slice(0, sure), words).map((run) => writeRun(run)));
      this.#unstable.replaceChildren(...runsOfPieces(pieces.slice(sure), words).map((run) => writeRun(run)));
      if (sure > 0 && next?.spaceBefore === true) this.#unstable.prepend(' ');
      this.#document.toggleAttribute('data-live', first !== undefined);
      this.#document.toggleAttribute('data-live-opens', opensParagraph);
      this.#document.toggleAttribute('data-live-apart', before?.needsSpace === true && first?.spaceBefore === true);
    };
    return { change, isEmpty: first === undefined };
  }
}
