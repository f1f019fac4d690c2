import { describe, expect, it } from 'vitest';
import type { Name } from './name';
import { isPersonLike, partOf, partTexts, wantsParts, withParts } from './name-parts';

/** All parts, as `text < whole`. */
const parts = (...names: (string | Name)[]) =>
  withParts(
    names.map((name) => (typeof name === 'string' ? { text: name } : name)),
    ({ text }) => partTexts(text),
  )
    .slice(names.length)
    .map((part) => `${part.text} < ${part.partOf}`);

describe('a name', () => {
  it('looks like a person’s where it has two or three words with capitals', () => {
    for (const text of ['Siobhan Murphy', 'Siobhán O’Brien', 'Ronald McDonald', 'Jean-Luc Picard', 'Ana Maria Ruiz']) {
      expect(isPersonLike(text), text).toBe(true);
    }
    for (const text of [
      'Murphy',
      'Ludwig van Beethoven',
      'IBM Research',
      'J. R. Hartley',
      'Studio 54',
      'siobhan murphy',
      'Ana Maria Ruiz Vega',
      '安娜 李',
      '',
    ]) {
      expect(isPersonLike(text), text).toBe(false);
    }
  });

  it('has parts as its switch says, unless it is off or negative', () => {
    expect(wantsParts({ text: 'Siobhan Murphy' })).toBe(true);
    expect(wantsParts({ text: 'Siobhan Murphy', parts: false })).toBe(false);
    expect(wantsParts({ text: 'Studio Babelsberg of Potsdam', parts: true })).toBe(true);
    expect(wantsParts({ text: 'Siobhan Murphy', enabled: false })).toBe(false);
    expect(wantsParts({ text: 'Siobhan Murphy', negative: true })).toBe(false);
    expect(wantsParts({ text: 'Murphy', parts: true })).toBe(false);
  });

  it('has its words with at least two letters as parts, each once', () => {
    expect(partTexts('Siobhan Murphy')).toEqual(['Siobhan', 'Murphy']);
    expect(partTexts('Jean-Luc  Picard')).toEqual(['Jean-Luc', 'Picard']);
    expect(partTexts('Boutros Boutros Ghali')).toEqual(['Boutros', 'Ghali']);
    expect(partTexts('J. R. Hartley 3')).toEqual(['Hartley']);
    expect(partTexts('Murphy')).toEqual([]);
    expect(partTexts(' Murphy ')).toEqual([]);
  });
});

describe('a part', () => {
  it('is weaker than its whole, however strong that is', () => {
    expect(partOf({ text: 'Siobhan Murphy' }, 'Murphy').boost).toBe(3);
    expect(partOf({ text: 'Siobhan Murphy', boost: 10 }, 'Murphy').boost).toBe(3);
    expect(partOf({ text: 'Siobhan Murphy', boost: 2 }, 'Murphy').boost).toBe(0.5);
    expect(partOf({ text: 'Siobhan Murphy', boost: 1 }, 'Murphy').boost).toBe(0);
  });

  it('sounds like the same word of each sound with as many words', () => {
    const whole = { text: 'Siobhan Murphy', soundsLike: ['shi vawn murfy', 'shivawn murfy', 'chevonne murfy'] };
    expect(partOf(whole, 'Siobhan').soundsLike).toEqual(['shivawn', 'chevonne']);
    expect(partOf(whole, 'Murphy').soundsLike).toEqual(['murfy']);
    const pronounced = { text: 'Siobhan Murphy', ipa: ['ʃɪˈvɔːn ˈmɜːfi', 'ʃɪvɔnmɝfi'] };
    expect(partOf(pronounced, 'Siobhan').ipa).toEqual(['ʃɪˈvɔːn']);
  });
});

describe('withParts', () => {
  it('leaves the names as they are and lets their safe parts follow', () => {
    const names = [{ text: 'Siobhan Murphy' }, { text: 'Kowalczyk' }];
    expect(withParts(names, () => [])).toEqual(names);
    expect(withParts(names, () => ['Siobhan'])).toEqual([...names, partOf(names[0], 'Siobhan')]);
  });

  it('has the same part of several names once, of the strongest, in whatever order the names come', () => {
    const names: Name[] = [
      { text: 'Siobhan Murphy' },
      { text: 'Ann Murphy', boost: 4.5 },
      { text: 'Eddie Murphy', boost: 2 },
      { text: 'Cara MURPHy', boost: 3 },
    ];
    const expected = parts(...names).toSorted();
    expect(expected).toEqual([
      'Ann < Ann Murphy',
      'Cara < Cara MURPHy',
      'Eddie < Eddie Murphy',
      'Murphy < Ann Murphy',
      'Siobhan < Siobhan Murphy',
    ]);
    for (let turn = 1; turn < names.length; turn++) {
      expect(parts(...names.slice(turn), ...names.slice(0, turn)).toSorted()).toEqual(expected);
      expect(parts(...names.toReversed())).toEqual(parts(...names));
    }
  });

  it('leaves a part to the name that is listed so, whatever that does', () => {
    expect(parts('Siobhan Murphy', 'murphy')).toEqual(['Siobhan < Siobhan Murphy']);
    expect(parts('Siobhan Murphy', { text: 'Murphy', enabled: false })).toEqual(['Siobhan < Siobhan Murphy']);
    expect(parts('Siobhan Murphy', { text: 'Murphy', negative: true })).toEqual(['Siobhan < Siobhan Murphy']);
  });
});
