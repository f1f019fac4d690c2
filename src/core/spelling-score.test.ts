import { describe, expect, it } from 'vitest';
import { allPaths, drawEmissions, tinyVocabulary, writtenBy } from './every-path';
import { PieceTable, SpellingLattice } from './spelling-lattice';
import { SpellingScorer, type FrameWindow } from './spelling-score';

const scorer = new SpellingScorer();
const pieces = new PieceTable(tinyVocabulary);

const lattice = (text: string) =>
  SpellingLattice.ofWords(
    text.split(' ').map((word) => word.split('|').map((spelling) => `▁${spelling}`)),
    pieces,
  );

const spellingsOf = (text: string) =>
  text
    .split(' ')
    .reduce((before, word) => before.flatMap((b) => word.split('|').map((spelling) => `${b}▁${spelling}`)), ['']);

describe('SpellingScorer', () => {
  const texts = ['a', 'ab', 'aa', 'a a', 'ab|a b', 'b|a ab', 'a|b a'];

  it('sums all paths that read the text, over all segmentations', () => {
    for (let seed = 0; seed < 20; seed++) {
      const emissions = drawEmissions(5, seed);
      const paths = allPaths(emissions);
      for (const text of texts) {
        const spellings = spellingsOf(text);
        let sum = 0;
        for (const { path, logProb } of paths) if (spellings.includes(writtenBy(path))) sum += Math.exp(logProb);
        expect(scorer.score(emissions, lattice(text), { start: 0, end: 5 })).toBeCloseTo(Math.log(sum), 9);
      }
    }
  });

  it('looks at its window and at nothing else', () => {
    const emissions = drawEmissions(9, 3);
    const { logProbs, vocabulary } = emissions;
    const cut = { logProbs: logProbs.slice(2 * vocabulary, 7 * vocabulary), frames: 5, vocabulary };
    const inside = (window: FrameWindow) => scorer.score(emissions, lattice('ab a'), window);
    const alone = (window: FrameWindow) => scorer.score(cut, lattice('ab a'), window);
    expect(inside({ start: 2, end: 7 })).toBe(alone({ start: 0, end: 5 }));
  });

  it('is impossible where the text does not fit', () => {
    const emissions = drawEmissions(4, 1);
    expect(scorer.score(emissions, lattice('aabb'), { start: 0, end: 2 })).toBe(-Infinity);
    expect(scorer.score(emissions, lattice('a'), { start: 2, end: 2 })).toBe(-Infinity);
    expect(scorer.score(emissions, lattice('é'), { start: 0, end: 4 })).toBe(-Infinity);
  });

  it('refuses windows outside the emissions', () => {
    const emissions = drawEmissions(4, 1);
    expect(() => scorer.score(emissions, lattice('a'), { start: 1, end: 5 })).toThrow(RangeError);
    expect(() => scorer.score(emissions, lattice('a'), { start: 3, end: 2 })).toThrow(RangeError);
  });
});
