import { describe, expect, it } from 'vitest';
import { testJson, testText } from './test-report';
import { isSilent, remediesOf, sumOf, testedName, type Readings } from './test-scores';
import type { TestSentence } from './test-sentences';

/** `for *Brontë* from`: the name between stars. */
function sentence(drawn: string): TestSentence {
  const [before, name, after] = drawn.split('*');
  return { name, before, after, place: 'middle', carrier: 0 };
}
const readings = (plain: string, listed = plain, final = listed): Readings => ({ plain, listed, final });
const test = (drawn: string, ...texts: [string, string?, string?]) =>
  testedName(sentence(drawn), readings(...texts), true);
const collision = { words: ['ran'], alike: ['ran'], margin: -1, boost: 2 };

describe('testedName', () => {
  it('tells in which ways the name came right, whatever case, marks and full stops', () => {
    const { scores } = test(
      'a letter for *Brontë* from him',
      'a letter for brn a from him',
      'a letter for Brontë from him',
      'A letter for Bronte from him.',
    );
    expect([scores.plain.right, scores.listed.right, scores.final.right]).toEqual([false, true, true]);
  });

  it('tells what stands in the place of the name', () => {
    const instead = (drawn: string, reading: string) => test(drawn, reading).scores.plain.instead;
    expect(instead('a letter for *Brontë* from him', 'a letter for brn a from him')).toBe('brn a');
    expect(instead('*Siobhán Murphy* came up', 'she von murphy came up')).toBe('she von murphy');
    expect(instead('have you heard of *Kowalczyk*', 'have you heard of co wall chick')).toBe('co wall chick');
    expect(instead('have you heard of *Kowalczyk*', 'have you heard of')).toBe('');
    expect(instead('a letter for *Brontë* from him', '')).toBe('');
  });

  it('finds names in other scripts as they are written', () => {
    const { scores } = test('a letter for *安娜* from him', 'a letter for anna from him', 'a letter for 安娜 from him');
    expect([scores.plain.right, scores.listed.right]).toEqual([false, true]);
    expect(scores.plain.instead).toBe('anna');
  });

  it('is silent only where no way has a word', () => {
    expect(isSilent(readings('', ' ', '.'))).toBe(true);
    expect(isSilent(readings('', '', 'Wow.'))).toBe(false);
  });
});

describe('sumOf', () => {
  it('counts names, and the errors of all other words', () => {
    const tested = [
      test('a letter for *Brontë* from him', 'a letter for brn a from him', 'a letter for Brontë from him'),
      test('have you heard of *Snyk*', 'have you herd of sneak', 'have you herd of Snyk', 'Have you heard of sneak?'),
    ];
    expect(sumOf(tested, 'plain')).toMatchObject({ right: 0, names: 2 });
    expect(sumOf(tested, 'listed')).toEqual({ right: 2, names: 2, wordErrorRate: 1 / 9 });
    expect(sumOf(tested, 'final')).toEqual({ right: 1, names: 2, wordErrorRate: 0 });
    expect(sumOf([], 'final')).toEqual({ right: 0, names: 0, wordErrorRate: undefined });
  });
});

describe('remediesOf', () => {
  const wrong = test('have you heard of *Snyk*', 'have you heard of sneak');

  it('has none for what came right', () => {
    const right = test('have you heard of *Snyk*', 'have you heard of sneak', 'x', 'Have you heard of Snyk?');
    expect(remediesOf(right, {}, collision, false)).toEqual([]);
  });

  it('looks at warnings first, then at what was heard, then at the strength', () => {
    expect(remediesOf(wrong, {}, collision, false)).toEqual(['collision', 'sounds-like']);
    expect(remediesOf(wrong, {}, undefined, false)).toEqual(['sounds-like', 'stronger']);
    expect(remediesOf(wrong, { boost: 10 }, undefined, false)).toEqual(['sounds-like']);
    expect(remediesOf(wrong, { soundsLike: ['Sneak'] }, undefined, false)).toEqual(['stronger']);
    expect(remediesOf(test('have you heard of *Snyk*', ''), {}, undefined, false)).toEqual([]);
  });

  it('never makes a common word a sound of a name', () => {
    expect(remediesOf(wrong, {}, collision, true)).toEqual(['collision']);
    expect(remediesOf(wrong, {}, undefined, true)).toEqual(['stronger']);
  });
});

describe('the reports', () => {
  const tested = [
    test('a letter for *Brontë* from him', 'a letter four brna from him', 'a letter for Brontë from him'),
  ];
  const at = Date.UTC(2026, 10, 25);

  it('tell programs everything', () => {
    const report = JSON.parse(testJson(tested, at)) as Record<string, unknown>;
    expect(report).toMatchObject({
      format: 'namesake-test/1',
      at: '2026-11-25T00:00:00.000Z',
      sums: { plain: { right: 0, names: 1, wordErrorRate: 1 / 5 }, final: { right: 1 } },
      names: [{ name: 'Brontë', sentence: 'a letter for Brontë from him', ways: { plain: { instead: 'brna' } } }],
    });
  });

  it('tell people which names came right, and what was heard', () => {
    expect(testText(tested, at)).toBe(
      [
        'Test of names, 2026-11-25\n',
        'without the list: 0 of 1 names right, other words wrong: 20 %',
        'with the list: 1 of 1 names right, other words wrong: 0 %',
        'in the final text: 1 of 1 names right, other words wrong: 0 %\n',
        'Brontë',
        '  to be read: a letter for Brontë from him',
        '  wrong without the list: a letter four brna from him',
        '  right with the list: a letter for Brontë from him',
        '  right in the final text: a letter for Brontë from him\n',
      ].join('\n'),
    );
  });
});
