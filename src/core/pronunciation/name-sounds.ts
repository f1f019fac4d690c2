import type { Name } from '../name';
import { phonesOfIpa } from './ipa';
import type { Pronouncer } from './pronouncer';
import type { NameSound } from './sound-index';

const LIMITS = {
  /** Pronunciations of a name by its spelling, and of each `soundsLike`. */
  spelling: 5,
  soundsLike: 2,
};

/** What a pronunciation that the user gave is likelier than any guessed from the spelling, in nats. */
const GIVEN = 0;

/** How the names of a list are said; those that are off or negative are left out. Names are ordered by their text. */
export function soundsOf(names: readonly Name[], pronouncer: Pronouncer): NameSound[] {
  const order = names.map((_, index) => index).toSorted((a, b) => compare(names[a].text, names[b].text));
  return order.flatMap((name) => {
    const { text, soundsLike = [], ipa = [], enabled = true, negative = false } = names[name];
    if (!enabled || negative) return [];
    return [
      ...ipa
        .map(phonesOfIpa)
        .filter((phones) => phones !== undefined)
        .map((phones) => ({ name, phones, logProb: GIVEN })),
      ...soundsLike.flatMap((spelling) =>
        pronouncer.pronounce(spelling, LIMITS.soundsLike).map((pronunciation) => ({ name, ...pronunciation })),
      ),
      ...pronouncer.pronounce(text, LIMITS.spelling).map((pronunciation) => ({ name, ...pronunciation })),
    ];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
