import { describe, expect, it } from 'vitest';
import { Draw, drawnVocabulary as vocabulary } from './drawn-speech';
import { NONE } from './lineage';
import { PrefixTree, ROOT_PREFIX } from './prefix-tree';

const id = (piece: string) => vocabulary.pieces.indexOf(piece);

/** The prefix of `pieces`, added where it is not there. */
const grow = (tree: PrefixTree, ...pieces: readonly string[]) => {
  let prefix = ROOT_PREFIX;
  for (const token of pieces.map(id)) {
    const known = tree.child(prefix, token);
    prefix = known === NONE ? tree.add(prefix, token) : known;
  }
  return prefix;
};

const read = (tree: PrefixTree, prefix: number) => {
  const tokens: number[] = [];
  for (; tree.parent[prefix] !== NONE; prefix = tree.parent[prefix]) tokens.push(tree.token[prefix]);
  return vocabulary.text(tokens.toReversed());
};

describe('a tree of prefixes', () => {
  it('has one id for one sequence', () => {
    const tree = new PrefixTree(vocabulary);
    const anna = grow(tree, '▁an', 'na');
    grow(tree, '▁an', 'n');
    grow(tree, '▁the');
    expect(grow(tree, '▁an', 'na')).toBe(anna);
    expect(tree.size).toBe(5);
    expect(tree.child(anna, id('n'))).toBe(NONE);
  });

  it('knows where the last word begins', () => {
    const tree = new PrefixTree(vocabulary);
    const the = grow(tree, '▁the');
    expect(tree.before[the]).toBe(ROOT_PREFIX);
    for (const word of [['▁an'], ['▁an', 'na'], ['▁'], ['▁', 'na'], ['▁', '▁an'], ['▁', '▁an', 'na']]) {
      expect(tree.before[grow(tree, '▁the', ...word)]).toBe(the);
    }
    expect(tree.before[grow(tree, 'th', 'e')]).toBe(ROOT_PREFIX);
  });

  it('knows which prefixes go on after a word', () => {
    const tree = new PrefixTree(vocabulary);
    const the = grow(tree, '▁the');
    const continues = (...pieces: string[]) => tree.continuesAfter(grow(tree, ...pieces), the);
    expect(continues('▁the', '▁an')).toBe(true);
    expect(continues('▁the', '▁an', 'na', '▁is')).toBe(true);
    expect(continues('▁the')).toBe(false);
    expect(continues('▁the', 'n', '▁an')).toBe(false);
    expect(continues('▁an', '▁the')).toBe(false);
  });

  it('finds what two prefixes have in common', () => {
    const tree = new PrefixTree(vocabulary);
    const [one, other] = [grow(tree, '▁the', '▁an', 'n'), grow(tree, '▁the', '▁an', 'na', '▁is')];
    expect(read(tree, tree.common(one, other))).toBe('the an');
    expect(tree.common(other, other)).toBe(other);
    expect(tree.common(other, grow(tree, '▁is'))).toBe(ROOT_PREFIX);
  });

  it('keeps the texts of those that are needed when it drops the others', () => {
    const draw = new Draw(1);
    const pieces = ['▁an', '▁the', 'n', 'na', '▁'];
    for (let round = 0; round < 50; round++) {
      const tree = new PrefixTree(vocabulary);
      const drawn = Array.from({ length: 30 }, () =>
        grow(tree, ...Array.from({ length: draw.below(8) }, () => draw.pick(pieces))),
      );
      const tips = Int32Array.from({ length: 5 }, () => draw.pick(drawn));
      const texts = Array.from(tips, (tip) => read(tree, tip));
      const words = Array.from(tips, (tip) => read(tree, tree.before[tip]));
      const size = tree.size;
      tree.keep(tips, tips.length);
      expect(tree.size).toBeLessThanOrEqual(size);
      expect(Array.from(tips, (tip) => read(tree, tip))).toEqual(texts);
      expect(Array.from(tips, (tip) => read(tree, tree.before[tip]))).toEqual(words);
      // And is still a tree in which prefixes are found.
      for (const tip of tips) {
        if (tip !== ROOT_PREFIX) expect(tree.child(tree.parent[tip], tree.token[tip])).toBe(tip);
      }
      expect(tree.size).toBeLessThanOrEqual(1 + 5 * 7);
    }
  });

  it('makes room by dropping, and grows only when most is needed', () => {
    const tree = new PrefixTree(vocabulary);
    const { capacity } = tree;
    const tips = new Int32Array(1);
    const grown = (keep: boolean) => {
      for (let i = 0; i < 3 * capacity; i++) {
        tree.makeRoom(1, tips, 1);
        const added = tree.add(tips[0], 1 + (i % 20));
        if (keep) tips[0] = added;
      }
      return tree.capacity;
    };
    expect(grown(false)).toBe(capacity);
    expect(grown(true)).toBe(8 * capacity);
    let length = 0;
    for (let prefix = tips[0]; prefix !== ROOT_PREFIX; prefix = tree.parent[prefix]) length++;
    expect(length).toBe(3 * capacity);
  });
});
