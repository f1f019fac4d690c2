import { budgetOf, type Name } from './name';

/**
 * The texts of those names of `after` that may be written where they were not by the list `before`: names that are new or
 * switched on, and those that were given another sound, a spelling by their sound or more strength.
 */
export function writableAnew(before: readonly Name[], after: readonly Name[]): string[] {
  const known = new Map(before.filter(isWritten).map((name) => [name.text, name]));
  return after.filter((name) => isWritten(name) && isMore(name, known.get(name.text))).map(({ text }) => text);
}

function isWritten({ enabled, negative }: Name): boolean {
  return enabled !== false && negative !== true;
}

function isMore(name: Name, before: Name | undefined): boolean {
  if (before === undefined || budgetOf(name) > budgetOf(before)) return true;
  const isNew = (sounds: readonly string[] = [], old: readonly string[] = []) =>
    sounds.some((sound) => !old.includes(sound));
  return isNew(name.soundsLike, before.soundsLike) || isNew(name.ipa, before.ipa) || isNew(before.notAs, name.notAs);
}
