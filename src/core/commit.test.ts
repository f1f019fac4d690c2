import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, drawnVocabulary as vocabulary, hear, speak } from './drawn-speech';
import type { Emissions } from './emissions';
import type { Word } from './hypothesis';
import { compileNames } from './name-trie';
import type { SearchOptions } from './search-options';

type Heard = Readonly<Record<string, number>>;

const searchWith = (names: readonly string[], options: Partial<SearchOptions> = {}) => {
  const search = new CtcBeamSearch(vocabulary, options);
  search.setNames(
    compileNames(
      names.map((text) => ({ text })),
      vocabulary,
    ),
  );
  return search;
};

const textOf = (words: readonly Word[]) => words.map(({ text }) => text).join(' ');

/** Steps through `emissions` chunk by chunk with a commit after each, and gives all words in the end. */
const readInChunks = (
  search: CtcBeamSearch,
  emissions: Emissions,
  seen: (words: readonly Word[]) => void = () => {},
) => {
  const words: Word[] = [];
  for (let frame = 0; frame < emissions.frames; frame += 8) {
    search.step(cutEmissions(emissions, frame, Math.min(frame + 8, emissions.frames)));
    words.push(...search.commit());
    seen([...words, ...search.best().words]);
  }
  const committed = words.length;
  words.push(...search.end().words);
  return { words, committed };
};

const silence = (frames: number) => hear(vocabulary, ...Array.from({ length: frames }, () => ({})));

const say = (search: CtcBeamSearch, ...heard: readonly Heard[]) => search.step(hear(vocabulary, ...heard));

const sentences = [
  'she said that it is time to see the new house in ann arbor',
  'he was in new york with anna and that was the time to see it',
  'the station is at new york city hall said ann to his son',
];
const names = ['Ann Arbor', 'Anna', 'New York', 'New York City Hall', 'Ann'];

describe('commit', { timeout: 30_000 }, () => {
  it('loses, adds and changes no word of clear speech, its times and its names', () => {
    let committedInAll = 0;
    for (let seed = 0; seed < 12; seed++) {
      const emissions = speak(new Draw(seed), sentences[seed % 3], vocabulary, 0.2);
      const { words, committed } = readInChunks(searchWith(names, { commitWidth: 2 }), emissions);
      const whole = searchWith(names).decode(emissions);
      expect(textOf(words)).toBe(whole.text);
      committedInAll += committed;
      expect(words.map(({ text, start, end }) => ({ text, start, end }))).toEqual(
        whole.words.map(({ text, start, end }) => ({ text, start, end })),
      );
      expect(words.map(({ name }) => name?.index)).toEqual(whole.words.map(({ name }) => name?.index));
      words.forEach(({ confidence }, i) => expect(confidence).toBeCloseTo(whole.words[i].confidence, 9));
    }
    expect(committedInAll).toBeGreaterThan(30);
  });

  it('never takes a word back: what was committed stays at the beginning of all that is shown', () => {
    for (let seed = 0; seed < 12; seed++) {
      const search = searchWith(names, { commitFrames: 10 });
      let stable: readonly Word[] = [];
      const emissions = speak(new Draw(seed), sentences.join(' '), vocabulary, 0.9);
      readInChunks(search, emissions, (shown) => {
        expect(shown.slice(0, stable.length)).toEqual(stable);
        expect(shown).toEqual(shown.toSorted((a, b) => a.start - b.start));
        stable = shown.slice(0, shown.length - search.best().words.length);
      });
      expect(stable.length).toBeGreaterThan(5);
    }
  });

  it('waits until a word is old enough', () => {
    const search = searchWith([], { commitFrames: 10 });
    say(search, { '▁the': 1 }, {}, { '▁house': 1 });
    search.step(silence(7));
    expect(search.commit()).toEqual([]);
    say(search, {});
    expect(textOf(search.commit())).toBe('the');
    expect(search.best().text).toBe('house');
  });

  it('waits as long as hypotheses that may still win disagree, but not for ever', () => {
    const search = searchWith([], { commitFrames: 10, commitLatestFrames: 50 });
    say(search, { '▁he': 0.6, '▁we': 0.4 }, {}, { '▁said': 1 }, {}, { '▁that': 1 });
    search.step(silence(45));
    expect(search.commit()).toEqual([]);
    search.step(silence(1));
    expect(textOf(search.commit())).toBe('he');
    expect(search.best().text).toBe('said that');
  });

  it('does not wait for hypotheses that cannot win any more', () => {
    const search = searchWith([], { commitFrames: 10 });
    say(search, { '▁he': 0.999, '▁see': 0.001 }, {}, { '▁said': 1 });
    search.step(silence(10));
    expect(textOf(search.commit())).toBe('he');
  });

  it('does not cut a name that is still open, nor one that is written', () => {
    const search = searchWith(['New York City'], { commitFrames: 10, commitLatestFrames: 10 });
    say(search, { '▁the': 1 }, {}, { '▁new': 1 }, {}, { '▁': 1 }, { york: 1 });
    search.step(silence(30));
    expect(textOf(search.commit())).toBe('the');
    expect(search.commit()).toEqual([]);
    say(search, { '▁c': 1 }, { it: 1 }, { y: 1 });
    search.step(silence(30));
    expect(search.commit()).toEqual([]);
    say(search, { '▁is': 1 });
    search.step(silence(30));
    expect(search.commit()).toMatchObject([{ text: 'New York City', name: { index: 0, startToken: 0 } }]);
    expect(search.end().text).toBe('is');
  });

  it('cuts where a name that was open has failed', () => {
    const search = searchWith(['New York City'], { commitFrames: 10 });
    say(search, { '▁new': 1 }, {}, { '▁house': 1 }, {}, { '▁is': 1 });
    search.step(silence(20));
    expect(textOf(search.commit())).toBe('new house');
  });

  it('keeps what names have earned', () => {
    const search = searchWith(['Anna'], { commitFrames: 10 });
    say(search, { '▁an': 1 }, { na: 1 }, { '▁is': 1 }, {}, { '▁in': 1 });
    search.step(silence(20));
    const before = search.best();
    expect(textOf(search.commit())).toBe('Anna is');
    expect(search.best()).toMatchObject({ text: 'in', bonus: before.bonus, logProb: before.logProb });
    search.setNames(undefined);
    expect(search.best().bonus).toBe(before.bonus);
  });

  it('finds names after a list was changed between commits', () => {
    const search = searchWith([], { commitFrames: 10 });
    say(search, { '▁an': 1 }, { na: 1 }, { '▁is': 1 }, {}, { '▁in': 1 });
    search.step(silence(20));
    expect(textOf(search.commit())).toBe('anna is');
    search.setNames(compileNames([{ text: 'Anna' }, { text: 'In Ann' }], vocabulary));
    say(search, { '▁an': 1 }, { n: 1 });
    expect(search.end().text).toBe('In Ann');
  });
});

describe('a long stream', { timeout: 30_000 }, () => {
  it('needs no more memory after half an hour than after a minute', () => {
    const draw = new Draw(1);
    const minutes = Array.from({ length: 4 }, () =>
      speak(draw, Array.from({ length: 35 }, () => draw.pick(sentences)).join(' '), vocabulary, 0.8),
    );
    const search = searchWith(names);
    let most = 0;
    const hear = (emissions: Emissions) => {
      for (let frame = 0; frame < emissions.frames; frame += 16) {
        search.step(cutEmissions(emissions, frame, Math.min(frame + 16, emissions.frames)));
        search.commit();
        most = Math.max(most, search.stats().prefixes);
      }
    };
    hear(minutes[0]);
    const { capacity } = search.stats();
    const mostAtFirst = most;
    for (let minute = 1; minute < 30; minute++) hear(minutes[minute % minutes.length]);
    expect(search.stats().capacity).toBe(capacity);
    expect(most).toBeLessThan(2 * mostAtFirst);
    expect(search.best().words.length).toBeLessThan(40);
  });

  it('drops what no hypothesis needs, also when nobody commits', () => {
    const search = new CtcBeamSearch(vocabulary);
    const draw = new Draw(3);
    for (let i = 0; i < 3000; i++) say(search, { [draw.pick(vocabulary.pieces)]: 0.05 });
    expect(search.best().tokens.length).toBeLessThan(10);
    expect(search.stats().capacity).toBe(new CtcBeamSearch(vocabulary).stats().capacity);
  });
});
