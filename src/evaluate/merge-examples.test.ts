import { describe, expect, it } from 'vitest';
import type { PieceDecision } from '../core/merge/revised-utterance';
import { mergeExamples } from './merge-examples';

const terms = {
  boost: 0,
  ctc: 1,
  sound: 2,
  cost: 1,
  beam: 0,
  phones: 5,
  distance: 0.5,
  names: 2,
  written: -1,
  second: -3,
  tokens: 1,
};

/** `text` in place of the words [first, end). */
const decision = (text: string, first: number, end: number, verdict: PieceDecision['verdict'] = 'unlikely') => ({
  name: 0,
  text,
  first,
  end,
  replaced: '',
  terms,
  logit: 0,
  verdict,
  piece: 0,
});

/** Whether each candidate of what was written was right. */
const learned = (reference: string, names: string, written: string, ...decisions: PieceDecision[]) =>
  mergeExamples(reference, names.split('|'), written, decisions).map(({ isTrue }) => isTrue);

describe('mergeExamples', () => {
  it('finds a name true where it stands in place of its own words', () => {
    expect(learned('ask siobhan now', 'siobhan', 'Ask Shiv on now.', decision('Siobhán', 1, 3))).toEqual([true]);
    expect(learned("siobhan's hat", 'siobhan', "Shivon's hat", decision("Siobhan's", 0, 1))).toEqual([true]);
  });

  it('finds any other false, also a right name that makes the text worse', () => {
    const wrong = [decision('Sharon', 1, 3), decision('Siobhan', 0, 1)];
    expect(learned('ask siobhan now', 'siobhan', 'Ask Shiv on now.', ...wrong)).toEqual([false, false]);
  });

  it('learns nothing of names that stand there already, or that leave as many errors', () => {
    const idle = [decision('Siobhan', 1, 2, 'written'), decision('Siobhan', 2, 3)];
    expect(learned('ask siobhan no', 'siobhan', 'Ask Siobhan now.', ...idle)).toEqual([]);
  });
});
