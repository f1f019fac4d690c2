import { describe, expect, it } from 'vitest';
import { normaliseWords } from '../normalise';
import { anotherSentence, carrierCount, testSentences, textOf, type TestSentence } from './test-sentences';

const names = Array.from({ length: 10 }, (_, index) => `Name${index}`);
const seeds = Array.from({ length: 50 }, (_, seed) => seed);

describe('testSentences', () => {
  it('has each name once, in order, and the same sentences for the same seed', () => {
    for (const seed of seeds) {
      const sentences = testSentences(names, seed);
      expect(sentences.map(({ name }) => name)).toEqual(names);
      expect(testSentences(names, seed)).toEqual(sentences);
      for (const sentence of sentences) expect(textOf(sentence).split(sentence.name)).toHaveLength(2);
    }
    const different = new Set(seeds.map((seed) => testSentences(names, seed).map(textOf).join()));
    expect(different.size).toBe(seeds.length);
  });

  it('never repeats a sentence within ten, and moves the name from place to place', () => {
    for (const seed of seeds) {
      const sentences = testSentences(names, seed);
      expect(new Set(sentences.map(({ carrier }) => carrier)).size).toBe(names.length);
      for (let first = 0; first + 4 <= names.length; first++) {
        expect(new Set(sentences.slice(first, first + 4).map(({ place }) => place)).size).toBe(4);
      }
    }
  });

  it('uses all its sentences by and by, each of which has the name where it says', () => {
    const used = new Map<number, TestSentence>();
    for (const seed of seeds) for (const sentence of testSentences(names, seed)) used.set(sentence.carrier, sentence);
    expect(used.size).toBe(carrierCount);
    for (const { place, before, after } of used.values()) {
      const [left, right] = [normaliseWords(before).length, normaliseWords(after).length];
      expect(left === 0).toBe(place === 'subject');
      expect(right === 0).toBe(place === 'end');
      expect(left + right).toBeGreaterThanOrEqual(5 - 1);
      // Signs that are said, or numbers, would make scores of something else.
      expect(before + after).toMatch(/^[A-Za-z ,.?]+$/);
    }
  });

  it('has another sentence for a name until all have had their turn', () => {
    const [first] = testSentences(['Ann'], 7);
    const seen = [first];
    while (seen.length < carrierCount) seen.push(anotherSentence(seen.at(-1)!));
    expect(new Set(seen.map(textOf)).size).toBe(carrierCount);
    expect(anotherSentence(seen.at(-1)!)).toEqual(first);
  });

  it('has nothing to say without names', () => {
    expect(testSentences([], 1)).toEqual([]);
  });
});
