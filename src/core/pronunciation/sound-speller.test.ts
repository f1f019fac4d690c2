import { describe, expect, it } from 'vitest';
import { PHONES, phonesOf } from './phones';
import { SoundSpeller } from './sound-speller';
import type { SoundSpellings } from './sound-spellings';

const ln = Math.log;
/** Of three phones: B is always b, AA is o or a (or au at the end), N is n, nn or not heard at the end. */
const table: SoundSpellings = {
  B: [{ b: 0 }, { b: 0 }, { b: 0 }],
  AA: [
    { o: ln(0.7), a: ln(0.3) },
    { o: ln(0.6), a: ln(0.4) },
    { a: ln(0.5), au: ln(0.5) },
  ],
  N: [{ n: 0 }, { n: ln(0.8), nn: ln(0.2) }, { n: ln(0.6), nn: ln(0.1), '': ln(0.3) }],
};

/** Every way to write `phones`, with the probability of the likeliest path to each text. */
function everySpelling(phones: Uint8Array): Map<string, number> {
  let all = new Map([['', 1]]);
  phones.forEach((phone, index) => {
    const longer = new Map<string, number>();
    const place = index === 0 ? 0 : index === phones.length - 1 ? 2 : 1;
    for (const [before, probability] of all) {
      for (const [letters, logProb] of Object.entries(table[PHONES[phone]][place])) {
        const text = before + letters;
        longer.set(text, Math.max(longer.get(text) ?? 0, probability * Math.exp(logProb)));
      }
    }
    all = longer;
  });
  return all;
}

describe('SoundSpeller', () => {
  const speller = new SoundSpeller(table);

  it('gives the likeliest spellings, and as many as were asked for', () => {
    for (const text of ['B AA N', 'AA B AA N', 'B AA N AA', 'N AA N', 'AA']) {
      const every = [...everySpelling(phonesOf(text))].toSorted(([a, p], [b, q]) => q - p || (a < b ? -1 : 1));
      for (const most of [1, 3, 6]) {
        const best = every.slice(0, most);
        const total = best.reduce((sum, [, probability]) => sum + probability, 0);
        const found = speller.spell(phonesOf(text), most);
        expect(found.map((spelling) => spelling.text)).toEqual(best.map(([spelling]) => spelling));
        found.forEach(({ logProb }, i) => expect(Math.exp(logProb)).toBeCloseTo(best[i][1] / total, 9));
      }
    }
  });

  it('gives nothing where there is nothing to write', () => {
    expect(speller.spell(phonesOf(''), 3)).toEqual([]);
    // No way to write it is known.
    expect(speller.spell(phonesOf('B ZH'), 3)).toEqual([]);
  });
});
