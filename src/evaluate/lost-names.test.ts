import { describe, expect, it } from 'vitest';
import type { NameDecision, Verdict } from '../core/merge/final-merger';
import { lostNames } from './lost-names';

const decision = (text: string, verdict: Verdict, logit: number): NameDecision => ({
  name: 0,
  text,
  first: 0,
  end: 1,
  replaced: 'shiv on',
  terms: {
    boost: 0,
    ctc: 0,
    sound: 0,
    cost: 1,
    beam: 0,
    phones: 5,
    distance: 1,
    names: 7,
    written: 0,
    second: undefined,
    tokens: 0,
  },
  logit,
  verdict,
});

describe('lostNames', () => {
  it('tells of each name the decision that came nearest to writing it', () => {
    const decisions = [decision('Siobhán', 'not-asked', -6), decision("Siobhán's", 'unlikely', -2)];
    expect(lostNames(['siobhan'], decisions, false)).toEqual([
      { name: 'siobhan', where: 'unlikely', logit: -2, replaced: 'shiv on' },
    ]);
  });

  it('tells a name that nothing sounded like from one whose words the guard kept', () => {
    expect(lostNames(['siobhan'], [decision('Anna', 'accepted', 3)], false)).toEqual([
      { name: 'siobhan', where: 'not-found' },
    ]);
    expect(lostNames(['siobhan'], [], true)).toEqual([{ name: 'siobhan', where: 'refused' }]);
  });

  it('has nothing to tell where nothing was missed', () => {
    expect(lostNames([], [decision('Anna', 'unlikely', -1)], true)).toEqual([]);
  });
});
