import { readFileSync } from 'node:fs';
import { bench, describe } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, joinEmissions, speak } from './drawn-speech';
import { compileNames } from './name-trie';
import { Vocabulary, type VocabularyFile } from './vocabulary';

// A mean of 10 ms is 10 µs per frame: at 24 ms a frame, a real-time factor of 0.0004.
// More names must not take longer: what counts is 10,000 against 100 and none.

const file = new URL('../../models/streaming-en/vocabulary.json', import.meta.url);
const vocabulary = new Vocabulary(JSON.parse(readFileSync(file, 'utf8')) as VocabularyFile);
const draw = new Draw(1);

const syllables =
  'an na be la ro mi ka to shi ver son man ley gra dou el is mar chen kow ski ber gard ton ga lin do ra'.split(' ');
const drawWord = () => Array.from({ length: 1 + draw.below(3) }, () => draw.pick(syllables)).join('');
const names = Array.from({ length: 10_000 }, () => ({ text: `${drawWord()} ${drawWord()}` }));

const common = 'the of and to a in that he was it his with for you had not be is on at she said there were would'.split(
  ' ',
);
const sentence = () =>
  Array.from({ length: 20 }, () => (draw.uniform() < 0.7 ? draw.pick(common) : drawWord())).join(' ');
const speech = joinEmissions(Array.from({ length: 20 }, () => speak(draw, sentence(), vocabulary, 0.5)));
const chunks = Array.from({ length: 62 }, (_, chunk) => cutEmissions(speech, 16 * chunk, 16 * chunk + 16));

describe('992 frames in chunks of 16, with commit and best after each', () => {
  for (const count of [0, 100, 10_000]) {
    const search = new CtcBeamSearch(vocabulary);
    search.setNames(compileNames(names.slice(0, count), vocabulary));
    bench(`${count} names`, () => {
      search.begin();
      for (const chunk of chunks) {
        search.step(chunk);
        search.commit();
        search.best();
      }
    });
  }
});

describe('a new list of 10,000 names', () => {
  const search = new CtcBeamSearch(vocabulary);
  const trie = compileNames(names, vocabulary);
  bench('compile', () => void compileNames(names, vocabulary), { iterations: 5 });
  bench('swap in, after 10 s without a commit', () => search.setNames(trie), {
    setup: () => {
      search.begin();
      for (const chunk of chunks.slice(0, 26)) search.step(chunk);
    },
  });
});
