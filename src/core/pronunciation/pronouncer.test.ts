import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { phonesOf, phoneText } from './phones';
import { Pronouncer } from './pronouncer';
import { readPronunciationFile } from './pronunciation-file';

const root = new URL('../../../', import.meta.url);
const packed = readFileSync(new URL('models/pronunciations/pronunciations.bin', root));
const file = readPronunciationFile(packed);
const pronouncer = new Pronouncer(file);
const say = (text: string, most = 1) => pronouncer.pronounce(text, most).map(({ phones }) => phoneText(phones));

describe('Pronouncer', () => {
  it('says words as the dictionary does, by its list or by letter to sound', () => {
    const said = readFileSync(new URL('fixtures/cmudict-sample.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    expect(said.length).toBeGreaterThan(200);
    for (const line of said) {
      const [word, ...phones] = line.split(' ');
      expect(`${word} ${say(word)[0]}`).toBe(`${word} ${phones.join(' ')}`);
    }
  });

  it('says words that nobody has said before', () => {
    expect(say('blick')).toEqual(['B L IH K']);
    expect(say('wombly')).toEqual(['W AA M B L IY']);
  });

  it('says names of several words, with marks, hyphens, digits and initials', () => {
    expect(say('Zoë Müller')).toEqual(say('zoe muller'));
    expect(say("O'Brien")).toEqual(['OW B R AY IH N']);
    expect(say('Jean-Luc', 4)).toContain(say('jean luc')[0]);
    expect(say('R2-D2', 3)).toContain('AA R T UW D IY T UW');
    expect(say('IBM', 3)).toContain('AY B IY EH M');
    expect(say('Łukasz')).toEqual(say('lukasz'));
  });

  it('gives alternatives, likeliest first, each once, with probabilities that do not exceed one', () => {
    for (const text of ['Siobhan', 'read', 'Vergelina Anetakis', 'Nguyen', 'either']) {
      const pronunciations = pronouncer.pronounce(text, 6);
      expect(pronunciations.length).toBeGreaterThan(1);
      expect(new Set(pronunciations.map(({ phones }) => phones.join())).size).toBe(pronunciations.length);
      const logProbs = pronunciations.map(({ logProb }) => logProb);
      expect(logProbs).toEqual(logProbs.toSorted((a, b) => b - a));
      expect(logProbs.reduce((sum, logProb) => sum + Math.exp(logProb), 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
    expect(say('read', 4)).toEqual(expect.arrayContaining(['R EH D', 'R IY D']));
  });

  it('says nothing where there is nothing to say', () => {
    expect(say('')).toEqual([]);
    expect(say('🙂')).toEqual([]);
    expect(say('Москва')).toEqual([]);
    expect(say('a'.repeat(100))).toEqual([]);
  });

  it('refuses files of another format or cut short', () => {
    expect(() => readPronunciationFile(new Uint8Array(0))).toThrow(TypeError);
    expect(() => readPronunciationFile(packed.subarray(0, packed.length - 1))).toThrow(RangeError);
    expect(() => readPronunciationFile(Uint8Array.from(packed, (byte, i) => (i === 12 ? 88 : byte)))).toThrow(
      TypeError,
    );
  });
});

describe('phonesOf', () => {
  it('reads ARPAbet with or without stress, and refuses anything else', () => {
    expect(phonesOf('AE1 N AH0')).toEqual(phonesOf('AE N AH'));
    expect(phoneText(phonesOf('SH IH V AO N'))).toBe('SH IH V AO N');
    expect(() => phonesOf('AE QQ')).toThrow(RangeError);
  });
});
