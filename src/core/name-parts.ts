/*
 * Full names also match by their parts: who lists `Siobhan Murphy` says `Siobhan` in the next sentence.
 *
 * A list is expanded in one place, before either pass gets it, by `withParts`: parts follow the names, as names of their own
 * that know whose part they are (`partOf`). The whole wins wherever it fits: it covers more words in the search, and the merge
 * drops the parts within it. Which parts are safe, pronunciations tell (pronunciation/safe-parts.ts).
 */

import { AUTOMATIC_BOOST, isSameName, type Name } from './name';
import { nameKey } from './names-text';

/** What a part is weaker than its whole, in nats: it is shorter, and said by fewer people. */
export const PART_DISCOUNT = 1.5;

/** Longer names than this are titles and descriptions. */
const MOST_WORDS = 3;

/** The words that might stand alone, in the name's own form; none for a name of one word. */
export function partTexts(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word));
  const hasMore = text.trim().includes(' ');
  return hasMore ? words.filter((word, index) => words.indexOf(word) === index) : [];
}

/** Whether a name looks like a person's: two or three words of letters, each with a capital (`McDonald`, but not `IBM`). */
export function isPersonLike(text: string): boolean {
  const words = text.trim().split(/\s+/);
  if (words.length < 2 || words.length > MOST_WORDS) return false;
  return words.every((word) => /^\p{Lu}[\p{L}\p{M}'’\p{Pd}]*$/u.test(word) && /\p{Ll}/u.test(word));
}

/** Whether the parts of `name` are used: as the user says, else where it looks like a person's. */
export function wantsParts({ text, parts = isPersonLike(text), enabled = true, negative = false }: Name): boolean {
  return parts && enabled && !negative && partTexts(text).length > 0;
}

/** `part`, one of `partTexts`, as a name: said as the same word of each sound that has as many words. */
export function partOf(whole: Name, part: string): Name {
  const words = whole.text.split(/\s+/);
  const at = words.indexOf(part);
  const sameWord = (sounds: readonly string[] = []) => [
    ...new Set(
      sounds
        .map((sound) => sound.trim().split(/\s+/))
        .filter(({ length }) => length === words.length)
        .map((sound) => sound[at]),
    ),
  ];
  const [soundsLike, ipa] = [sameWord(whole.soundsLike), sameWord(whole.ipa)];
  // A whole that the user has made very strong says nothing about its parts.
  const boost = Math.max(0, Math.min(whole.boost ?? AUTOMATIC_BOOST, AUTOMATIC_BOOST) - PART_DISCOUNT);
  return {
    text: part,
    partOf: whole.text,
    boost,
    ...(soundsLike.length > 0 && { soundsLike }),
    ...(ipa.length > 0 && { ipa }),
  };
}

/** The parts that were made of a name. */
const made = new WeakMap<Name, Map<string, Name>>();

/** As `partOf`: the same object while it says the same, by which lists are compared. */
function samePart(whole: Name, text: string): Name {
  const parts = made.get(whole) ?? new Map<string, Name>();
  made.set(whole, parts);
  const [part, before] = [partOf(whole, text), parts.get(text)];
  if (before !== undefined && isSameName(before, part)) return before;
  parts.set(text, part);
  return part;
}

/**
 * The names, in their order, and after them those of their parts that are safe. A part that is listed as a name of its own,
 * also as one that is off or negative, is left to that; the same part of several names appears once, as the strongest's.
 */
export function withParts(names: readonly Name[], safeParts: (name: Name) => readonly string[]): Name[] {
  const listed = new Set(names.map(({ text }) => nameKey(text)));
  const parts = new Map<string, Name>();
  for (const name of names) {
    if (!wantsParts(name)) continue;
    for (const text of safeParts(name)) {
      const key = nameKey(text);
      if (listed.has(key)) continue;
      const part = samePart(name, text);
      const known = parts.get(key);
      if (known === undefined || comparePriority(part, known) < 0) parts.set(key, part);
    }
  }
  return [...names, ...[...parts.values()].toSorted((a, b) => compare(a.text, b.text))];
}

/** Only what the names say decides, never their order. */
function comparePriority(a: Name, b: Name): number {
  return b.boost! - a.boost! || compare(a.partOf!, b.partOf!) || compare(a.text, b.text);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
