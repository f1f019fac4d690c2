import { foldLatin } from './latin-letters';
import { spellNumbers } from './number-words';

/** Titles that are written short and read in full. `st` is read as in names ("St Ives"), not as in addresses. */
const TITLES = new Map([
  ['mr', 'mister'],
  ['mrs', 'missus'],
  ['dr', 'doctor'],
  ['st', 'saint'],
]);

/** What keyboards and typographers put where an apostrophe is meant; first, since NFKD makes a space of some. */
const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`\uff07]/g;

/**
 * Text as it is scored: only a-z, apostrophe and single spaces. Reference, hypothesis and names all pass through here,
 * so a difference in case, marks, hyphens or digits is not an error:
 *
 * 1. typographic apostrophes become `'`, letters lose case and marks (`foldLatin`);
 * 2. numbers are spelled out (`spellNumbers`);
 * 3. whatever is not a letter or an apostrophe, hyphens and dashes among them, separates words;
 * 4. Mr, Mrs, Dr and St are read in full; an apostrophe without a letter is no word.
 */
export function normaliseText(text: string): string {
  return normaliseWords(text).join(' ');
}

/** The words of `normaliseText(text)`; none for a text without letters or digits. */
export function normaliseWords(text: string): string[] {
  const spelled = spellNumbers(foldLatin(text.replace(APOSTROPHES, "'")));
  const words: string[] = [];
  for (const word of spelled.split(/[^a-z']+/)) {
    if (/[a-z]/.test(word)) words.push(TITLES.get(word) ?? word);
  }
  return words;
}
