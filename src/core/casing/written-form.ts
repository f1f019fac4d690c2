/*
 * Dictated words as one writes them. The first pass knows small letters only:
 *
 *  1. spoken signs become signs, the longest first (`SIGNS`); said after "literal", they stay words: "literal comma" is "comma";
 *  2. the first letter of a sentence and the word I are capital; a name is written as it is;
 *  3. a space stands between all words, but not before what closes nor after what opens or breaks the line.
 *
 * A second pass, where there is one, brings case and signs of its own.
 */

/** A word as heard. */
export interface DictatedWord {
  readonly text: string;
  /** A name of the list: written as it is, and never part of a sign. */
  readonly isName?: boolean;
}

/** What the text before means for what follows. */
export interface WrittenState {
  readonly beginsSentence: boolean;
  /** Whether a word must be parted from what is there. */
  readonly needsSpace: boolean;
}

/** Before any text. */
export const NOTHING_WRITTEN: WrittenState = { beginsSentence: true, needsSpace: false };

interface Sign {
  readonly written: string;
  readonly spaceBefore: boolean;
  readonly spaceAfter: boolean;
  readonly endsSentence: boolean;
}

const closes = (written: string, endsSentence = false): Sign => {
  return { written, spaceBefore: false, spaceAfter: true, endsSentence };
};
const opens = (written: string): Sign => ({ written, spaceBefore: true, spaceAfter: false, endsSentence: false });
const breaks = (written: string): Sign => ({ written, spaceBefore: false, spaceAfter: false, endsSentence: true });

/** Only what is rarely said for itself: "period", "dash" and "point" are words more often than signs. */
const SIGNS: ReadonlyMap<string, Sign> = new Map([
  ['comma', closes(',')],
  ['colon', closes(':')],
  ['semicolon', closes(';')],
  ['semi colon', closes(';')],
  ['full stop', closes('.', true)],
  ['question mark', closes('?', true)],
  ['exclamation mark', closes('!', true)],
  ['exclamation point', closes('!', true)],
  ['open quote', opens('“')],
  ['close quote', closes('”')],
  ['open bracket', opens('(')],
  ['close bracket', closes(')')],
  ['new line', breaks('\n')],
  ['new paragraph', breaks('\n\n')],
]);
const MOST_WORDS = 2;

/** Said before a sign, it keeps the sign's words. */
const ESCAPE = 'literal';

const I = /^i(?=$|')/;

/** `words` as they are written after a text that left `before`, and what they leave. */
export function writtenForm(
  words: readonly DictatedWord[],
  before: WrittenState = NOTHING_WRITTEN,
): { readonly text: string; readonly after: WrittenState } {
  let text = '';
  let { beginsSentence, needsSpace } = before;
  const write = (word: DictatedWord) => {
    text += (needsSpace ? ' ' : '') + (word.isName === true ? word.text : inCase(word.text, beginsSentence));
    beginsSentence = false;
    needsSpace = true;
  };
  for (let at = 0; at < words.length;) {
    const escaped = isPlain(words[at], ESCAPE) ? signAt(words, at + 1) : undefined;
    if (escaped !== undefined) {
      const end = at + 1 + escaped.words;
      for (at++; at < end; at++) write(words[at]);
      continue;
    }
    const found = signAt(words, at);
    if (found === undefined) {
      write(words[at++]);
      continue;
    }
    const { sign } = found;
    text += (sign.spaceBefore && needsSpace ? ' ' : '') + sign.written;
    needsSpace = sign.spaceAfter;
    // What opens or closes within a sentence leaves its beginning where it is.
    beginsSentence ||= sign.endsSentence;
    at += found.words;
  }
  return { text, after: { beginsSentence, needsSpace } };
}

/** The longest sign that is said from `at` on, and in how many words. */
function signAt(
  words: readonly DictatedWord[],
  at: number,
): { readonly sign: Sign; readonly words: number } | undefined {
  for (let count = Math.min(MOST_WORDS, words.length - at); count > 0; count--) {
    const said = words.slice(at, at + count);
    const sign = said.some(({ isName }) => isName === true)
      ? undefined
      : SIGNS.get(said.map(({ text }) => text).join(' '));
    if (sign !== undefined) return { sign, words: count };
  }
  return undefined;
}

function isPlain({ text, isName }: DictatedWord, word: string): boolean {
  return isName !== true && text === word;
}

function inCase(word: string, beginsSentence: boolean): string {
  if (!beginsSentence) return word.replace(I, 'I');
  // The first letter, which may stand behind an apostrophe: 'Tis.
  return word.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}
