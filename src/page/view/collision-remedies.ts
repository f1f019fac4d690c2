import { BOOST_RANGE } from '../../core/name';
import type { NameCollision } from '../../core/pronunciation/name-collisions';
import type { ListedName } from '../../store/names-store';
import { strengthOf } from '../../core/pronunciation/automatic-boost';
import { collisionEffect, collisionWarning } from '../user-messages';
import { button, element, setText } from './element';
import { icon } from './icon';

export interface Remedies {
  /** Lets the user write a longer name, which sounds like less. */
  readonly lengthen: () => void;
  readonly saySound: () => void;
  readonly setStrength: (strength: number) => void;
  readonly switchOff: () => void;
}

/** In a name's editor: which common words it may be taken for, what comes of that, and what helps. Hidden without any. */
export class CollisionRemedies {
  readonly element: HTMLElement;
  readonly #warning = element('strong');
  readonly #effect = element('span');
  readonly #weaken: HTMLButtonElement;
  #strength = 0;

  constructor(remedies: Remedies) {
    const remedy = (label: string, press: () => void) => button({ class: 'button button-quiet' }, press, label);
    this.#weaken = remedy('Lower its strength', () =>
      remedies.setStrength(Math.max(BOOST_RANGE.min, this.#strength - 1)),
    );
    this.element = element(
      'div',
      { class: 'collision', role: 'group', 'aria-label': 'Near a common word', hidden: true },
      element('p', {}, icon('warning'), this.#warning, '. ', this.#effect),
      element('p', {}, 'A surname or another word beside it helps most.'),
      element(
        'div',
        { class: 'collision-remedies' },
        remedy('Add a word', remedies.lengthen),
        remedy('Say how it sounds', remedies.saySound),
        this.#weaken,
        remedy('Never write it', remedies.switchOff),
      ),
    );
  }

  show(name: ListedName, collision: NameCollision | undefined): void {
    this.element.hidden = collision === undefined;
    if (collision === undefined) return;
    this.#strength = strengthOf(name, collision);
    this.#weaken.disabled = this.#strength <= BOOST_RANGE.min;
    setText(this.#warning, collisionWarning(name, collision));
    setText(this.#effect, collisionEffect(name, collision));
  }
}
