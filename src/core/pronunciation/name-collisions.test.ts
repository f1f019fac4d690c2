import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AUTOMATIC_BOOST } from '../name';
import { readCommonWords } from './common-words';
import { NameCollisions } from './name-collisions';
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
    expect(of('Will')!.words[0]).toBe('will');
    expect(of('Redis')!.words).toContain('red');
  });

  it('leaves names alone that sound like nothing else', () => {
    for (const name of ['Kowalczyk', 'Siobhán', 'Krishnamurthy', 'Zelenskyy', 'Kubernetes', 'Okonkwo']) {
      expect(of(name)).toBe(undefined);
    }
  });

  it('takes the more off the boost the commoner the word and the nearer its sound', () => {
    const boost = (name: string) => of(name)?.boost ?? AUTOMATIC_BOOST;
    expect(boost('Will')).toBeLessThan(boost('Rob'));
    expect(boost('Rob')).toBeLessThan(boost('Kowalczyk'));
    expect(boost('The')).toBe(0);
    expect(boost('Kowalczyk')).toBe(AUTOMATIC_BOOST);
  });

  it('looks at what a name sounds like, too', () => {
    expect(collisions.of({ text: 'Kowalczyk', soundsLike: ['ready'] })?.words[0]).toBe('ready');
    expect(collisions.of({ text: 'Kowalczyk', ipa: ['rɛdi'] })?.words[0]).toBe('ready');
  });

  it('tells the same words by how much they sound like the name', () => {
    expect(of('Mark')!.alike[0]).toBe('mark');
    expect(of('Mark')!.words[0]).toBe('not');
    expect(of('Mark')!.alike.toSorted()).toEqual(of('Mark')!.words.toSorted());
  });
});
