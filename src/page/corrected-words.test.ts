import { describe, expect, it } from 'vitest';
import { correctedWords } from './corrected-words';

const corrected = (before: string, after: string) =>
  correctedWords(before, after).map((stretch) => stretch.map(({ text }) => text).join(' '));

describe('correctedWords', () => {
  it('finds a word that was written in place of others', () => {
    expect(corrected('call shiv on now', 'call Siobhan now')).toEqual(['Siobhan']);
    expect(corrected('Call Shevon, please.', 'Call Siobhán, please.')).toEqual(['Siobhán']);
    expect(corrected('ask o brien', 'ask Mr O’Brien')).toEqual(['Mr O’Brien']);
  });

  it('keeps words apart that others stand between', () => {
    expect(corrected('shevon met kovalchick', 'Siobhan met Kowalczyk')).toEqual(['Siobhan', 'Kowalczyk']);
  });

  it('takes another case for another word', () => {
    expect(corrected('call siobhan', 'call Siobhan')).toEqual(['Siobhan']);
  });

  it('finds none in what was only added, taken away or set apart by signs', () => {
    expect(corrected('call now', 'call Siobhan now')).toEqual([]);
    expect(corrected('call her now', 'call now')).toEqual([]);
    expect(corrected('call her now', 'Call'.toLowerCase() + ' her, now!')).toEqual([]);
    expect(corrected('', 'Siobhan')).toEqual([]);
    expect(corrected('her', '')).toEqual([]);
    expect(corrected('same', 'same')).toEqual([]);
  });

  it('tells where they stand, without the signs around them', () => {
    const after = 'Call “Siobhan”, please.';
    const [word] = correctedWords('Call shevon, please.', after).flat();
    expect(after.slice(word?.begin, word?.end)).toBe('Siobhan');
  });
});
