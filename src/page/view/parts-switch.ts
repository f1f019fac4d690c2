import { partTexts, wantsParts } from '../../core/name-parts';
import type { Name } from '../../core/name';
import { partsUsed } from '../user-messages';
import { element, setText } from './element';

let switches = 0;

/** In the editor of a full name: whether its words are written where they stand alone, and which. Hidden for a single word. */
export class PartsSwitch {
  readonly element: HTMLElement;
  readonly #switch: HTMLInputElement;
  readonly #hint: HTMLElement;

  constructor(change: (wanted: boolean) => void) {
    const id = `parts-${++switches}`;
    this.#switch = element('input', {
      type: 'checkbox',
      role: 'switch',
      class: 'switch',
      id,
      'aria-describedby': `${id}-hint`,
    });
    this.#switch.addEventListener('change', () => change(this.#switch.checked));
    this.#hint = element('p', { class: 'setting-hint', id: `${id}-hint` });
    this.element = element(
      'div',
      { class: 'name-parts', hidden: true },
      element('div', {}, element('label', { for: id }, 'Its words alone, too'), this.#hint),
      this.#switch,
    );
  }

  /** `safe`: which of its words can be; undefined while that is not known, or where they are not to be. */
  show(name: Name, safe: readonly string[] | undefined): void {
    const words = partTexts(name.text);
    const wanted = wantsParts(name);
    this.element.hidden = words.length === 0;
    this.#switch.checked = wanted;
    setText(this.#hint, partsUsed(words, wanted ? safe : [], wanted));
  }
}
