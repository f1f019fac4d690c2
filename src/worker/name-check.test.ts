import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CommonWords, readCommonWords } from '../core/pronunciation/common-words';
import { NameCollisions } from '../core/pronunciation/name-collisions';
import { NameSpeller } from '../core/pronunciation/name-speller';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';
import { SafeParts } from '../core/pronunciation/safe-parts';
import { SoundSpeller } from '../core/pronunciation/sound-speller';
import { soundSpellings } from '../core/pronunciation/sound-spellings';
import { NameCheck } from './name-check';

const words = readCommonWords(readFileSync('models/pronunciations/common-words.txt', 'utf8'));
const pronouncer = new Pronouncer(readPronunciationFile(readFileSync('models/pronunciations/pronunciations.bin')));
const names = ['CRAN', 'Redis', 'Snyk', 'Ann', 'Art', 'Will', 'May', 'Mark', 'Bill', 'Rob', 'Kowalczyk'];

/** A clock by which every look takes a millisecond. */
function check(pause: () => Promise<void> = () => Promise.resolve()): NameCheck {
  let now = 0;
  return new NameCheck(words, pronouncer, () => now++, pause);
}

describe('NameCheck', () => {
  it('tells what NameCollisions tells, name by name', async () => {
    const all = await check().collisions(names.map((text) => ({ text })));
    const oracle = new NameCollisions(words, pronouncer);
    expect(all).toEqual(names.map((text) => oracle.of({ text })));
    expect(names.filter((_, index) => all[index] === undefined)).toEqual(['Kowalczyk']);
  });

  it('lets others have their turns', async () => {
    let pauses = 0;
    const checked = check(() => {
      pauses++;
      return Promise.resolve();
    });
    await checked.collisions([{ text: 'Ann' }]);
    expect(pauses).toBeGreaterThan(words.length / 20);
    const before = pauses;
    await checked.collisions(Array.from({ length: 80 }, () => ({ text: 'Ann' })));
    expect(pauses - before).toBe(10);
  });

  it('tells how the model may write names, as NameSpeller does, and lets others have their turns', async () => {
    let pauses = 0;
    const checked = check(() => {
      pauses++;
      return Promise.resolve();
    });
    const oracle = new NameSpeller(pronouncer, new SoundSpeller(soundSpellings), new CommonWords(words));
    expect(await checked.spellings(names.map((text) => ({ text })))).toEqual(
      names.map((text) => oracle.variants({ text })),
    );
    expect(pauses).toBe(1);
  });

  it('tells which parts of names can stand alone, as SafeParts does', async () => {
    const full = ['Siobhan Murphy', 'Mark Kowalczyk', 'Okonkwo'].map((text) => ({ text }));
    const oracle = new SafeParts(new NameCollisions(words, pronouncer), pronouncer);
    expect(await check().safeParts(full)).toEqual(full.map((name) => oracle.of(name)));
  });

  it('answers two that ask at once', async () => {
    const checked = check();
    const [will, nothing] = await Promise.all([
      checked.collisions([{ text: 'Will' }]),
      checked.collisions([{ text: 'Okonkwo' }, { text: '安娜' }]),
    ]);
    expect(will[0]?.words[0]).toBe('will');
    expect(nothing).toEqual([undefined, undefined]);
  });

  it('tells common words from others', () => {
    expect(check().commonAmong(['Will', 'Siobhan', 'ran'])).toEqual(['Will', 'ran']);
  });
});
