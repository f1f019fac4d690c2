import { describe, expect, it } from 'vitest';
import { alignedWords, ForcedAligner } from './forced-alignment';
import { draw, letters } from './fake-acoustic-model';
import { allPaths, drawEmissions, tinyVocabulary, writtenBy } from './every-path';
import { PieceTable, SpellingLattice } from './spelling-lattice';

const aligner = new ForcedAligner();
const tinyPieces = new PieceTable(tinyVocabulary);
const letterPieces = new PieceTable(letters);

const alignDrawn = (picture: string, text: string) => {
  const words = text.split(' ').map((word) => word.split('|').map((spelling) => `▁${spelling}`));
  return aligner.align(draw(picture), SpellingLattice.ofWords(words, letterPieces));
};
const drawnWords = (picture: string, text: string) =>
  alignedWords(alignDrawn(picture, text)!, text.split(' ').length).map(({ start, end }) => [start, end]);

describe('ForcedAligner', () => {
  it('finds the best of all paths that read the text, in any segmentation', () => {
    for (let seed = 0; seed < 40; seed++) {
      const emissions = drawEmissions(5, seed);
      for (const text of [['▁a'], ['▁ab'], ['▁aa'], ['▁a', '▁a'], ['▁ab|▁a▁b'], ['▁a|▁ba', '▁a']]) {
        const words = text.map((word) => word.split('|'));
        const texts = words.reduce((before, spellings) => before.flatMap((b) => spellings.map((s) => b + s)), ['']);
        const best = Math.max(
          ...allPaths(emissions).map(({ path, logProb }) => (texts.includes(writtenBy(path)) ? logProb : -Infinity)),
        );
        const aligned = aligner.align(emissions, SpellingLattice.ofWords(words, tinyPieces));
        expect(aligned!.logProb).toBeCloseTo(best, 9);
      }
    }
  });

  it('gives spans that are a path of the score it claims', () => {
    for (let seed = 0; seed < 40; seed++) {
      const emissions = drawEmissions(6, seed);
      const aligned = aligner.align(emissions, SpellingLattice.ofWords([['▁aab'], ['▁ba', '▁b▁a']], tinyPieces))!;
      const path = Array.from({ length: emissions.frames }, () => tinyVocabulary.blank);
      for (const { token, start, end, logProb } of aligned.tokens) {
        path.fill(token, start, end);
        const posteriors = path
          .slice(start, end)
          .map((_, i) => emissions.logProbs[(start + i) * emissions.vocabulary + token]);
        expect(logProb).toBe(Math.max(...posteriors));
      }
      const sum = path.reduce((sum, token, frame) => sum + emissions.logProbs[frame * emissions.vocabulary + token], 0);
      expect(sum).toBeCloseTo(aligned.logProb, 9);
      expect(['▁aab▁ba', '▁aab▁b▁a']).toContain(writtenBy(path));
    }
  });

  it('aligns tokens that are known', () => {
    const emissions = draw('.__aa.a.');
    const tokens = ['▁', 'a', 'a'].map((piece) => letters.pieces.indexOf(piece));
    const { tokens: aligned } = aligner.align(emissions, SpellingLattice.ofTokens(tokens, letters.blank))!;
    expect(aligned.map(({ start, end }) => [start, end])).toEqual([
      [1, 3],
      [3, 5],
      [6, 7],
    ]);
  });

  it('says when each word was said', () => {
    expect(drawnWords('._cal.l..._an.n..', 'call ann')).toEqual([
      [1, 7],
      [10, 15],
    ]);
  });

  it('chooses the spelling that was said', () => {
    const words = alignDrawn('_one._o.nine.', 'one|uno o|zero nine')!;
    expect(letters.text(words.tokens.map(({ token }) => token))).toBe('one o nine');
  });

  it('gives words that cannot be written no time and no confidence', () => {
    const words = alignedWords(alignDrawn('_a._b', 'a é b')!, 3);
    expect(words.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [2, 2],
      [3, 5],
    ]);
    expect(words[1].confidence).toBe(0);
    expect(words[0].confidence).toBeCloseTo(0.99, 6);
  });

  it('finds nothing where there are too few frames, no frames or no words', () => {
    expect(alignDrawn('_ab', 'abcdef')).toBeUndefined();
    expect(alignDrawn('_aa', 'aa')).toBeUndefined();
    expect(alignDrawn('', 'a')).toBeUndefined();
    expect(aligner.align(draw('_a'), SpellingLattice.ofWords([], letterPieces))).toBeUndefined();
  });

  it('finds nothing that the emissions exclude', () => {
    expect(aligner.align(draw('_a', 1), SpellingLattice.ofWords([['▁b']], letterPieces))).toBeUndefined();
  });

  it('keeps order: words and tokens never go back in time', () => {
    for (let seed = 0; seed < 20; seed++) {
      const emissions = drawEmissions(30, seed);
      const words = Array.from({ length: 8 }, (_, i) => (i % 3 === 0 ? ['▁ab'] : ['▁b▁a', '▁aa']));
      const aligned = aligner.align(emissions, SpellingLattice.ofWords(words, tinyPieces))!;
      let last = 0;
      for (const { start, end } of alignedWords(aligned, words.length)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(30);
    }
  });
});
