import { bench, describe } from 'vitest';
import { PHONES } from './phones';
import { SoundIndex } from './sound-index';

// 10,000 names with four pronunciations each: consonants and vowels in turn, a vowel changed.
const vowels = PHONES.flatMap((phone, id) => (/^[AEIOU]/.test(phone) ? [id] : []));
const consonants = PHONES.flatMap((phone, id) => (/^[AEIOU]/.test(phone) ? [] : [id]));
const sounds = Array.from({ length: 40_000 }, (_, i) => {
  const name = i >> 2;
  const phones = Uint8Array.from({ length: 4 + (name % 9) }, (_, at) => {
    const kind = at % 2 === 0 ? consonants : vowels;
    return kind[(name * (at + 7) * 31 + (name >> 3) * at + (at === 3 ? i & 3 : 0)) % kind.length];
  });
  return { name, phones, logProb: 0 };
});
const index = new SoundIndex(sounds);
let next = 0;

describe('10,000 names with four pronunciations each', () => {
  bench('find those near a sequence of phones', () => {
    index.near(sounds[(next += 977) % sounds.length].phones, 8, 4);
  });
  bench('index them', () => void new SoundIndex(sounds), { iterations: 3 });
});
