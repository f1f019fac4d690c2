import { describe, expect, it } from 'vitest';
import { writableAnew } from './changed-names';
import type { Name } from './name';

const anna: Name = { text: 'Anna', soundsLike: ['ana'], ipa: ['ænə'] };
const changedTo = (name: Name) => writableAnew([anna, { text: 'Ben' }], [{ text: 'Ben' }, name]);

describe('writableAnew', () => {
  it('has names that are new, in the order of the list', () => {
    expect(writableAnew([{ text: 'Ben' }], [{ text: 'Cleo' }, { text: 'Ben' }, { text: 'Anna' }])).toEqual([
      'Cleo',
      'Anna',
    ]);
  });

  it('has none of a list that only lost names or changed its order', () => {
    expect(writableAnew([anna, { text: 'Ben' }], [{ text: 'Ben' }])).toEqual([]);
    expect(changedTo(anna)).toEqual([]);
  });

  it('has names with another sound or more strength', () => {
    expect(changedTo({ ...anna, soundsLike: ['ana', 'anner'] })).toEqual(['Anna']);
    expect(changedTo({ ...anna, ipa: ['ɑnə'] })).toEqual(['Anna']);
    expect(changedTo({ ...anna, boost: 6 })).toEqual(['Anna']);
    expect(writableAnew([{ ...anna, notAs: ['ana', 'hana'] }], [{ ...anna, notAs: ['ana'] }])).toEqual(['Anna']);
  });

  it('has none with fewer sounds or less strength', () => {
    expect(changedTo({ text: 'Anna', boost: 2 })).toEqual([]);
    expect(changedTo({ ...anna, notAs: ['ana'] })).toEqual([]);
    // What is automatic is no less than its number.
    expect(changedTo({ ...anna, boost: 4.5 })).toEqual([]);
  });

  it('has names that were switched on, and none that is off or is not to be written', () => {
    expect(writableAnew([{ ...anna, enabled: false }], [anna])).toEqual(['Anna']);
    expect(writableAnew([{ ...anna, negative: true }], [anna])).toEqual(['Anna']);
    expect(
      writableAnew(
        [],
        [
          { ...anna, enabled: false },
          { text: 'Ben', negative: true },
        ],
      ),
    ).toEqual([]);
  });
});
