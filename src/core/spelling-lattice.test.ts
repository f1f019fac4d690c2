import { describe, expect, it } from 'vitest';
import { PieceTable, SpellingLattice } from './spelling-lattice';
import { Vocabulary } from './vocabulary';

const vocabulary = new Vocabulary({ blank: 0, pieces: ['<blank>', '▁', 'a', 'b', '▁a', 'ab', 'ba', '▁ab', 'c'] });
const pieces = new PieceTable(vocabulary);
const lattice = (...words: string[]) =>
  SpellingLattice.ofWords(
    words.map((word) => word.split('|')),
    pieces,
  );

/** Every path of the lattice as its pieces. */
function paths(lattice: SpellingLattice): string[] {
  const found: string[] = [];
  const walk = (node: number, path: readonly string[]) => {
    if (node === lattice.nodes - 1) found.push(path.join(' '));
    for (let arc = 0; arc < lattice.arcs; arc++) {
      if (lattice.arcFrom[arc] === node) walk(lattice.arcTo[arc], [...path, vocabulary.pieces[lattice.arcToken[arc]]]);
    }
  };
  walk(0, []);
  return found.toSorted();
}

/** Every sequence of pieces that spells one of the texts. */
function segmentations(...texts: string[]): string[] {
  const found: string[] = [];
  const walk = (rest: string, path: readonly string[]) => {
    if (rest === '') found.push(path.join(' '));
    for (const piece of vocabulary.pieces.slice(1)) {
      if (rest.startsWith(piece)) walk(rest.slice(piece.length), [...path, piece]);
    }
  };
  for (const text of texts) walk(text, []);
  return found.toSorted();
}

describe('SpellingLattice', () => {
  it('has every segmentation of every spelling as a path, once', () => {
    expect(paths(lattice('▁ab'))).toEqual(['▁ a b', '▁ ab', '▁a b', '▁ab']);
    expect(paths(lattice('▁abba'))).toEqual(segmentations('▁abba'));
    expect(paths(lattice('▁aa|▁a▁a', '▁ba'))).toEqual(segmentations('▁aa▁ba', '▁a▁a▁ba'));
    expect(paths(lattice('▁ab|▁ab', '▁cab|▁c|▁ca'))).toEqual(segmentations('▁ab▁cab', '▁ab▁c', '▁ab▁ca'));
  });

  it('leaves out what the vocabulary cannot write', () => {
    const zebra = lattice('▁ab', '▁zebra', '▁ba|▁x');
    expect(paths(zebra)).toEqual(segmentations('▁ab▁ba'));
    expect([...zebra.unwritable]).toEqual([0, 1, 0]);
  });

  it('leads upwards only, its arcs ordered by where they end', () => {
    const { arcs, arcFrom, arcTo, firstEnding, nodes } = lattice('▁abba|▁a▁b', '▁ab', '▁ba|▁b▁a|▁baa');
    for (let node = 0; node < nodes; node++) {
      for (let arc = firstEnding[node]; arc < firstEnding[node + 1]; arc++) expect(arcTo[arc]).toBe(node);
    }
    for (let arc = 0; arc < arcs; arc++) expect(arcFrom[arc]).toBeLessThan(arcTo[arc]);
  });

  it('marks the tokens that may follow themselves', () => {
    const { arcs, arcFrom, arcTo, arcToken, repeats } = lattice('▁aabb', '▁a', '▁a|▁b');
    for (let arc = 0; arc < arcs; arc++) {
      let expected = 0;
      for (let before = 0; before < arcs; before++) {
        if (arcTo[before] === arcFrom[arc] && arcToken[before] === arcToken[arc]) expected = 1;
      }
      expect(repeats[arc]).toBe(expected);
    }
    expect(repeats).toContain(1);
  });

  it('refuses spellings without a word start', () => {
    expect(() => lattice('ab')).toThrow(RangeError);
  });
});
