import type { Name } from '../name';
import { partOf, partTexts, PART_DISCOUNT } from '../name-parts';
import { WARNING_MARGIN, type NameCollisions } from './name-collisions';
import type { Pronouncer } from './pronouncer';

/** Shorter parts are heard everywhere. */
const LEAST_PHONES = 4;

/** Tells which parts of a full name can be written where they stand alone. */
export class SafeParts {
  readonly #collisions: NameCollisions;
  readonly #pronouncer: Pronouncer;

  constructor(collisions: NameCollisions, pronouncer: Pronouncer) {
    this.#collisions = collisions;
    this.#pronouncer = pronouncer;
  }

  /** Those of `partTexts`, in their order, that are long enough and that no common word sounds like. */
  of(name: Name): string[] {
    return partTexts(name.text).filter((text) => {
      const [sound] = this.#pronouncer.pronounce(text, 1);
      if (sound === undefined || sound.phones.length < LEAST_PHONES) return false;
      const collision = this.#collisions.of(partOf(name, text));
      // A part is weaker than the name that margins are reckoned for, and so much farther from every word.
      return collision === undefined || collision.margin + PART_DISCOUNT >= WARNING_MARGIN;
    });
  }
}
