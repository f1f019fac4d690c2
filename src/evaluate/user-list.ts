import type { Name } from '../core/name';
import { withParts } from '../core/name-parts';
import { NameCollisions } from '../core/pronunciation/name-collisions';
import { SafeParts } from '../core/pronunciation/safe-parts';
import { boostedNames } from './boosted-names';
import { openCommonWords, openPronouncer } from './open-pronouncer';
import type { Settings } from './settings';

/** The list of an utterance as both passes get it. */
export type UserList = (texts: readonly string[]) => readonly Name[];

/**
 * `parts: 'on'`: the safe parts of names of several words follow them. The page does so where a name has a person's capitals;
 * here all have parts, since most sets are in lower case.
 */
export async function openUserList({ boost, parts }: Partial<Pick<Settings, 'boost' | 'parts'>>): Promise<UserList> {
  if (parts !== 'on') return (texts) => boostedNames(texts, boost);
  const pronouncer = await openPronouncer();
  const safe = new SafeParts(new NameCollisions(await openCommonWords(), pronouncer), pronouncer);
  // The lists of many utterances share names.
  const known = new Map<string, readonly string[]>();
  const safeParts = (name: Name) => {
    const parts = known.get(name.text) ?? safe.of(name);
    known.set(name.text, parts);
    return parts;
  };
  return (texts) =>
    withParts(
      boostedNames(texts, boost).map((name) => ({ ...name, parts: true })),
      safeParts,
    );
}
