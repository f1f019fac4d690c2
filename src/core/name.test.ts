import { describe, expect, it } from 'vitest';
import { AUTOMATIC_BOOST, budgetOf, checkName, isSameName, type Name } from './name';

describe('a name', () => {
  it('pays its boost, the automatic one if it says nothing', () => {
    expect(budgetOf({ text: 'Anna' })).toBe(AUTOMATIC_BOOST);
    expect(budgetOf({ text: 'Anna', boost: 0 })).toBe(0);
    expect(budgetOf({ text: 'Anna', boost: 3, negative: true })).toBe(-3);
  });

  it('says the same as its copy, until anything of it is changed', () => {
    const name = { text: 'Anna', soundsLike: ['ana'], ipa: ['ˈænə'], boost: 3, group: 'Team' };
    expect(isSameName(name, structuredClone(name))).toBe(true);
    for (const change of [{ text: 'Ann' }, { soundsLike: ['anna'] }, { ipa: [] }, { boost: 4 }, { parts: true }]) {
      expect(isSameName(name, { ...name, ...change }), JSON.stringify(change)).toBe(false);
      expect(isSameName({ ...name, ...change }, name), JSON.stringify(change)).toBe(false);
    }
    expect(isSameName(name, { text: 'Anna', soundsLike: ['ana'], ipa: ['ˈænə'], boost: 3 })).toBe(false);
  });

  it.each([{ text: 'Anna' }, { text: '' }, { text: 'A', boost: 10, soundsLike: ['ay'], enabled: false }])(
    'may be %j',
    (name) => expect(() => checkName(name, 0)).not.toThrow(),
  );

  it.each([
    [{ text: 'Anna', boost: 11 }, RangeError, 'Expected boost of name 7 from 0 to 10, got 11'],
    [{ text: 'Anna', boost: NaN }, RangeError, 'Expected boost of name 7 from 0 to 10, got NaN'],
    [{ text: 5 }, TypeError, 'Expected name 7 to have a text, got 5'],
    [{ text: 'Anna', soundsLike: [1] }, TypeError, 'Expected soundsLike of name 7 to be a list of texts, got [1]'],
  ])('cannot be %j', (name, type, message) => {
    expect(() => checkName(name as unknown as Name, 7)).toThrow(new type(message));
  });
});
