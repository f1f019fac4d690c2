import { describe, expect, it } from 'vitest';
import { allPaths, drawEmissions, tinyVocabulary, writtenBy } from './every-path';
import { PieceTable, SpellingLattice } from './spelling-lattice';
import { SpellingScorer, type FrameWindow } from './spelling-score';

const scorer = new SpellingScorer();
const pieces = new PieceTable(tinyVocabulary);
const { blank } = tinyVocabulary;

const lattice = (text: string) =>
  SpellingLattice.ofWords(
    text.split(' ').map((word) => word.split('|').map((spelling) => `▁${spelling}`)),
    pieces,
  );

const spellingsOf = (text: string) =>
  text
    .split(' ')
    .reduce((before, word) => before.flatMap((b) => word.split('|').map((spelling) => `${b}▁${spelling}`)), ['']);

/** How often frames of `path` read the text: whole runs, with blanks only between them and what is free. */
function readings(path: readonly number[], texts: readonly string[], freeStart: number, freeEnd: number): number {
  const firstFixed = freeStart;
  const lastFixed = path.length - 1 - freeEnd;
  let count = 0;
  for (let start = 0; start < path.length; start++) {
    for (let end = start + 1; end <= path.length; end++) {
      const whole = path[start] !== path[start - 1] && path[end - 1] !== path[end];
      const tight = path[start] !== blank && path[end - 1] !== blank;
      const between = [...path.slice(firstFixed, start), ...path.slice(end, lastFixed + 1)];
      if (
        whole &&
        tight &&
        between.every((token) => token === blank) &&
        texts.includes(writtenBy(path.slice(start, end)))
      )
        count++;
    }
  }
  return count;
}

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

  it('counts the runs that read the text between free ends', () => {
    for (let seed = 0; seed < 6; seed++) {
      const emissions = drawEmissions(4, seed);
      const paths = allPaths(emissions);
      for (const [freeStart, freeEnd] of [
        [1, 0],
        [0, 1],
        [1, 1],
        [1, 2],
        [0, 2],
      ]) {
        for (const text of texts) {
          const spellings = spellingsOf(text);
          let sum = 0;
          for (const { path, logProb } of paths) {
            sum += readings(path, spellings, freeStart, freeEnd) * Math.exp(logProb);
          }
          const score = scorer.score(emissions, lattice(text), { start: 0, end: 4, freeStart, freeEnd });
          // 1 − p of a float32 softmax is not quite the sum of the others.
          expect(score).toBeCloseTo(Math.log(sum), 6);
        }
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
    expect(inside({ start: 2, end: 7, freeStart: 1, freeEnd: 2 })).toBe(
      alone({ start: 0, end: 5, freeStart: 1, freeEnd: 2 }),
    );
  });

  it('is impossible where the text does not fit', () => {
    const emissions = drawEmissions(4, 1);
    expect(scorer.score(emissions, lattice('aabb'), { start: 0, end: 2 })).toBe(-Infinity);
    expect(scorer.score(emissions, lattice('a'), { start: 2, end: 2 })).toBe(-Infinity);
    expect(scorer.score(emissions, lattice('a'), { start: 0, end: 4, freeStart: 2, freeEnd: 2 })).toBe(-Infinity);
    expect(scorer.score(emissions, lattice('é'), { start: 0, end: 4 })).toBe(-Infinity);
  });

  it('refuses windows outside the emissions', () => {
    const emissions = drawEmissions(4, 1);
    expect(() => scorer.score(emissions, lattice('a'), { start: 1, end: 5 })).toThrow(RangeError);
    expect(() => scorer.score(emissions, lattice('a'), { start: 3, end: 2 })).toThrow(RangeError);
  });
});
