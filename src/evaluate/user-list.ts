import type { Name } from '../core/name';
import { withParts } from '../core/name-parts';
import { withAutomaticBoost } from '../core/pronunciation/automatic-boost';
import { NameCollisions } from '../core/pronunciation/name-collisions';
import { SafeParts } from '../core/pronunciation/safe-parts';
import { openCommonWords, openPronouncer } from './open-pronouncer';
import type { Settings } from './settings';

/** The list of an utterance as both passes get it. */
export type UserList = (texts: readonly string[]) => readonly Name[];

/**
 * As the page gives lists: without a `boost` for all, each name has the automatic one, which is lower where it may be taken for
 * a common word. `parts: 'on'`: the safe parts of names of several words follow them. The page does so where a name has a
 * person's capitals; here all have parts, since most sets are in lower case.
 */
export async function openUserList({ boost, parts }: Partial<Pick<Settings, 'boost' | 'parts'>>): Promise<UserList> {
  const pronouncer = await openPronouncer();
  const collisions = new NameCollisions(await openCommonWords(), pronouncer);
  const safe = new SafeParts(collisions, pronouncer);
  const listed = known((text: string) => {
    return boost === undefined ? withAutomaticBoost({ text }, collisions.of({ text })) : { text, boost };
  });
  if (parts !== 'on') return (texts) => texts.map(listed);
  const partsOf = known((text: string) => safe.of({ text }));
  return (texts) =>
    withParts(
      texts.map((text) => ({ ...listed(text), parts: true })),
      ({ text }) => partsOf(text),
    );
}

/** `of`, asked once for each text: the lists of many utterances share names. */
function known<Answer>(of: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) answers.set(text, (answer = of(text)));
    return answer;
  };
}
