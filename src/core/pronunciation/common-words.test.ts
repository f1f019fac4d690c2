import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommonWords, readCommonWords } from './common-words';

const shipped = readCommonWords(readFileSync('models/pronunciations/common-words.txt', 'utf8'));
const common = new CommonWords(shipped);
const uncommon = (words: string) => words.split(' ').filter((word) => !common.has(word));

describe('readCommonWords', () => {
  it('reads words with their probabilities', () => {
    expect(readCommonWords('the -2.9\nand -3.5\n')).toEqual([
      { text: 'the', logProb: -2.9 },
      { text: 'and', logProb: -3.5 },
    ]);
  });

  it('refuses a list of something else', () => {
    expect(() => readCommonWords('the -2.9\nand')).toThrow('Expected a word and its log-probability, got and');
  });
});

describe('CommonWords', () => {
  it('knows the words of every day, whatever their case', () => {
    expect(uncommon('the THE Which people I don’t')).toEqual([]);
  });

  it('knows what English makes of them', () => {
    const listed = new CommonWords(['plan', 'try', 'make', 'quick', 'dog'].map((text) => ({ text, logProb: -9 })));
    for (const word of 'planned planning plans tries tried making maker quickly quickest dog’s dogs'.split(' ')) {
      expect([word, listed.has(word)]).toEqual([word, true]);
    }
    for (const word of 'plane planet trial mak doge quickness'.split(' ')) {
      expect([word, listed.has(word)]).toEqual([word, false]);
    }
  });

  it('does not know names', () => {
    const names = 'Siobhan Kowalczyk Redis Snyk Krishnamurthy Okonkwo Nguyen’s';
    expect(uncommon(names).join(' ')).toBe(names);
  });
});
