import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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
const speller = new NameSpeller(pronouncer, new SoundSpeller(soundSpellings));
const textsOf = (text: string) => speller.variants({ text }).map((variant) => variant.text);

describe('NameSpeller', () => {
  it('writes names as they sound', () => {
    expect(textsOf('Schmidt')).toContain('▁shmit');
    expect(textsOf('Weigerstorfer')).toContain('▁wigerstorfer');
    expect(textsOf('Ann-Schmidt').every((text) => /^▁[a-z]+▁[a-z]+$/.test(text))).toBe(true);
  });

  it('gives no short ones, no negative ones, and at most five, likeliest first', () => {
    expect(textsOf('Ann')).toEqual([]);
    expect(speller.variants({ text: 'Schmidt', negative: true })).toEqual([]);
    for (const text of ['Kowalczyk', 'Krishnamurthy', 'Siobhán O’Brien', 'R2-D2', '李', '']) {
      const variants = speller.variants({ text });
      expect(variants.length).toBeLessThanOrEqual(5);
      const logProbs = variants.map(({ logProb }) => logProb);
      expect(logProbs).toEqual(logProbs.toSorted((a, b) => b - a));
      expect(logProbs.every((logProb) => logProb < 1e-9)).toBe(true);
    }
  });
});
