import { phonesOf, type Phones } from './phones';

/*
 * IPA to ARPAbet, for the pronunciations that users write beside their names: English sounds as in dictionaries of both
 * sides of the Atlantic, foreign ones as English speakers say them. Stress, length and ties are passed over; what a dot parts
 * is not read together. And back, for the pronunciations that are heard.
 */

const table: Readonly<Record<string, string>> = {
  // Diphthongs and affricates, before their parts.
  aɪ: 'AY',
  aj: 'AY',
  ai: 'AY',
  ɑɪ: 'AY',
  aʊ: 'AW',
  aw: 'AW',
  au: 'AW',
  eɪ: 'EY',
  ej: 'EY',
  ei: 'EY',
  ɛɪ: 'EY',
  oʊ: 'OW',
  ow: 'OW',
  əʊ: 'OW',
  ou: 'OW',
  ɔɪ: 'OY',
  ɔj: 'OY',
  oɪ: 'OY',
  oj: 'OY',
  ɔi: 'OY',
  ɪə: 'IH R',
  eə: 'EH R',
  ɛə: 'EH R',
  ʊə: 'UH R',
  ɝ: 'ER',
  ɚ: 'ER',
  ɜr: 'ER',
  ɜɹ: 'ER',
  ər: 'ER',
  əɹ: 'ER',
  ɜ: 'ER',
  tʃ: 'CH',
  ʧ: 'CH',
  tʂ: 'CH',
  tɕ: 'CH',
  dʒ: 'JH',
  ʤ: 'JH',
  dʑ: 'JH',
  dʐ: 'JH',
  ts: 'T S',
  dz: 'D Z',
  // Vowels.
  i: 'IY',
  ɪ: 'IH',
  e: 'EY',
  ɛ: 'EH',
  æ: 'AE',
  a: 'AA',
  ɑ: 'AA',
  ɒ: 'AA',
  ɔ: 'AO',
  o: 'OW',
  ʊ: 'UH',
  u: 'UW',
  ʌ: 'AH',
  ə: 'AH',
  ɐ: 'AH',
  ɨ: 'IH',
  ɯ: 'UH',
  y: 'UW',
  ʏ: 'UH',
  ø: 'ER',
  œ: 'ER',
  ɤ: 'AH',
  ɘ: 'AH',
  ɵ: 'UH',
  // Consonants.
  p: 'P',
  b: 'B',
  t: 'T',
  d: 'D',
  k: 'K',
  ɡ: 'G',
  g: 'G',
  q: 'K',
  c: 'K',
  ɟ: 'G',
  ʔ: '',
  f: 'F',
  v: 'V',
  θ: 'TH',
  ð: 'DH',
  s: 'S',
  z: 'Z',
  ʃ: 'SH',
  ʒ: 'ZH',
  ɕ: 'SH',
  ʑ: 'ZH',
  ʂ: 'SH',
  ʐ: 'ZH',
  h: 'HH',
  ɦ: 'HH',
  x: 'K',
  χ: 'K',
  ç: 'HH',
  ɣ: 'G',
  ʁ: 'R',
  ħ: 'HH',
  m: 'M',
  n: 'N',
  ŋ: 'NG',
  ɲ: 'N Y',
  ɴ: 'NG',
  l: 'L',
  ɫ: 'L',
  ɬ: 'L',
  ʎ: 'L Y',
  r: 'R',
  ɹ: 'R',
  ɾ: 'R',
  ʀ: 'R',
  ɻ: 'R',
  ʋ: 'V',
  β: 'V',
  ɸ: 'F',
  w: 'W',
  ʍ: 'W',
  j: 'Y',
  ɥ: 'W',
  ɱ: 'M',
  ʈ: 'T',
  ɖ: 'D',
  ɳ: 'N',
  ɭ: 'L',
};

const longest = Math.max(...Object.keys(table).map((symbol) => symbol.length));
/** Parts signs that would be read as one. */
const syllable = '.';
const silent = /[ˈˌːˑ\-/[\]()|‖ˀʰʲʷˠˤ\s\p{M}]/gu;

/** The phones of `ipa`, or undefined when it has a sign that is no sound of the table. */
export function phonesOfIpa(ipa: string): Phones | undefined {
  // Decomposed, so that marks (nasal, syllabic, ties) come off: all but the cedilla of ç.
  const text = ipa.toLowerCase().normalize('NFD').replaceAll('c\u0327', '\u00e7').replaceAll(silent, '');
  let arpabet = '';
  for (let at = 0; at < text.length;) {
    let length = Math.min(longest, text.length - at);
    while (length > 0 && table[text.slice(at, at + length)] === undefined) length--;
    if (length > 0) arpabet += ` ${table[text.slice(at, at + length)]}`;
    else if (text[at] === syllable) length = 1;
    else return undefined;
    at += length;
  }
  const phones = phonesOf(arpabet);
  return phones.length > 0 ? phones : undefined;
}

/** The phones of each word of `ipa`, which spaces part; undefined as `phonesOfIpa`. */
export function wordsOfIpa(ipa: string): Phones[] | undefined {
  const words = ipa
    .split(/[\s|‖]+/u)
    .filter((word) => word.replaceAll(silent, '') !== '')
    .map(phonesOfIpa);
  return words.length > 0 && words.every((phones) => phones !== undefined) ? words : undefined;
}

/** How a phone is written, by its id. AH is most often the vowel without stress. */
const symbols: readonly string[] =
  'ɑ æ ə ɔ aʊ aɪ b tʃ d ð ɛ ɝ eɪ f ɡ h ɪ i dʒ k l m n ŋ oʊ ɔɪ p r s ʃ t θ ʊ u v w j z ʒ'.split(' ');

/** `phones` in IPA, with a dot where two signs would be read as one: `phonesOfIpa` gives the same phones. */
export function ipaOf(phones: Phones): string {
  let ipa = '';
  phones.forEach((phone, index) => {
    const next = ipa + symbols[phone];
    const read = phonesOfIpa(next);
    const isSame = read?.length === index + 1 && read.every((phone, at) => phone === phones[at]);
    ipa = isSame ? next : `${ipa}${syllable}${symbols[phone]}`;
  });
  return ipa;
}
