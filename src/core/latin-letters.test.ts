import { describe, expect, it } from 'vitest';
import { foldLatin } from './latin-letters';

describe('foldLatin', () => {
  it.each([
    ['Łukasz Müller-Sørensen', 'lukasz muller-sorensen'],
    ['Đặng Thị Þóra', 'dang thi thora'],
    ['İstanbul ışık', 'istanbul isik'],
    ['Straße ÆGIR œuvre', 'strasse aegir oeuvre'],
    ['ＷＩＤＥ ﬁne ℡', 'wide fine tel'],
    ['co\u00adoperate zero\u200bwidth', 'cooperate zerowidth'],
    ['Nguye\u0302\u0303n', 'nguyen'],
    ['Ольга', 'ольга'],
    ["O'Brien", "o'brien"],
  ])('writes %s as %s', (text, plain) => {
    expect(foldLatin(text)).toBe(plain);
  });

  it('changes nothing the second time', () => {
    for (const text of ['Łukasz', 'İ', 'ﬃ', 'Å', '½', 'ǅ']) expect(foldLatin(foldLatin(text))).toBe(foldLatin(text));
  });
});
