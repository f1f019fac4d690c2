import { describe, expect, it } from 'vitest';
import { binErrors } from './error-bins';
import { addErrors, emptyErrors, scoreUtterance } from './score';

const words = (text: string) => text.split(' ').filter((word) => word !== '');

describe('binErrors', () => {
  it('gives each error to the bin of its reference word', () => {
    expect(binErrors(words('a b c d'), words('a x c y z'), [0, 0, 1, 1], 2)).toEqual([
      { words: 2, substitutions: 1, deletions: 0, insertions: 0 },
      { words: 2, substitutions: 1, deletions: 0, insertions: 1 },
    ]);
  });

  it('gives an insertion to the word before it, at the very start to the first', () => {
    expect(binErrors(words('a b'), words('x a b'), [0, 1], 2).map((bin) => bin.insertions)).toEqual([1, 0]);
    expect(binErrors(words('a b'), words('a x b'), [0, 1], 2).map((bin) => bin.insertions)).toEqual([1, 0]);
    expect(binErrors(words('a b'), words('a b x'), [0, 1], 2).map((bin) => bin.insertions)).toEqual([0, 1]);
    expect(binErrors([], words('x'), [], 1)[0].insertions).toBe(1);
  });

  it('sums to the errors of the whole', () => {
    const reference = 'the cat sat on the mat and looked at the rat with great care';
    const hypothesis = 'a cat sat the the mat looked looked at that rat great big care';
    for (const bins of [1, 2, 3, 7]) {
      const binOfWord = words(reference).map((_, index) => index % bins);
      const sum = emptyErrors();
      for (const bin of binErrors(words(reference), words(hypothesis), binOfWord, bins)) addErrors(sum, bin);
      expect(sum).toEqual(scoreUtterance(reference, hypothesis).counts.all);
    }
  });

  it('refuses words without a bin', () => {
    expect(() => binErrors(['a'], ['a'], [], 1)).toThrow('Expected a bin for each of 1 words, got 0');
    expect(() => binErrors(['a'], ['a'], [3], 2)).toThrow('Expected a bin below 2 for word 0, got 3');
  });
});
