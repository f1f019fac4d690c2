import { describe, expect, it } from 'vitest';
import { poolCounts, scoreRates, scoreUtterance, type ErrorCounts } from './score';
import { NamesInText } from './names-in-text';

const list = (names: string) => new NamesInText(names.split('|'));

/** Errors drawn as `words:S/D/I`. */
const draw = (errors: ErrorCounts) =>
  `${errors.words}:${errors.substitutions}/${errors.deletions}/${errors.insertions}`;

const errors = (reference: string, hypothesis: string, spoken: string[] = []) => {
  const { counts } = scoreUtterance(reference, hypothesis, spoken);
  return `${draw(counts.all)} U ${draw(counts.unbiased)} B ${draw(counts.biased)}`;
};

describe('word and character errors', () => {
  it('counts each kind of edit over the reference words', () => {
    expect(errors('call ann at noon', 'call anne at at noon please')).toBe('4:1/0/2 U 4:1/0/2 B 0:0/0/0');
    expect(errors('a b c', '')).toBe('3:0/3/0 U 3:0/3/0 B 0:0/0/0');
    expect(errors('', 'a')).toBe('0:0/0/1 U 0:0/0/1 B 0:0/0/0');
  });

  it('normalises both sides first', () => {
    expect(errors('Mr. Müller’s 2nd well-known car', "mister muller's second well known car")).toBe(
      '6:0/0/0 U 6:0/0/0 B 0:0/0/0',
    );
  });

  it('counts characters with the spaces between words', () => {
    const { counts } = scoreUtterance('an na', 'anna');
    expect([counts.characters, counts.characterErrors]).toEqual([5, 1]);
  });
});

describe('errors of the names’ words and of the others', () => {
  it('gives each edit to its reference word', () => {
    expect(errors('call siobhan at noon', 'please call shiv at', ['Siobhan'])).toBe('4:1/1/1 U 3:0/1/1 B 1:1/0/0');
  });

  it('gives B the words of a name of several words one by one', () => {
    expect(errors('ask beray mukunda now', 'ask beray makunda now', ['Beray Mukunda'])).toBe(
      '4:1/0/0 U 2:0/0/0 B 2:1/0/0',
    );
  });

  it('breaks ties as fbai-speech does: the pair of words comes last', () => {
    expect(errors('ask siobhan now', 'ask shiv', ['siobhan'])).toBe('3:1/1/0 U 2:1/0/0 B 1:0/1/0');
  });

  it('gives an insertion to B only if the inserted word is a spoken name’s', () => {
    expect(errors('ann came', 'ann ann came', ['ann'])).toBe('2:0/0/1 U 1:0/0/0 B 1:0/0/1');
    expect(errors('ann came', 'ann bob came', ['ann'])).toBe('2:0/0/1 U 1:0/0/1 B 1:0/0/0');
  });

  it('aligns with its own costs, so its errors may be more than the plain ones', () => {
    // Two substitutions are cheapest at unit costs; at 3, 3, 4 a deletion and an insertion around a match are.
    expect(errors('zoe met', 'met ann', ['zoe'])).toBe('2:2/0/0 U 1:0/0/1 B 1:0/1/0');
  });

  it('gives B nothing when no name is spoken', () => {
    expect(scoreRates(scoreUtterance('hello there', 'hello ann', []).counts).bWer).toBeUndefined();
  });
});

describe('names', () => {
  const score = (reference: string, hypothesis: string, names: string) => {
    const { spokenNames, writtenNames, missedNames, falseNames } = scoreUtterance(
      reference,
      hypothesis,
      [],
      list(names),
    );
    return { spokenNames, writtenNames, missedNames, falseNames };
  };

  it('tells hits, misses and false alarms by occurrence', () => {
    expect(score('ann met ann and bob', 'ann met carl and carl', 'Ann|Bob|Carl')).toEqual({
      spokenNames: ['Ann', 'Ann', 'Bob'],
      writtenNames: ['Ann', 'Carl', 'Carl'],
      missedNames: ['Ann', 'Bob'],
      falseNames: ['Carl', 'Carl'],
    });
  });

  it('counts a name that is written where another was said as long as it was said somewhere', () => {
    expect(score('ann and bob', 'bob and ann', 'ann|bob').falseNames).toEqual([]);
  });

  it('ignores names outside the list', () => {
    expect(score('ann', 'ann', 'bob').writtenNames).toEqual([]);
  });

  it('makes precision, recall, F1 and false alarms of the pooled counts', () => {
    const names = list('ann|bob|carl');
    const counts = poolCounts([
      scoreUtterance('ann met bob', 'ann met carl', ['ann', 'bob'], names).counts,
      scoreUtterance('bob is here now today', 'bob is here now today', ['bob'], names).counts,
    ]);
    expect(scoreRates(counts)).toEqual({
      wer: 1 / 8,
      cer: 4 / 32,
      uWer: 0,
      bWer: 1 / 3,
      precision: 2 / 3,
      recall: 2 / 3,
      f1: 2 / 3,
      falseAlarmsPerThousandWords: 125,
    });
  });

  it('leaves undefined what has nothing to count', () => {
    expect(scoreRates(scoreUtterance('hello', 'hello').counts)).toEqual({
      wer: 0,
      cer: 0,
      uWer: 0,
      bWer: undefined,
      precision: undefined,
      recall: undefined,
      f1: undefined,
      falseAlarmsPerThousandWords: 0,
    });
    const missed = scoreRates(scoreUtterance('ann', 'and', ['ann'], list('ann')).counts);
    expect([missed.precision, missed.recall, missed.f1]).toEqual([undefined, 0, 0]);
    expect(scoreRates(poolCounts([])).wer).toBeUndefined();
  });
});
