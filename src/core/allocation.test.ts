import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, drawnVocabulary as vocabulary, joinEmissions, speak } from './drawn-speech';
import { drawNgrams, languageOf } from './language-model/drawn-language';
import { compileNames } from './name-trie';

const frames = 1500;

const times = 5;

/** Bytes by which the heap grows while `work` is done so often, the median of several tries: a garbage collection hides in few. */
function heapGrowth(work: () => void, times: number): number {
  const growths = Array.from({ length: 5 }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let time = 0; time < times; time++) work();
    return process.memoryUsage().heapUsed - before;
  });
  return growths.toSorted((a, b) => a - b)[2];
}

describe('the loop over frames', { timeout: 120_000 }, () => {
  const draw = new Draw(1);
  const words = 'she said that the house was in new york and anna and ann arbor were there'.split(' ');
  const sentence = () => Array.from({ length: 20 }, () => draw.pick(words)).join(' ');
  const speech = joinEmissions(Array.from({ length: 20 }, () => speak(draw, sentence(), vocabulary, 0.7)));
  const chunk = cutEmissions(speech, 0, frames);
  const names = [...words, 'New York', 'Ann Arbor'].map((text) => ({ text }));
  const language = languageOf(drawNgrams(draw, [...new Set(words), 'annual', 'newt']));

  it.each([
    ['without names', [], false],
    ['with names', names, false],
    ['with a language model', [], true],
    ['with a language model and names', names, true],
  ])('allocates nothing, %s', (_, names, withLanguage) => {
    const search = new CtcBeamSearch(vocabulary, { blankSkip: 1 });
    search.setNames(compileNames(names, vocabulary));
    if (withLanguage) search.setLanguage(language);
    const hear = () => {
      search.begin();
      search.step(chunk);
    };
    // What is compiled and what grows once is not of the loop.
    for (let i = 0; i < 20; i++) hear();
    // Now and then V8 counts a whole page of the heap at the first object, whatever follows: how much more is it for more frames?
    const growth = heapGrowth(hear, times) - heapGrowth(hear, 1);
    // The smallest object takes 12 bytes: one in each frame would be seen.
    expect(growth).toBeLessThan(8 * frames * (times - 1));
  });
});
