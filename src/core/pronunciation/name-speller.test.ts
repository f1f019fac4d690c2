import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CommonWords, readCommonWords } from './common-words';
import { NameSpeller } from './name-speller';
import { Pronouncer } from './pronouncer';
import { readPronunciationFile } from './pronunciation-file';
import { SoundSpeller } from './sound-speller';
import { soundSpellings } from './sound-spellings';

const pronouncer = new Pronouncer(
  readPronunciationFile(
    readFileSync(fileURLToPath(new URL('../../../models/pronunciations/pronunciations.bin', import.meta.url))),
  ),
);
const sounds = new SoundSpeller(soundSpellings);
const common = new CommonWords(readCommonWords(readFileSync('models/pronunciations/common-words.txt', 'utf8')));
const speller = new NameSpeller(pronouncer, sounds, common);
const textsOf = (text: string) => speller.variants({ text }).map((variant) => variant.text);

describe('NameSpeller', () => {
  it('writes names as they sound', () => {
    expect(textsOf('Schmidt')).toContain('▁shmit');
    expect(textsOf('Weigerstorfer')).toContain('▁wigerstorfer');
    expect(textsOf('Ann-Schmidt').every((text) => /^▁[a-z]+▁[a-z]+$/.test(text))).toBe(true);
  });

  it('writes a name as the user says it, whatever its letters are', () => {
    const said = (text: string, ...ipa: string[]) => speller.variants({ text, ipa }).map((variant) => variant.text);
    expect(said('Xochitl', '/ˈsoʊtʃil/').every((text) => text.startsWith('▁s'))).toBe(true);
    expect(said('Xochitl', '/ˈsoʊtʃil/')).not.toEqual([]);
    expect(said('李小龙', 'ˈbrus ˈli').every((text) => /^▁br[a-z]+▁l[a-z]+$/.test(text))).toBe(true);
    expect(said('李小龙', 'ˈbrus ˈli')).not.toEqual([]);
    expect(said('Schmidt', '!')).toEqual(textsOf('Schmidt'));
  });

  it('leaves common words what they are, but not their combinations with others', () => {
    const all = new NameSpeller(pronouncer, sounds, { has: () => false });
    const left = (text: string) => {
      const known = textsOf(text);
      return all.variants({ text }).flatMap((variant) => (known.includes(variant.text) ? [] : [variant.text]));
    };
    expect(left('Bangor')).toContain('▁banger');
    for (const text of ['Carter', 'Fowler', 'Bangor', 'Schmidt', 'Bangor Schmidt']) {
      for (const variant of left(text)) {
        expect(
          variant
            .slice(1)
            .split('▁')
            .every((word) => common.has(word)),
          variant,
        ).toBe(true);
      }
    }
    expect(left('Bangor Schmidt')).toEqual([]);
  });

  it('gives no short ones, none of negative names and parts, and at most five, likeliest first', () => {
    expect(textsOf('Ann')).toEqual([]);
    expect(speller.variants({ text: 'Schmidt', negative: true })).toEqual([]);
    expect(speller.variants({ text: 'Schmidt', partOf: 'Ann Schmidt' })).toEqual([]);
    for (const text of ['Kowalczyk', 'Krishnamurthy', 'Siobhán O’Brien', 'R2-D2', '李', '']) {
      const variants = speller.variants({ text });
      expect(variants.length).toBeLessThanOrEqual(5);
      const logProbs = variants.map(({ logProb }) => logProb);
      expect(logProbs).toEqual(logProbs.toSorted((a, b) => b - a));
      expect(logProbs.every((logProb) => logProb < 1e-9)).toBe(true);
    }
  });
});
