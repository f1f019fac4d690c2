import { foldLatin } from './latin-letters';
import { spellCardinal, spellDigits, spellNumbers } from './number-words';
import { WORD_START, type Vocabulary } from './vocabulary';

/*
 * How a name may come out of a model that writes few characters (a to z and the apostrophe, say):
 *
 * 1. symbols and emoji are dropped, `&` is read as "and", apostrophes and hyphens of all kinds become one of each;
 * 2. what can be heard in more than one way branches: `O'Brien` with, without and apart at the apostrophe, `Jean-Luc`
 *    and `J.R.` with a space or without, `YouTube` in one word or two, `IBM` as a word or in letters, `747` as a
 *    number, in pairs or digit by digit;
 * 3. letters lose case and marks (latin-letters.ts), the rest of the punctuation separates words.
 *
 * All places of one kind take the same branch: two hyphens give two spellings, not four.
 */

const LIMITS = {
  /** Longer than any person's, place's or product's name; the trie counts letters in a byte. */
  characters: 100,
  /** No spelling comes out ten times shorter than it was written: longer texts are not even looked at. */
  written: 1000,
  /** A name with marks of every kind has 72 spellings, of which the unlikely ones would only take memory. */
  spellings: 12,
};

export type Spelled =
  | { readonly spellings: readonly string[] }
  | { readonly reason: 'no-letters' | 'too-long' }
  | { readonly reason: 'unknown-letters'; readonly letters: string };

/**
 * The ways in which `vocabulary` can write `text`, likeliest first, each as `▁` before every word: `Zoë-Ann` gives
 * `▁zoe▁ann` and `▁zoeann`. Or why there is none.
 */
export function spell(text: string, vocabulary: Vocabulary): Spelled {
  if (text.length > LIMITS.written) return { reason: 'too-long' };
  const spellings = new Set<string>();
  let letters = '';
  for (const form of branch(markBranches(text), vocabulary)) {
    let spelling = '';
    for (const word of splitWords(form, vocabulary)) {
      spelling += WORD_START + word;
      for (const letter of word) if (!vocabulary.writes(letter) && !letters.includes(letter)) letters += letter;
    }
    if (letters !== '') return { reason: 'unknown-letters', letters };
    if (spelling.length > LIMITS.characters) return { reason: 'too-long' };
    if (spelling !== '') spellings.add(spelling);
    if (spellings.size === LIMITS.spellings) break;
  }
  return spellings.size > 0 ? { spellings: [...spellings] } : { reason: 'no-letters' };
}

/** Private-use characters where one text has several readings. A hyphen and an apostrophe stand for themselves. */
const CASE_CHANGE = '\ue000';
const LETTER_BY_LETTER = '\ue001';

/** Step 1, and the places of step 2 that only case shows. */
function markBranches(text: string): string {
  return text
    .replace(/[\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`\uff07]/g, "'")
    .replace(/[&\uff06]/g, ' and ')
    .replace(/[\p{S}\p{C}]/gu, '')
    .normalize('NFKC')
    .replace(/[\p{Pd}/_]|\.(?=[\p{L}\p{N}])/gu, '-')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, CASE_CHANGE)
    .replace(/(?<![\p{L}'])\p{Lu}{2,5}(?![\p{L}'])/gu, (capitals) => Array.from(capitals).join(LETTER_BY_LETTER));
}

/** Step 2. */
function branch(marked: string, vocabulary: Vocabulary): string[] {
  let forms = [marked];
  const replace = (mark: string, readings: readonly string[]) => {
    if (marked.includes(mark))
      forms = readings.flatMap((reading) => forms.map((form) => form.replaceAll(mark, reading)));
  };
  replace('-', vocabulary.writes('-') ? ['-', ' ', ''] : [' ', '']);
  replace("'", vocabulary.writes("'") ? ["'", '', ' '] : ['', ' ']);
  replace(CASE_CHANGE, ['', ' ']);
  replace(LETTER_BY_LETTER, ['', ' ']);
  if (/\d/.test(marked) && !vocabulary.writes('0')) {
    forms = [spellNumbers, readInPairs, readDigits].flatMap((read) => forms.map(read));
  }
  return forms;
}

/** Step 3: the words of `form`; signs that the model does not write separate them. */
function splitWords(form: string, vocabulary: Vocabulary): string[] {
  const isWordCharacter = (character: string) => /[\p{L}\p{N}]/u.test(character) || vocabulary.writes(character);
  let separated = '';
  for (const character of foldLatin(form)) separated += isWordCharacter(character) ? character : ' ';
  // An apostrophe or a hyphen without a letter is no word.
  return separated.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function readDigits(text: string): string {
  return text.replace(/\d+/g, (digits) => ` ${spellDigits(digits)} `);
}

/** As models, routes and years are read: `747` "seven forty seven", `1984` "nineteen eighty four", `505` "five oh five". */
function readInPairs(text: string): string {
  return text.replace(/\d+/g, (digits) => {
    if (digits.length < 3 || digits.length > 4 || /^0|00$/.test(digits)) return ` ${spellDigits(digits)} `;
    const [tens, ones] = digits.slice(-2);
    const end = tens === '0' ? `oh ${spellDigits(ones)}` : spellCardinal(tens + ones);
    return ` ${spellCardinal(digits.slice(0, -2))} ${end} `;
  });
}
