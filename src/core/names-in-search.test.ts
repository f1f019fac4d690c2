import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, drawEmissions, drawnVocabulary as vocabulary, hear, speak } from './drawn-speech';
import type { Emissions } from './emissions';
import { earnedBy, sumAlignments } from './exhaustive-search';
import { AUTOMATIC_BOOST, type Name } from './name';
import { partTexts, withParts } from './name-parts';
import { compileNames } from './name-trie';
import { PrefixSearch } from './prefix-search';
import { defaultSearchOptions, type SearchOptions } from './search-options';
import { Vocabulary } from './vocabulary';

type Names = readonly (string | Name)[];
type Heard = Readonly<Record<string, number>>;

/** Nothing is pruned, nothing is taken for blank: the exact sums. */
const exact: Partial<SearchOptions> = {
  beamSize: 2000,
  tokensPerFrame: 1000,
  beamWidth: Infinity,
  tokenWidth: Infinity,
  blankSkip: 1,
};

const compile = (names: Names, of = vocabulary) =>
  compileNames(
    names.map((name) => (typeof name === 'string' ? { text: name } : name)),
    of,
  );

const searchWith = (names: Names, options: Partial<SearchOptions> = {}, of = vocabulary) => {
  const search = new CtcBeamSearch(of, options);
  search.setNames(compile(names, of));
  return search;
};

/** What is written for `heard`, one frame for each, under a list of names. */
const decode = (names: Names, ...heard: readonly Heard[]) => searchWith(names).decode(hear(vocabulary, ...heard));

/** What is written when `text` is said clearly. */
const write = (names: Names, text: string, seed = 1) =>
  searchWith(names).decode(speak(new Draw(seed), text, vocabulary, 0));

/** All that a search knows at its end, as text: equal texts are equal to the last bit. */
const everything = (search: CtcBeamSearch) => {
  search.end();
  return JSON.stringify(search.nBest(Infinity));
};

/** "call onna", with a chance of one in four that it was "anna". */
const callOnna: readonly Heard[] = [{ '▁c': 1 }, { al: 1 }, { l: 1 }, { '▁on': 0.74, '▁an': 0.25 }, { na: 1 }, {}];

/** A vocabulary of two letters in which the names below are drawn, small enough for every alignment to be tried. */
const tiny = new Vocabulary({ blank: 0, pieces: ['_', '▁', '▁a', 'a', 'b'] });

const drawTinyName = (draw: Draw): Name => {
  const word = () => draw.pick(['a', 'b', 'aa', 'ab', 'ba', 'aba']);
  return {
    text: draw.uniform() < 0.4 ? `${word()} ${word()}` : word(),
    boost: draw.below(11),
    negative: draw.uniform() < 0.2,
    ...(draw.uniform() < 0.3 && { soundsLike: [word()] }),
  };
};

/** Of equal texts the trie takes the name that is spelled so, the oracle the one that pays most: none are drawn. */
const drawTinyNames = (draw: Draw): Name[] => {
  const taken = new Set<string>();
  return Array.from({ length: 6 }, () => drawTinyName(draw)).filter(({ text, soundsLike = [] }) => {
    const texts = [text, ...soundsLike];
    if (texts.some((text) => taken.has(text)) || soundsLike.includes(text)) return false;
    for (const text of texts) taken.add(text);
    return true;
  });
};

describe('a name of the list', () => {
  it('is written for a sound that is nearly its own', () => {
    expect(decode([], ...callOnna).text).toBe('call onna');
    const { text, words, names, bonus } = decode(['Anna'], ...callOnna);
    expect(text).toBe('call Anna');
    expect(bonus).toBe(AUTOMATIC_BOOST);
    expect(words[1].name).toBe(names[0]);
    expect(names).toEqual([
      {
        index: 0,
        text: 'Anna',
        heardAs: 'spelling',
        startToken: 3,
        endToken: 5,
        boost: AUTOMATIC_BOOST,
        logProb: expect.closeTo(Math.log(0.25), 2),
      },
    ]);
  });

  it('is not written where the sound is another by more than its boost', () => {
    const clearly = callOnna.with(3, { '▁on': 0.995, '▁an': 0.004 });
    expect(decode([{ text: 'Anna', boost: 5 }], ...clearly).text).toBe('call onna');
    expect(decode([{ text: 'Anna', boost: 6 }], ...clearly).text).toBe('call Anna');
  });

  it('is written in its own form, however the tokens cut it', () => {
    for (let seed = 0; seed < 30; seed++) {
      const spoken = "was it siobhan o'brien or ann arbor";
      expect(write(["Siobhán O'Brien", 'Ann-Arbor'], spoken, seed).text).toBe("was it Siobhán O'Brien or Ann-Arbor");
    }
  });

  it('counts at a word’s end only', () => {
    expect(write(['Ann', 'The', 'An'], 'annual theory').bonus).toBe(0);
    expect(write(['Ann'], 'ann is')).toMatchObject({ text: 'Ann is', bonus: AUTOMATIC_BOOST });
    expect(write(['Ann'], 'is ann')).toMatchObject({ text: 'is Ann', bonus: AUTOMATIC_BOOST });
  });

  it('counts from a word’s start only', () => {
    expect(write(['Anna', 'Hat'], 'joanna said that')).toMatchObject({ text: 'joanna said that', bonus: 0 });
  });

  it('is found at the very beginning of the audio, where the model may leave ▁ out', () => {
    expect(decode(['Anna'], { an: 1 }, { na: 1 }, { '▁is': 1 }).text).toBe('Anna is');
  });

  it('is found after a ▁ that stands alone, and across two of them', () => {
    expect(decode(['Anna'], { '▁': 1 }, { an: 1 }, { na: 1 }).text).toBe('Anna');
    expect(decode(['Anna'], { '▁': 1 }, { '▁an': 1 }, { na: 1 }).text).toBe('Anna');
    expect(decode(['Ann Or'], { '▁an': 1 }, { n: 1 }, { '▁': 1 }, { '▁': 0 }, { or: 1 }).text).toBe('Ann Or');
  });

  it('is reached by tokens that no other hypothesis tries', () => {
    const heard = hear(vocabulary, { '▁an': 1 }, { ne: 0.85, na: 0.1 }, {});
    expect(searchWith([], { tokensPerFrame: 1 }).decode(heard).text).toBe('anne');
    expect(searchWith(['Anna'], { tokensPerFrame: 1 }).decode(heard).text).toBe('Anna');
  });

  it('is pulled towards what is likeliest, so that a narrow beam keeps it', () => {
    // "onna", and a chance of one in 250 that its first letter is an a: too little to wait for the others.
    const emissions = hear(
      vocabulary,
      { '▁': 1 },
      { o: 0.994, a: 0.004 },
      { n: 1 },
      {},
      { n: 1 },
      { a: 1 },
      { '▁is': 1 },
    );
    const narrow = { beamWidth: 3 };
    const name = { text: 'Anna', boost: 9 };
    expect(searchWith([name], { ...narrow, pull: 0 }).decode(emissions).text).toBe('onna is');
    const pulled = searchWith([name], { ...narrow, pull: 0.5 }).decode(emissions);
    // The pull is no part of what is earned.
    expect(pulled).toMatchObject({ text: 'Anna is', bonus: 9 });
  });

  it('is pulled by half of its boost at most', () => {
    const trie = compile(['Anna', 'Ann Arbor']);
    for (let seed = 0; seed < 20; seed++) {
      const draw = new Draw(seed);
      const { logProbs, frames } = drawEmissions(draw, 12, vocabulary.size, 3);
      const search = new PrefixSearch(vocabulary, { ...defaultSearchOptions, pull: 1, tokenWidth: 20, beamWidth: 40 });
      search.setNames(trie);
      for (let frame = 0; frame < frames; frame++) {
        search.step(logProbs, frame * vocabulary.size);
        const { size, bonus, prefix } = search.beam;
        for (let slot = 0; slot < size; slot++) {
          const { settled } = search.credit;
          const before = Math.max(settled[prefix[slot]], settled[search.tree.before[prefix[slot]]]);
          expect(bonus[slot]).toBeLessThanOrEqual(Math.max(before, 0) + 1.5 * AUTOMATIC_BOOST + 1e-6);
        }
      }
    }
  });

  it('is written for what it sounds like, and paid once', () => {
    const names = [{ text: 'Siobhán', soundsLike: ['shivon', 'siobhan'] }];
    expect(write(names, 'is shivon in').names).toMatchObject([
      { text: 'Siobhán', heardAs: 'sounds-like', boost: AUTOMATIC_BOOST },
    ]);
    expect(write(names, 'is siobhan in').names).toMatchObject([
      { text: 'Siobhán', heardAs: 'spelling', boost: AUTOMATIC_BOOST },
    ]);
    expect(write(names, 'is siobhan in')).toMatchObject({ text: 'is Siobhán in', bonus: AUTOMATIC_BOOST });
  });

  it('keeps its form with a possessive', () => {
    const { text, names } = write(['Anna', 'James'], "anna's house was james' house");
    expect(text).toBe("Anna's house was James' house");
    expect(names.map(({ index, text }) => [index, text])).toEqual([
      [0, "Anna's"],
      [1, "James'"],
    ]);
    expect(write(['Anna'], 'the annas').text).toBe('the annas');
  });

  it('wins over the shorter ones that it contains, and they do not pile up', () => {
    const names = ['Ann', 'Anna', 'Ann Arbor', 'Arbor'];
    expect(write(names, 'ann arbor')).toMatchObject({
      text: 'Ann Arbor',
      bonus: AUTOMATIC_BOOST,
      names: [{ index: 2 }],
    });
    expect(write(names, 'ann said anna')).toMatchObject({ text: 'Ann said Anna', bonus: 2 * AUTOMATIC_BOOST });
    expect(write(names, 'anna arbor')).toMatchObject({
      bonus: 2 * AUTOMATIC_BOOST,
      names: [{ index: 1 }, { index: 3 }],
    });
  });

  it('shares no word with another one', () => {
    const names = ['New York', 'York City', 'City Hall'];
    expect(write(names, 'new york city hall')).toMatchObject({
      bonus: 2 * AUTOMATIC_BOOST,
      names: [{ index: 0 }, { index: 2 }],
    });
    expect(write(names, 'new york city')).toMatchObject({ bonus: AUTOMATIC_BOOST, names: [{ index: 0 }] });
  });

  it('is taken away from by a negative boost, without a look ahead', () => {
    const heard: readonly Heard[] = [{ '▁an': 0.9, '▁on': 0.1 }, { na: 1 }, { '▁is': 1 }];
    expect(decode([], ...heard).text).toBe('anna is');
    const negative = decode([{ text: 'Anna', negative: true, boost: 5 }], ...heard);
    expect(negative).toMatchObject({ text: 'onna is', bonus: 0 });
    expect(decode([{ text: 'Anna', negative: true, boost: 1 }], ...heard)).toMatchObject({
      text: 'Anna is',
      bonus: -1,
    });
  });

  it('is written beside a negative one with the same beginning', () => {
    const names = [{ text: 'Anna', negative: true, boost: 5 }, 'Anna Bell', 'Annabel'];
    expect(write(names, 'anna bell and annabel')).toMatchObject({
      text: 'Anna Bell and Annabel',
      bonus: 2 * AUTOMATIC_BOOST,
    });
  });
});

describe('the score of names', { timeout: 30_000 }, () => {
  it('is the sound of all alignments and what the text has earned, for every sequence there is', () => {
    for (let seed = 0; seed < 20; seed++) {
      const draw = new Draw(seed);
      const emissions = drawEmissions(draw, 5, tiny.size, 2);
      const names = drawTinyNames(draw);
      const search = searchWith(names, exact, tiny);
      search.decode(emissions);
      const found = search.nBest(Infinity);
      const sums = sumAlignments(emissions, tiny.blank);
      expect(found).toHaveLength(sums.size);
      const errors = found.map(({ tokens, logProb, bonus }) =>
        Math.max(Math.abs(logProb - sums.get(tokens.join())!), Math.abs(bonus - earnedBy(tokens, names, tiny))),
      );
      expect(Math.max(...errors)).toBeLessThan(1e-9);
      const scores = found.map(({ logProb, bonus }) => logProb + bonus);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }
  });

  it('is that of plain decoding, bit for bit, without names', () => {
    for (let seed = 0; seed < 10; seed++) {
      const emissions = speak(new Draw(seed), 'she said that the new house is ann', vocabulary, 0.8);
      const decoded = (search: CtcBeamSearch) => {
        search.step(emissions);
        return everything(search);
      };
      const plain = decoded(new CtcBeamSearch(vocabulary));
      expect(decoded(searchWith([]))).toBe(plain);
      expect(decoded(searchWith([{ text: 'Ann', enabled: false }, { text: '😀' }]))).toBe(plain);
      const emptied = searchWith(['Ann']);
      emptied.setNames(undefined);
      expect(decoded(emptied)).toBe(plain);
    }
  });

  it('does not depend on the order of the names', () => {
    for (let seed = 0; seed < 20; seed++) {
      const draw = new Draw(seed);
      const emissions = speak(draw, 'ann arbor and anna in new york city hall', vocabulary, 0.8);
      const names = ['Ann', 'Anna', 'Ann Arbor', 'New York', 'York City', 'City', 'Hall Ann', 'ANN', "Anna's"].map(
        (text) => ({ text, boost: draw.below(11), negative: draw.uniform() < 0.2 }),
      );
      const decoded = (list: readonly Name[]) => {
        const search = searchWith(list);
        search.decode(emissions);
        return search.nBest(Infinity).map(({ names, words, ...hypothesis }) => ({
          ...hypothesis,
          words: words.map(({ text, start, end, confidence }) => ({ text, start, end, confidence })),
          names: names.map(({ index, ...name }) => ({ ...name, text: list[index].text })),
        }));
      };
      expect(decoded(draw.shuffled(names))).toEqual(decoded(names));
    }
  });

  it('leaves nothing of a name that is begun and not finished', () => {
    for (const text of ['ann', 'new york', 'ann ar', 'ann arbo']) {
      const emissions = speak(new Draw(1), text, vocabulary, 0);
      const { words } = searchWith([]).decode(emissions);
      const left = searchWith(['Anna', 'Ann Arbor', 'New York City']).decode(emissions);
      expect(left).toMatchObject({ text, words, bonus: 0 });
    }
  });

  it('leaves every text alone that has no name in it', () => {
    for (let seed = 0; seed < 10; seed++) {
      const emissions = drawEmissions(new Draw(seed), 5, tiny.size, 2);
      const plain = searchWith([], exact, tiny);
      plain.decode(emissions);
      const biased = searchWith(['bb', 'b a b', 'abb'], exact, tiny);
      biased.decode(emissions);
      const unnamed = biased.nBest(Infinity).filter(({ names }) => names.length === 0);
      const texts = new Set(unnamed.map(({ text }) => text));
      expect(unnamed).toEqual(plain.nBest(Infinity).filter(({ text }) => texts.has(text)));
    }
  });

  it('is no part of times and confidences', () => {
    for (let seed = 0; seed < 10; seed++) {
      const emissions = drawEmissions(new Draw(seed), 5, tiny.size, 2);
      const decoded = (boost: number) => {
        const search = searchWith(
          [
            { text: 'a', boost },
            { text: 'ab a', boost },
          ],
          exact,
          tiny,
        );
        search.decode(emissions);
        const byTokens = search.nBest(Infinity).toSorted((a, b) => (a.tokens.join() < b.tokens.join() ? -1 : 1));
        return byTokens.map(({ tokens, frames, logProbs, logProb, words }) => ({
          tokens,
          frames,
          logProbs,
          logProb,
          words: words.map(({ start, end, confidence }) => ({ start, end, confidence })),
        }));
      };
      expect(decoded(10)).toEqual(decoded(0));
    }
  });

  it('is paid once for a name that is said once, so that the highest boost does not repeat it', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { text, bonus } = write([{ text: 'Anna', boost: 10 }], 'is it anna that anna said', seed);
      expect({ text, bonus }).toEqual({ text: 'is it Anna that Anna said', bonus: 20 });
    }
  });

  it('leaves clear speech alone under thousands of names that are not in it', () => {
    const draw = new Draw(5);
    const spoken = 'she said that the house was in new york and that he had seen it';
    const word = () =>
      Array.from({ length: 4 + draw.below(5) }, () => draw.pick(Array.from('aabdeehilmnorstu'))).join('');
    const names = Array.from({ length: 5000 }, () => (draw.uniform() < 0.5 ? word() : `${word()} ${word()}`));
    const search = searchWith(names.filter((name) => !spoken.includes(name)));
    for (let seed = 0; seed < 10; seed++) {
      const { text, bonus } = search.decode(speak(new Draw(seed), spoken, vocabulary, 0));
      expect({ text, bonus }).toEqual({ text: spoken, bonus: 0 });
    }
  });
});

describe('a name in a stream', { timeout: 30_000 }, () => {
  const spoken = 'is that anna or ann arbor';
  const names = ['Anna', 'Ann Arbor'];

  it('is found wherever a chunk’s border falls in it', () => {
    const emissions = speak(new Draw(2), spoken, vocabulary, 0.5);
    const whole = searchWith(names);
    whole.step(emissions);
    const result = everything(whole);
    expect(JSON.parse(result)[0].text).toBe('is that Anna or Ann Arbor');
    for (let phase = 1; phase <= 16; phase++) {
      const inChunks = searchWith(names);
      inChunks.step(cutEmissions(emissions, 0, phase));
      for (let frame = phase; frame < emissions.frames; frame += 16) {
        inChunks.step(cutEmissions(emissions, frame, Math.min(frame + 16, emissions.frames)));
      }
      expect(everything(inChunks)).toBe(result);
    }
  });

  it('shows in a partial when its word has ended or a pause follows', () => {
    const search = searchWith(['Anna'], { pauseFrames: 5 });
    const step = (...heard: readonly Heard[]) => search.step(hear(vocabulary, ...heard));
    step(...callOnna.slice(0, 5));
    expect(search.best()).toMatchObject({ text: 'call onna', bonus: 0 });
    step({}, {}, {}, {});
    expect(search.best()).toMatchObject({ text: 'call onna', bonus: 0 });
    step({});
    expect(search.best()).toMatchObject({ text: 'call Anna', bonus: AUTOMATIC_BOOST });
    search.begin();
    step(...callOnna, { '▁is': 1 });
    expect(search.best()).toMatchObject({ text: 'call Anna is', bonus: AUTOMATIC_BOOST });
    search.begin();
    step(...callOnna.slice(0, 5));
    expect(search.end()).toMatchObject({ text: 'call Anna', bonus: AUTOMATIC_BOOST });
  });

  it('is scored as though it had always been there when the list changes in mid-utterance', () => {
    for (let seed = 0; seed < 10; seed++) {
      const draw = new Draw(seed);
      const emissions = drawEmissions(draw, 5, tiny.size, 2);
      const [before, after] = [0, 1].map(() => Array.from({ length: 4 }, () => drawTinyName(draw)));
      const cut = draw.below(6);
      const changed = searchWith(before, exact, tiny);
      changed.step(cutEmissions(emissions, 0, cut));
      changed.setNames(compile(after, tiny));
      changed.step(cutEmissions(emissions, cut));
      const always = searchWith(after, exact, tiny);
      always.step(emissions);
      expect(sortTies(everything(changed))).toEqual(sortTies(everything(always)));
    }
  });

  it('takes its credit with it when it is removed, finished or not', () => {
    for (const heard of [callOnna, callOnna.slice(0, 4), [...callOnna, { '▁is': 1 }]]) {
      const emissions: Emissions = hear(vocabulary, ...heard);
      const search = searchWith(['Anna']);
      search.step(emissions);
      search.setNames(undefined);
      expect(search.end()).toEqual(searchWith([]).decode(emissions));
    }
  });

  it('is written when it is added after it was said, as long as it is not committed', () => {
    const search = searchWith([]);
    search.step(hear(vocabulary, ...callOnna, { '▁is': 1 }));
    expect(search.best().text).toBe('call onna is');
    search.setNames(compile(['Anna']));
    expect(search.best()).toMatchObject({ text: 'call Anna is', bonus: AUTOMATIC_BOOST });
    expect(search.end()).toMatchObject({ text: 'call Anna is', bonus: AUTOMATIC_BOOST });
  });

  it('writes a part of a full name alone, and the whole as one name, before all its parts', () => {
    const names = withParts([{ text: 'Anna Otto' }, { text: 'Ben Otto' }], ({ text }) => partTexts(text));
    const read = (text: string) => write(names, text).words.flatMap(({ name }) => (name === undefined ? [] : [name]));
    expect(read('call anna now')).toMatchObject([{ text: 'Anna', partOf: 'Anna Otto', boost: 3 }]);
    expect(read('call anna otto now')).toMatchObject([{ text: 'Anna Otto', boost: AUTOMATIC_BOOST }]);
    expect(read('call anna otto now')[0]).not.toHaveProperty('partOf');
    expect(read('otto anna').map(({ text }) => text)).toEqual(['Otto', 'Anna']);
  });
});

/** Hypotheses of equal score may stand in any order. */
function sortTies(everything: string): unknown[] {
  return (JSON.parse(everything) as { tokens: number[] }[]).toSorted((a, b) =>
    a.tokens.join() < b.tokens.join() ? -1 : 1,
  );
}
