import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from '../beam-search';
import { cutEmissions, Draw, drawEmissions, drawnVocabulary, hear, speak } from '../drawn-speech';
import { sumAlignments } from '../exhaustive-search';
import { AUTOMATIC_BOOST } from '../name';
import { compileNames } from '../name-trie';
import { defaultSearchOptions, type SearchOptions } from '../search-options';
import { Vocabulary } from '../vocabulary';
import { costByDefinition, drawNgrams, languageOf, readNgrams, type Ngrams } from './drawn-language';

/** Nothing is pruned, nothing is taken for blank: the exact sums. */
const exact: Partial<SearchOptions> = {
  beamSize: 2000,
  tokensPerFrame: 1000,
  beamWidth: Infinity,
  tokenWidth: Infinity,
  blankSkip: 1,
};

const weights = { languageWeight: 0.6, wordBonus: 1.5, unknownWord: 2, unknownLetter: 0.5, listedName: 1 };

/** A vocabulary of two letters, small enough for every alignment to be tried, and words in it. */
const tiny = new Vocabulary({ blank: 0, pieces: ['_', '▁', '▁a', 'a', 'b'] });
const tinyWords = ['a', 'b', 'ab', 'ba'];

/** The drawn vocabulary of an acoustic model that expects some tokens rather than others. */
const expecting = new Vocabulary({
  blank: drawnVocabulary.blank,
  pieces: drawnVocabulary.pieces,
  prior: drawnVocabulary.pieces.map((_, token) => -token / 9),
});

const sentence = 'she said that the new house was in new york';
const spoken = [...sentence.split(' '), 'sea', 'shed', 'sad', 'there', 'then', 'knew', 'horse', 'wash', 'inn', 'your'];
const english = languageOf(drawNgrams(new Draw(7), [...new Set(spoken)]));

interface Setting {
  readonly language?: string;
  readonly names?: readonly string[];
  readonly options?: Partial<SearchOptions>;
  readonly of?: Vocabulary;
}

const searchWith = ({ language, names = [], options = exact, of = tiny }: Setting) => {
  const search = new CtcBeamSearch(of, { ...weights, ...options });
  if (language !== undefined) search.setLanguage(languageOf(language));
  search.setNames(
    compileNames(
      names.map((text) => ({ text })),
      of,
    ),
  );
  return search;
};

/** All that a search knows at its end, in an order that does not depend on ties. */
const everything = (search: CtcBeamSearch) => {
  search.end();
  return search.nBest(Infinity).toSorted((a, b) => (a.tokens.join() < b.tokens.join() ? -1 : 1));
};

/** What each of `words` adds, by the definition in language-score.ts. */
const wordScores = (words: readonly string[], ngrams: Ngrams, names = 1) =>
  words.map((word, i) => {
    const history = ['<s>', ...words.slice(0, i)];
    const asUnknown = costByDefinition(ngrams, history, '<unk>') / 16;
    const unknown = asUnknown + Math.round(16 * (weights.unknownWord + weights.unknownLetter * word.length)) / 16;
    const cost = ngrams.has(word) ? Math.min(unknown, costByDefinition(ngrams, history, word) / 16) : unknown;
    return {
      score: weights.wordBonus - weights.languageWeight * cost,
      listed: Math.min(0, weights.languageWeight * (weights.listedName - Math.log(names) - asUnknown)),
    };
  });

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const wordsOf = (tokens: readonly number[]) => tiny.text(tokens).split(' ').filter(Boolean);

/** What names earn with a language model: most words covered, then fewest names, then most paid. */
const earnedBy = (words: readonly string[], names: readonly string[], ngrams: Ngrams): number => {
  const scores = wordScores(words, ngrams, names.length);
  const takings = (from: number): { covered: number; names: number; paid: number }[] => {
    if (from >= words.length) return [{ covered: 0, names: 0, paid: 0 }];
    const taken = names.flatMap((name) => {
      const length = name.split(' ').length;
      if (words.slice(from, from + length).join(' ') !== name) return [];
      const own = sum(scores.slice(from, from + length).map(({ score }) => score - weights.wordBonus));
      const pay = AUTOMATIC_BOOST + Math.max(0, scores[from].listed - own);
      return takings(from + length).map((rest) => ({
        covered: rest.covered + length,
        names: rest.names + 1,
        paid: rest.paid + pay,
      }));
    });
    return [...takings(from + 1), ...taken];
  };
  return takings(0).toSorted((a, b) => b.covered - a.covered || a.names - b.names || b.paid - a.paid)[0].paid;
};

describe('a search with a language model', { timeout: 60_000 }, () => {
  it('adds to the sound of every sequence there is what the model says of its words', () => {
    for (let seed = 0; seed < 15; seed++) {
      const draw = new Draw(seed);
      const language = drawNgrams(draw, tinyWords);
      const emissions = drawEmissions(draw, 5, tiny.size, 2);
      const search = searchWith({ language });
      search.decode(emissions);
      const found = search.nBest(Infinity);
      const sums = sumAlignments(emissions, tiny.blank);
      expect(found).toHaveLength(sums.size);
      for (const { tokens, logProb, language: said } of found) {
        expect(logProb).toBeCloseTo(sums.get(tokens.join())!, 9);
        expect(said).toBeCloseTo(sum(wordScores(wordsOf(tokens), readNgrams(language)).map(({ score }) => score)), 9);
      }
      const scores = found.map(({ logProb, language: said }) => logProb + said);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }
  });

  it('divides the sound of every sequence there is by what the acoustic model expected of its tokens', () => {
    for (let seed = 0; seed < 15; seed++) {
      const draw = new Draw(seed);
      const language = drawNgrams(draw, tinyWords);
      const prior = Array.from({ length: tiny.size }, () => -5 * draw.uniform());
      const of = new Vocabulary({ blank: tiny.blank, pieces: tiny.pieces, prior });
      const emissions = drawEmissions(draw, 5, tiny.size, 2);
      const divided = emissions.logProbs.map((logProb, at) => logProb - 0.7 * prior[at % tiny.size]);
      const search = searchWith({ language, of, options: { ...exact, priorWeight: 0.7 } });
      search.decode(emissions);
      const sums = sumAlignments({ ...emissions, logProbs: divided }, tiny.blank);
      const found = search.nBest(Infinity);
      expect(found).toHaveLength(sums.size);
      for (const { tokens, logProb } of found) expect(logProb).toBeCloseTo(sums.get(tokens.join())!, 4);
    }
  });

  it('takes the acoustic model at its word, to the last bit, where there is no language model', () => {
    const emissions = speak(new Draw(6), sentence, drawnVocabulary, 0.8);
    const decoded = (of: Vocabulary) => everything(searchAfter(new CtcBeamSearch(of), emissions));
    expect(decoded(expecting)).toEqual(decoded(drawnVocabulary));
  });

  it('lets a listed name count as one of a class, and nothing that is no name', () => {
    for (let seed = 0; seed < 15; seed++) {
      const draw = new Draw(seed);
      const language = drawNgrams(draw, tinyWords);
      const names = [
        ...new Set(Array.from({ length: 4 }, () => draw.pick(['a', 'bb', 'aab', 'a b', 'bb a', 'ab bb']))),
      ];
      const emissions = drawEmissions(draw, 5, tiny.size, 2);
      for (const { tokens, bonus } of everything(searchAfter(searchWith({ language, names }), emissions))) {
        expect(bonus).toBeCloseTo(earnedBy(wordsOf(tokens), names, readNgrams(language)), 9);
      }
    }
  });

  it('is the plain one, to the last bit, from the next utterance on when the model is taken away', () => {
    const emissions = speak(new Draw(3), sentence, expecting, 0.8);
    const plain = () => new CtcBeamSearch(expecting);
    const taken = plain();
    taken.setLanguage(english);
    taken.decode(emissions);
    taken.setLanguage(undefined);
    taken.begin();
    expect(everything(searchAfter(taken, emissions))).toEqual(everything(searchAfter(plain(), emissions)));
  });

  it('is the plain one at once when the model is taken away, where the acoustic model expects nothing', () => {
    const emissions = cutEmissions(speak(new Draw(3), sentence, drawnVocabulary, 0.8), 0, 3);
    const taken = new CtcBeamSearch(drawnVocabulary);
    taken.setLanguage(english);
    taken.step(emissions);
    taken.setLanguage(undefined);
    expect(taken.best()).toEqual(searchAfter(new CtcBeamSearch(drawnVocabulary), emissions).best());
  });

  it('gives each token the confidence that it was heard with, whatever the acoustic model expected', () => {
    const search = new CtcBeamSearch(expecting);
    search.setLanguage(languageOf('90 <s>\n100 <unk>\n8 the\n8 sa\n'));
    const heard = hear(expecting, { '▁the': 0.6 }, {}, { '▁s': 0.7 }, { '▁s': 0.8 }, { '▁s': 0.7 }, { a: 0.9 }, {});
    const { logProbs, words } = search.decode(heard);
    expect(logProbs.map((logProb) => Math.exp(logProb).toFixed(4))).toEqual(['0.6000', '0.8000', '0.9000']);
    expect(words.map(({ confidence }) => confidence.toFixed(4))).toEqual(['0.6000', Math.sqrt(0.8 * 0.9).toFixed(4)]);
  });

  it('leaves sound, times and confidences alone where the acoustic model expects nothing', () => {
    const emissions = drawEmissions(new Draw(4), 5, tiny.size, 2);
    const acoustic = (language: string | undefined) =>
      everything(searchAfter(searchWith(language === undefined ? {} : { language }), emissions)).map(
        ({ tokens, frames, logProbs, logProb, words }) => ({ tokens, frames, logProbs, logProb, words }),
      );
    expect(acoustic(drawNgrams(new Draw(4), tinyWords))).toEqual(acoustic(undefined));
  });

  it('scores as though the model had always been there when it comes in mid-utterance, without a prior', () => {
    for (let seed = 0; seed < 10; seed++) {
      const draw = new Draw(seed);
      const language = drawNgrams(draw, tinyWords);
      const emissions = drawEmissions(draw, 5, tiny.size, 2);
      const names = ['ab', 'b a'];
      const late = searchWith({ names });
      const cut = draw.below(6);
      late.step(cutEmissions(emissions, 0, cut));
      late.setLanguage(languageOf(language));
      late.step(cutEmissions(emissions, cut));
      expect(everything(late)).toEqual(everything(searchAfter(searchWith({ names, language }), emissions)));
    }
  });

  it('gives the same result however the emissions are cut, and in whatever order the names are', () => {
    for (let seed = 0; seed < 5; seed++) {
      const draw = new Draw(seed);
      const emissions = speak(draw, sentence, drawnVocabulary, 0.8);
      const names = ['New York', 'York', 'Seaside', 'Annabel'];
      const decoded = (list: readonly string[], chunk: number) => {
        const search = searchWith({ names: list, options: {}, of: drawnVocabulary });
        search.setLanguage(english);
        for (let frame = 0; frame < emissions.frames; frame += chunk) {
          search.step(cutEmissions(emissions, frame, Math.min(frame + chunk, emissions.frames)));
          search.best();
        }
        search.end();
        return search.nBest(Infinity).map(({ text, logProb, bonus, language }) => ({ text, logProb, bonus, language }));
      };
      const whole = decoded(names, emissions.frames);
      expect(decoded(names, 7)).toEqual(whole);
      expect(decoded(draw.shuffled(names), 16)).toEqual(whole);
    }
  });

  it('goes on from a committed word with what came before it', () => {
    const emissions = speak(new Draw(5), `${sentence} ${sentence} ${sentence}`, drawnVocabulary, 0.1);
    const committing = new CtcBeamSearch(drawnVocabulary, weights);
    committing.setLanguage(english);
    const words: string[] = [];
    for (let frame = 0; frame < emissions.frames; frame += 16) {
      committing.step(cutEmissions(emissions, frame, Math.min(frame + 16, emissions.frames)));
      words.push(...committing.commit().map(({ text }) => text));
    }
    const last = committing.end();
    const whole = new CtcBeamSearch(drawnVocabulary, weights);
    whole.setLanguage(english);
    const { text, language } = whole.decode(emissions);
    expect(words.length).toBeGreaterThan(5);
    expect([...words, last.text].join(' ')).toBe(text);
    expect(last.language).toBeCloseTo(language, 9);
  });

  it('charges a word from its first letter, so that no words are glued together to save on their ends', () => {
    const language = languageOf('90 <s>\n100 <unk>\n60 the\n60 sea\n60 is\n');
    const heard = hear(
      drawnVocabulary,
      { '▁the': 1 },
      { '▁s': 0.5, s: 0.5 },
      { e: 1 },
      { a: 1 },
      { '▁is': 0.5, is: 0.5 },
    );
    const search = new CtcBeamSearch(drawnVocabulary, { ...defaultSearchOptions, wordBonus: 0 });
    search.setLanguage(language);
    search.step(heard);
    expect(search.best().text).toBe('the sea is');
    expect(search.end().text).toBe('the sea is');
  });

  it.each([
    [{ languageWeight: -1 }, 'Expected a finite languageWeight >= 0, got -1'],
    [{ languageWeight: Infinity }, 'Expected a finite languageWeight >= 0, got Infinity'],
    [{ priorWeight: -0.1 }, 'Expected a finite priorWeight >= 0, got -0.1'],
    [{ priorWeight: Infinity }, 'Expected a finite priorWeight >= 0, got Infinity'],
    [{ unknownWord: Infinity }, 'Expected a finite unknownWord >= 0, got Infinity'],
    [{ unknownLetter: NaN }, 'Expected a finite unknownLetter >= 0, got NaN'],
    [{ unknownLetter: Infinity }, 'Expected a finite unknownLetter >= 0, got Infinity'],
    [{ wordBonus: Infinity }, 'Expected a number of nats as wordBonus, got Infinity'],
  ])('refuses the options %j', (options, message) => {
    expect(() => new CtcBeamSearch(tiny, options)).toThrow(new RangeError(message));
  });
});

function searchAfter(search: CtcBeamSearch, emissions: Parameters<CtcBeamSearch['step']>[0]): CtcBeamSearch {
  search.step(emissions);
  return search;
}
