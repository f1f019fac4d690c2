import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NameCollisions, readCommonWords } from './name-collisions';
import { Pronouncer } from './pronouncer';
import { readPronunciationFile } from './pronunciation-file';

const read = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../../models/pronunciations/${file}`, import.meta.url)));
const pronouncer = new Pronouncer(readPronunciationFile(read('pronunciations.bin')));
const collisions = new NameCollisions(readCommonWords(read('common-words.txt').toString()), pronouncer);
const of = (text: string) => collisions.of({ text });

describe('NameCollisions', () => {
  it('warns of the names that trouble other recognizers', () => {
    const names = ['CRAN', 'Redis', 'Snyk', 'Ann', 'Art', 'Will', 'May', 'Mark', 'Bill', 'Rob'];
    expect(names.filter((name) => of(name) === undefined)).toEqual([]);
    expect(of('CRAN')!.words).toContain('ran');
    expect(of('CRAN')!.warning).toBe('sounds like ‘can’');
    expect(of('Will')!.warning).toBe('is also the word ‘will’');
    expect(of('Redis')!.words).toContain('red');
  });

  it('leaves names alone that sound like nothing else', () => {
    for (const name of ['Kowalczyk', 'Siobhán', 'Krishnamurthy', 'Zelenskyy', 'Kubernetes', 'Okonkwo']) {
      expect(of(name)).toBe(undefined);
    }
  });

  it('takes the more off the boost the commoner the word and the nearer its sound', () => {
    const boost = (name: string) => of(name)?.boost ?? 4.5;
    expect(boost('Will')).toBeLessThan(boost('Rob'));
    expect(boost('Rob')).toBeLessThan(boost('Kowalczyk'));
    expect(boost('The')).toBe(0);
    expect(boost('Kowalczyk')).toBe(4.5);
  });

  it('looks at what a name sounds like, too', () => {
    expect(collisions.of({ text: 'Kowalczyk', soundsLike: ['ready'] })?.words[0]).toBe('ready');
  });

  it('refuses a list of something else', () => {
    expect(() => readCommonWords('the -2.9\nand')).toThrow('Expected a word and its log-probability, got and');
  });
});
