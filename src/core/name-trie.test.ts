import { describe, expect, it } from 'vitest';
import { Draw, drawnVocabulary as vocabulary } from './drawn-speech';
import { AUTOMATIC_BOOST, type Name } from './name';
import {
  compileNames,
  hasEffect,
  NameCompiler,
  plainSpelling,
  ROOT,
  startNode,
  stepTrie,
  suffixOf,
  transferables,
  type NameTrie,
} from './name-trie';

const compile = (...names: readonly (string | Name)[]) =>
  compileNames(
    names.map((name) => (typeof name === 'string' ? { text: name } : name)),
    vocabulary,
  );

/** The node after `text`, which is read from a word start. */
const read = (trie: NameTrie, text: string) =>
  Array.from(text.replaceAll(' ', '▁')).reduce(
    (node, letter) => stepTrie(trie, node, letter.charCodeAt(0)),
    startNode(trie),
  );

/** The name that ends at the node after `text`, as it is written. */
const written = (trie: NameTrie, text: string) => {
  const spelling = trie.spelling[read(trie, text)];
  return spelling < 0 ? undefined : trie.texts[trie.nameOf[spelling]] + suffixOf(trie.kind[spelling]);
};

const promised = (trie: NameTrie, text: string) => trie.promise[read(trie, text)];

describe('a compiler of names', () => {
  it('gives for an edited list what one gives that has seen no other', () => {
    const compiler = new NameCompiler(vocabulary);
    const draw = new Draw(7);
    const drawName = (): Name => ({
      text: draw.pick(['Anna', "O'Brien", 'Ann Arbor', 'James', 'Jean-Luc', '安娜', 'anna', 'Zoë', 'York']),
      ...(draw.uniform() < 0.3 && { soundsLike: [draw.pick(['anna', 'shiv on', '🎉'])] }),
      ...(draw.uniform() < 0.3 && { boost: draw.below(11) }),
      ...(draw.uniform() < 0.2 && { enabled: draw.uniform() < 0.5 }),
      ...(draw.uniform() < 0.2 && { negative: true }),
      ...(draw.uniform() < 0.2 && { partOf: draw.pick(['Anna Lee', 'James Bond']) }),
      ...(draw.uniform() < 0.2 && { notAs: ['ana'] }),
    });
    let names: Name[] = Array.from({ length: 8 }, drawName);
    for (let edit = 0; edit < 200; edit++) {
      const variant = { text: draw.pick(['▁ana', '▁jorck', '▁ann▁harbor']), logProb: -draw.below(6) };
      const variants = (name: Name) => (name.text.length % 2 === edit % 2 ? [variant] : []);
      names = names.with(draw.below(names.length), drawName());
      if (draw.uniform() < 0.2) names = names.toReversed();
      expect(compiler.compile(names, variants)).toEqual(compileNames(names, vocabulary, variants));
    }
  });

  it('goes on after an entry that is no name', () => {
    const compiler = new NameCompiler(vocabulary);
    compiler.compile([{ text: 'Anna' }]);
    expect(() => compiler.compile([{ text: 'Anna' }, { text: 'Ben', boost: 11 }])).toThrow('boost of name 1');
    expect(compiler.compile([{ text: 'Anna' }, { text: 'Ben' }])).toEqual(compile('Anna', 'Ben'));
  });
});

describe('a trie of names', () => {
  it('finds every name by every spelling, and nothing else', () => {
    const trie = compile('Anna', "O'Brien", 'Ann Arbor', { text: 'Siobhán', soundsLike: ['shiv-awn'] });
    expect(
      ['anna', "o'brien", 'obrien', 'ann arbor', 'siobhan', 'shiv awn', 'shivawn'].map((text) => written(trie, text)),
    ).toEqual(['Anna', "O'Brien", "O'Brien", 'Ann Arbor', 'Siobhán', 'Siobhán', 'Siobhán']);
    expect(['ann', 'arbor', 'annas', 'nna', 'xanna', 'shiv', ''].map((text) => written(trie, text))).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });

  it('finds a name after another one that it is a part of, or that has failed', () => {
    const trie = compile('New York City', 'York', 'City Hall');
    expect(written(trie, 'new york')).toBeUndefined();
    expect(trie.fail[read(trie, 'new york')]).toBe(read(trie, 'york'));
    expect(written(trie, 'new york hall')).toBeUndefined();
    expect(written(trie, 'new city hall')).toBe('City Hall');
    expect(written(trie, 'new new york city')).toBe('New York City');
    expect(written(trie, 'new york city hall')).toBe('City Hall');
  });

  it('matches from a word start only', () => {
    const trie = compile('Anna');
    expect(read(trie, 'xanna')).toBe(ROOT);
    expect(written(trie, 'x anna')).toBe('Anna');
    expect(written(trie, 'x  anna')).toBe('Anna');
  });

  it('writes possessives with the name', () => {
    const trie = compile('Anna', 'James', "Wendy's");
    expect(written(trie, "anna's")).toBe("Anna's");
    expect(written(trie, "james's")).toBe("James's");
    expect(written(trie, "james'")).toBe("James'");
    expect(written(trie, "anna'")).toBeUndefined();
    expect(written(trie, "wendy's")).toBe("Wendy's");
    expect(written(trie, "wendy's's")).toBeUndefined();
  });

  it('promises the budget evenly over the letters, spaces excepted', () => {
    const trie = compile({ text: 'Ann Bo', boost: 5 });
    expect(['', 'a', 'an', 'ann', 'ann ', 'ann b', 'ann bo', 'bo'].map((text) => promised(trie, text))).toEqual(
      [0, 1, 2, 3, 3, 4, 5, 0], // prettier-ignore
    );
  });

  it('promises what the best name below would have paid by now', () => {
    const trie = compile({ text: 'Ann', boost: 3 }, { text: 'Annabelle', boost: 9 }, { text: 'Andy', boost: 8 });
    expect(promised(trie, 'an')).toBeCloseTo(4); // half of Andy
    expect(promised(trie, 'ann')).toBeCloseTo(3); // all of Ann, a third of Annabelle
    expect(promised(trie, 'annab')).toBeCloseTo(5);
  });

  it('promises nothing for negative names', () => {
    const trie = compile({ text: 'Anna', negative: true }, { text: 'Andrew', boost: 6 });
    expect(promised(trie, 'anna')).toBe(0);
    expect(promised(trie, 'an')).toBeCloseTo(2);
    expect(trie.budget[trie.spelling[read(trie, 'anna')]]).toBe(-AUTOMATIC_BOOST);
  });

  it('never promises more than the highest budget', () => {
    const draw = new Draw(1);
    for (let round = 0; round < 20; round++) {
      const trie = compile(...drawNames(draw, 50));
      expect(Math.max(...trie.promise)).toBeLessThanOrEqual(trie.mostPaid + 1e-6);
    }
  });

  it('does not depend on the order of the names', () => {
    const draw = new Draw(2);
    for (let round = 0; round < 20; round++) {
      const names = drawNames(draw, 60);
      const { nameOf, texts, skipped, ...trie } = compile(...names);
      const shuffled = compile(...draw.shuffled(names));
      expect(shuffled).toMatchObject(trie);
      expect([...shuffled.nameOf].map((name) => shuffled.texts[name])).toEqual([...nameOf].map((name) => texts[name]));
      expect(shuffled.skipped).toHaveLength(skipped.length);
    }
  });

  it('gives a text that several names have to the one that is spelled so', () => {
    const trie = compile({ text: 'Jon', soundsLike: ['john', 'obrien'] }, 'John', "O'Brien");
    expect(written(trie, 'john')).toBe('John');
    expect(written(trie, 'obrien')).toBe("O'Brien");
    expect(trie.skipped).toEqual([]);
  });

  it('skips names that cannot be used, with a reason', () => {
    const trie = compile('Anna', '😀', 'a'.repeat(200), 'Иван', 'anna', { text: 'Ben', soundsLike: ['!'] });
    expect(trie.active).toBe(2);
    expect(trie.skipped).toEqual([
      { index: 1, text: '😀', reason: 'no-letters' },
      { index: 2, text: 'a'.repeat(200), reason: 'too-long' },
      { index: 3, text: 'Иван', reason: 'unknown-letters', letters: 'иван' },
      { index: 5, text: '!', reason: 'no-letters' },
      { index: 4, text: 'anna', reason: 'same-as-other', other: 0 },
    ]);
  });

  it('uses a name that only its sounds-like can spell', () => {
    const trie = compile({ text: 'Владимир', soundsLike: ['vladimir'] });
    expect(written(trie, 'vladimir')).toBe('Владимир');
    expect(trie.active).toBe(1);
    expect(trie.skipped).toEqual([]);
  });

  it('uses a name in other letters by the pronunciation that the user gave', () => {
    const variants = ({ ipa }: Name) => (ipa === undefined ? [] : [{ text: '▁bruce▁lee', logProb: -0.5 }]);
    const trie = compileNames([{ text: '李小龙', ipa: ['ˈbrus ˈli'] }, { text: '李' }], vocabulary, variants);
    expect(written(trie, 'bruce lee')).toBe('李小龙');
    expect(trie.skipped).toEqual([{ index: 1, text: '李', reason: 'unknown-letters', letters: '李' }]);
  });

  it('leaves out names that are switched off, without a word', () => {
    const trie = compile('Anna', { text: 'Ben', enabled: false });
    expect(written(trie, 'ben')).toBeUndefined();
    expect(trie.active).toBe(1);
    expect(trie.skipped).toEqual([]);
  });

  it('is a lone root without names', () => {
    const trie = compile();
    expect(trie.letter).toHaveLength(1);
    expect(startNode(trie)).toBe(ROOT);
    expect(read(trie, 'anna')).toBe(ROOT);
    expect(trie.mostPaid).toBe(0);
  });

  it('finds a name by how else the model may write it, for less', () => {
    const variants = ({ text }: Name) =>
      text === 'Schmidt'
        ? [
            { text: '▁shmit', logProb: -1 },
            { text: '▁smith', logProb: -1.5 },
            { text: '▁smet', logProb: -4.2 },
            { text: '▁šmit', logProb: -0.1 },
          ]
        : [{ text: '▁schmidt', logProb: -0.1 }];
    const trie = compileNames([{ text: 'Schmidt' }, { text: 'Smith', boost: 2 }], vocabulary, variants);
    expect(['schmidt', 'shmit', 'smith', 'smet'].map((text) => written(trie, text))).toEqual([
      'Schmidt',
      'Schmidt',
      'Smith',
      undefined,
    ]);
    const paid = (text: string) => trie.budget[trie.spelling[read(trie, text)]];
    expect(['schmidt', 'shmit', 'smith'].map(paid)).toEqual([AUTOMATIC_BOOST, AUTOMATIC_BOOST - 1, 2]);
    // What the user says it is not, and what would pay nothing, is left alone.
    const [heard] = variants({ text: 'Schmidt' });
    const notAs = [plainSpelling(heard.text)];
    const less = compileNames([{ text: 'Schmidt', notAs }], vocabulary, variants);
    expect(written(less, plainSpelling(heard.text))).toBeUndefined();
    expect(written(less, 'schmidt')).toBe('Schmidt');
    expect(hasEffect({ text: 'Schmidt', boost: -heard.logProb }, heard)).toBe(false);
    const off = compileNames([{ text: 'Schmidt', enabled: false }], vocabulary, variants);
    expect(written(off, 'shmit')).toBe(undefined);
  });

  it('gives way with parts to all that is listed, and counts a name with its parts as one', () => {
    const part = (text: string, boost = 3) => ({ text, boost, partOf: `${text} Lee` });
    const trie = compile(
      part('Anna'),
      part('Ben'),
      { text: 'Anna Lee', boost: 1 },
      { text: 'Hannah', soundsLike: ['anna'], boost: 0 },
    );
    expect(['anna', 'ben', 'anna lee'].map((text) => written(trie, text))).toEqual(['Hannah', 'Ben', 'Anna Lee']);
    expect(compile(part('Anna'), 'Anna Lee').active).toBe(1);
    // Its own spelling comes before what somebody else may be written as.
    const variants = ({ text }: Name) => (text === 'Bean' ? [{ text: '▁ben', logProb: -0.1 }] : []);
    expect(written(compileNames([{ text: 'Bean' }, part('Ben')], vocabulary, variants), 'ben')).toBe('Ben');
  });

  it('can be moved to another realm', () => {
    const trie = compile('Anna', 'Ben');
    const copy = structuredClone(trie);
    const moved = structuredClone(trie, { transfer: transferables(trie) });
    expect(moved).toEqual(copy);
    expect(trie.letter).toHaveLength(0);
  });

  it('refuses entries that are no names', () => {
    expect(() => compile({ text: 'Anna' }, { text: 'Ben', boost: -1 })).toThrow('Expected boost of name 1');
  });
});

function drawNames(draw: Draw, count: number): Name[] {
  const word = () => Array.from({ length: 1 + draw.below(4) }, () => draw.pick(['a', 'b', 'n'])).join('');
  return Array.from({ length: count }, () => ({
    text: draw.uniform() < 0.3 ? `${word()} ${word()}` : word(),
    boost: draw.below(11),
    negative: draw.uniform() < 0.2,
    ...(draw.uniform() < 0.2 && { soundsLike: [word()] }),
  }));
}
