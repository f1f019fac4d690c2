import { describe, expect, it } from 'vitest';
import { alignWords, Edit, editDistance, RARE_WORD_COSTS, UNIT_COSTS, type EditCosts } from './alignment';

const words = (text: string) => text.split(' ').filter((word) => word !== '');

/** An alignment drawn as one letter per edit: `=` match, S, I, D. */
const draw = (reference: string, hypothesis: string, costs?: EditCosts) =>
  Array.from(alignWords(words(reference), words(hypothesis), costs), (edit) => '=SID'[edit]).join('');

const costOf = (edits: Uint8Array, costs: EditCosts) =>
  edits.reduce((sum, edit) => sum + [0, costs.substitution, costs.insertion, costs.deletion][edit], 0);

/** The oracle: every way of aligning, without memory. */
function cheapest(reference: readonly string[], hypothesis: readonly string[], costs: EditCosts): number {
  if (reference.length === 0) return hypothesis.length * costs.insertion;
  if (hypothesis.length === 0) return reference.length * costs.deletion;
  const pair = reference[0] === hypothesis[0] ? 0 : costs.substitution;
  return Math.min(
    pair + cheapest(reference.slice(1), hypothesis.slice(1), costs),
    costs.insertion + cheapest(reference, hypothesis.slice(1), costs),
    costs.deletion + cheapest(reference.slice(1), hypothesis, costs),
  );
}

/** All texts of up to `length` words over a, b, c. */
function* texts(length: number): Generator<string[]> {
  yield [];
  if (length === 0) return;
  for (const rest of texts(length - 1)) for (const word of ['a', 'b', 'c']) yield [word, ...rest];
}

describe('alignWords', () => {
  it.each([
    ['a b c', 'a b c', '==='],
    ['a b c', 'a x c', '=S='],
    ['a b c', 'a c', '=D='],
    ['a c', 'a b c', '=I='],
    ['', 'a b', 'II'],
    ['a b', '', 'DD'],
    ['', '', ''],
  ])('turns "%s" into "%s" by %s', (reference, hypothesis, edits) => {
    expect(draw(reference, hypothesis)).toBe(edits);
  });

  it('prefers a deletion and an insertion to two substitutions where these cost more', () => {
    expect(draw('a b', 'b c', UNIT_COSTS)).toBe('SS');
    expect(draw('a b', 'b c', RARE_WORD_COSTS)).toBe('D=I');
  });

  it('finds the cheapest way between all short texts, and its edits lead from one to the other', () => {
    const all = [...texts(4)];
    for (const costs of [UNIT_COSTS, RARE_WORD_COSTS]) {
      for (const reference of all.filter((_, index) => index % 3 === 0)) {
        for (const hypothesis of all.filter((_, index) => index % 5 === 0)) {
          const edits = alignWords(reference, hypothesis, costs);
          expect(costOf(edits, costs)).toBe(cheapest(reference, hypothesis, costs));
          expect(walk(reference, hypothesis, edits)).toEqual([reference.length, hypothesis.length]);
        }
      }
    }
  });

  it('aligns half an hour of words in little memory', () => {
    const reference = Array.from({ length: 5_000 }, (_, index) => `w${(index * 7919) % 911}`);
    const hypothesis = reference.filter((_, index) => index % 10 !== 3);
    const edits = alignWords(reference, hypothesis);
    expect(edits.filter((edit) => edit === Edit.deletion)).toHaveLength(500);
    expect(edits.filter((edit) => edit === Edit.match)).toHaveLength(4_500);
  });

  it('refuses streams that would fill the memory', () => {
    const long = Array.from({ length: 70_000 }, () => 'a');
    expect(() => alignWords(long, long)).toThrow(
      'Expected at most 4294967296 pairs of words to align, got 70000 x 70000',
    );
  });
});

describe('editDistance', () => {
  it('counts characters as alignWords counts words', () => {
    for (const [reference, hypothesis] of [
      ['kitten', 'sitting'],
      ['', 'abc'],
      ['abc', ''],
      ['a b', 'ab'],
      ['same', 'same'],
      ['the quick brown fox', 'a quack brow foxes'],
    ]) {
      const edits = alignWords(Array.from(reference), Array.from(hypothesis));
      expect(editDistance(reference, hypothesis)).toBe(costOf(edits, UNIT_COSTS));
    }
  });
});

/** How many words of either side the edits take, checking that matches match. */
function walk(reference: readonly string[], hypothesis: readonly string[], edits: Uint8Array): [number, number] {
  let row = 0;
  let column = 0;
  for (const edit of edits) {
    if (edit === Edit.match || edit === Edit.substitution) {
      expect(reference[row] === hypothesis[column]).toBe(edit === Edit.match);
    }
    if (edit !== Edit.insertion) row++;
    if (edit !== Edit.deletion) column++;
  }
  return [row, column];
}
