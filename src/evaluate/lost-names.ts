import type { NameDecision } from '../core/merge/final-merger';
import { normaliseText } from '../core/normalise';

/** Where a name that was said, but not written, was lost on its way into the final text. */
export interface LostName {
  readonly name: string;
  /**
   * `not-found`: no words sounded like it; `refused`: none of the first pass's, which the guard kept; `not-asked`: too many others
   * were likelier; `unlikely`: the odds were against it; `outweighed`: another name took its place; `misspelled`: it was
   * written, but not as the reference has it.
   */
  readonly where: 'refused' | 'not-found' | 'not-asked' | 'unlikely' | 'outweighed' | 'misspelled';
  /** Of the decision that came nearest to writing it: logarithm of the odds, and the words in whose place. */
  readonly logit?: number;
  readonly replaced?: string;
}

const places = { 'not-asked': 'not-asked', unlikely: 'unlikely', outweighed: 'outweighed' } as const;

/** For each of `missed` (as the score has them) the decision that came nearest; `refused`: whether the guard kept any text. */
export function lostNames(
  missed: readonly string[],
  decisions: readonly NameDecision[],
  refused: boolean,
): readonly LostName[] {
  const named = decisions.map((decision) => ({ ...decision, name: normaliseText(decision.text).replace(/'s$/, '') }));
  return missed.map((name) => {
    const nearest = named.filter((decision) => decision.name === name).toSorted((a, b) => b.logit - a.logit)[0];
    if (nearest === undefined) return { name, where: refused ? 'refused' : 'not-found' };
    const { verdict, logit, replaced } = nearest;
    return { name, where: verdict in places ? places[verdict as keyof typeof places] : 'misspelled', logit, replaced };
  });
}
