import { describe, expect, it } from 'vitest';
import { spellCardinal, spellDigits, spellNumbers, spellOrdinal, spellYear } from './number-words';

describe('spellNumbers', () => {
  const said: readonly (readonly [string, string])[] = [
    ['room 7', 'room seven'],
    ['0', 'zero'],
    ['105 days', 'one hundred five days'],
    ['1,000,000 men', 'one million men'],
    ['12,345', 'twelve thousand three hundred forty five'],
    ['747', 'seven hundred forty seven'],
    ['in 1984', 'in nineteen eighty four'],
    ['in 1905', 'in nineteen oh five'],
    ['in 1900', 'in nineteen hundred'],
    ['in 2000', 'in two thousand'],
    ['in 2005', 'in two thousand five'],
    ['in 2024', 'in twenty twenty four'],
    ['1,984 pages', 'one thousand nine hundred eighty four pages'],
    ['the 1980s', 'the nineteen eighties'],
    ['the 20s', 'the twenties'],
    ['the 1900s', 'the nineteen hundreds'],
    ['the 21st, 2nd and 3rd', 'the twenty first, second and third'],
    ['12th 20th 100th 1st 8TH', 'twelfth twentieth one hundredth first eighth'],
    ['3.14', 'three point one four'],
    ['v1.2.10', 'v one point two point one zero'],
    ['3. and', 'three. and'],
    ['007', 'zero zero seven'],
    ['B2B and 3M', 'B two B and three M'],
    ['10:30', 'ten:thirty'],
    ["1980's", "nineteen eighty's"],
    ['3stars', 'three stars'],
    ['12345678901234567', 'one two three four five six seven eight nine zero one two three four five six seven'],
    ['no digits at all', 'no digits at all'],
    ['', ''],
  ];
  it.each(said)('reads %s as %s', (text, expected) => {
    expect(spellNumbers(text)).toBe(expected);
  });

  it('leaves no digit behind, whatever stands around it', () => {
    for (const text of ['1,2', '1,2345', '12,345,67', '1..2', '.5', '5.', '1a2b3c', '0,5', '1,000.25th', '００']) {
      expect(spellNumbers(text.normalize('NFKD'))).not.toMatch(/\d/);
    }
  });
});

describe('spelling of one number', () => {
  it('keeps apart any two cardinals', () => {
    const spellings = new Set<string>();
    for (let value = 0; value < 12_000; value++) spellings.add(spellCardinal(String(value)));
    expect(spellings.size).toBe(12_000);
  });

  it('says all groups of a long number', () => {
    expect(spellCardinal('1002003004005')).toBe('one trillion two billion three million four thousand five');
    expect(spellCardinal('999999999999999').split(' ')).toHaveLength(5 * 4 + 4);
  });

  it('gives every ordinal its own ending', () => {
    expect(['11', '13', '30', '42', '90', '1000'].map(spellOrdinal)).toEqual([
      'eleventh',
      'thirteenth',
      'thirtieth',
      'forty second',
      'ninetieth',
      'one thousandth',
    ]);
  });

  it('reads years out of the usual range too', () => {
    expect(spellYear('1066')).toBe('ten sixty six');
    expect(spellYear('476')).toBe('four hundred seventy six');
  });

  it('refuses what is not a number', () => {
    expect(() => spellCardinal('-1')).toThrow('Expected decimal digits, got "-1"');
    expect(() => spellDigits('')).toThrow(RangeError);
  });
});
