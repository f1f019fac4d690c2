import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCommonWords } from './common-words';
import { NameCollisions } from './name-collisions';
import { Pronouncer } from './pronouncer';
import { readPronunciationFile } from './pronunciation-file';
import { SafeParts } from './safe-parts';

const pronouncer = new Pronouncer(readPronunciationFile(readFileSync('models/pronunciations/pronunciations.bin')));
const words = readCommonWords(readFileSync('models/pronunciations/common-words.txt', 'utf8'));
const safe = new SafeParts(new NameCollisions(words, pronouncer), pronouncer);

describe('SafeParts', () => {
  it('has parts that nothing common sounds like', () => {
    expect(safe.of({ text: 'Siobhan Murphy' })).toEqual(['Siobhan', 'Murphy']);
    expect(safe.of({ text: 'Anushka Sharma' })).toEqual(['Anushka', 'Sharma']);
  });

  it('leaves out what sounds like a common word, or the user says so, and what is short', () => {
    expect(safe.of({ text: 'Mark Kowalczyk' })).toEqual(['Kowalczyk']);
    expect(safe.of({ text: 'Will Rob' })).toEqual([]);
    expect(safe.of({ text: 'Jo Okonkwo' })).toEqual(['Okonkwo']);
    expect(safe.of({ text: 'Siobhan Murphy', soundsLike: ['very murphy'] })).toEqual(['Murphy']);
    expect(safe.of({ text: '安娜 Okonkwo' })).toEqual(['Okonkwo']);
    expect(safe.of({ text: 'Okonkwo' })).toEqual([]);
  });
});
