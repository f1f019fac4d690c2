import { isSmallWord } from './small-words';
import { isEscape, spokenSignAt, type SpokenSign } from './spoken-signs';

/*
 * Dictated words as one writes them. The first pass knows small letters only and no signs; a second pass has both of its
 * own, and hears a spoken "comma" as a word.
 *
 *  1. Spoken signs become signs, the longest first; said after "literal", they stay words: "literal comma" is "comma". What
 *     is said takes the place of what was written for the pause there: "Hello, comma, how" is "Hello, how".
 *  2. The first letter of a sentence and the word I are capital; a name is written as it is. Of words that have a case of
 *     their own, only those beside spoken signs and at the beginning are touched.
 *  3. A space stands between all words, but not before what closes nor after what opens or breaks the line.
 */

/** A word as heard. */
export interface DictatedWord {
  readonly text: string;
  /** The name of the list that it is, without what surrounds it: kept as it is, and never part of a sign. */
  readonly name?: { readonly text: string };
  /** Capitals and signs are its own. Default: it is in small letters because all are. */
  readonly hasCase?: boolean;
}

/** What the text before means for what follows. */
export interface TextBefore {
  readonly beginsSentence: boolean;
  /** Whether a word must be parted from what is there. */
  readonly needsSpace: boolean;
}

/** Before any text. */
export const NOTHING_BEFORE: TextBefore = { beginsSentence: true, needsSpace: false };

/** How an utterance is written. */
export interface Writing {
  readonly beginsSentence: boolean;
  /** Whether spoken signs become signs. */
  readonly signs: boolean;
  /** The next utterance begins with a spoken sign, which takes the place of the last one here. */
  readonly beforeSign?: SpokenSign | undefined;
}

/** A written word, or a spoken sign. */
export interface WrittenPiece {
  readonly text: string;
  /** It stands for the words [first, end). */
  readonly first: number;
  readonly end: number;
  /** Whether a space parts it from what is before. The first piece's: whether it would from a word. */
  readonly spaceBefore: boolean;
  readonly sign?: SpokenSign;
}

const I = /^i(?=$|['’])/;
const ABBREVIATION = /\p{L}\.\p{L}.*\.$/u;
const SENTENCE_END = /[.?!…]["”’')\]]*\s*$/u;

/** What follows `text`, of one paragraph, begins with. */
export function textBefore(text: string): TextBefore {
  if (text.trim() === '' || text.endsWith('\n')) return NOTHING_BEFORE;
  return { beginsSentence: SENTENCE_END.test(text), needsSpace: !/[\s([“‘]$/u.test(text) };
}

/** `words` as they are written, in order. */
export function writtenPieces(words: readonly DictatedWord[], writing: Writing): WrittenPiece[] {
  const texts = words.map(({ name, text }) => (name === undefined ? text : ''));
  const signAt = (at: number) => (writing.signs ? spokenSignAt(texts, at) : undefined);
  const pieces: WrittenPiece[] = [];
  let { beginsSentence } = writing;
  // Beside what was said and what stands there already, a word's own case does not hold.
  let overrules = true;
  let spaceBefore = true;

  const write = (at: number, first = at) => {
    const text = inCase(words[at], beginsSentence, overrules);
    pieces.push({ text, first, end: at + 1, spaceBefore });
    beginsSentence = endsSentence(words[at]);
    overrules = false;
    spaceBefore = true;
  };

  for (let at = 0; at < words.length;) {
    const escaped = isEscape(texts[at]) ? signAt(at + 1) : undefined;
    if (escaped !== undefined) {
      write(at + 1, at);
      for (let next = at + 2; next <= at + escaped.words; next++) write(next);
      at += 1 + escaped.words;
      continue;
    }
    const said = signAt(at);
    if (said === undefined) {
      write(at++);
      continue;
    }
    const { sign } = said;
    makeRoomFor(sign, pieces, words);
    const end = at + said.words;
    pieces.push({ text: sign.written, first: at, end, spaceBefore: sign.spaceBefore && spaceBefore, sign });
    spaceBefore = sign.spaceAfter;
    if (sign.sentence !== 'as-before') {
      beginsSentence = sign.sentence === 'begins';
      overrules = true;
    }
    at = end;
  }
  if (writing.beforeSign !== undefined) makeRoomFor(writing.beforeSign, pieces, words);
  return pieces;
}

/** The text of pieces, without the space before the first. */
export function textOfPieces(pieces: readonly WrittenPiece[]): string {
  return pieces.map(({ text, spaceBefore }, index) => (spaceBefore && index > 0 ? ' ' : '') + text).join('');
}

/** Takes away what was written for the pause before a sign, unless it is a name's own, or an abbreviation's. */
function makeRoomFor(sign: SpokenSign, pieces: WrittenPiece[], words: readonly DictatedWord[]): void {
  const last = pieces.at(-1);
  if (last === undefined || last.sign !== undefined) return;
  const { name } = words[last.end - 1];
  const isItsOwn = (name !== undefined && last.text.endsWith(name.text)) || ABBREVIATION.test(last.text);
  if (isItsOwn && !last.text.endsWith(sign.written)) return;
  const text = last.text.replace(sign.displaces, '');
  if (text !== '') pieces[pieces.length - 1] = { ...last, text };
}

function endsSentence({ text, name }: DictatedWord): boolean {
  return SENTENCE_END.test(text) && !(name !== undefined && text.endsWith(name.text));
}

function inCase({ text, name, hasCase = false }: DictatedWord, beginsSentence: boolean, overrules: boolean): string {
  if (name !== undefined || (hasCase && !overrules)) return text;
  // The first letter, which may stand behind an apostrophe: 'Tis.
  if (beginsSentence)
    return hasCase && /\p{Lu}/u.test(text) ? text : text.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  if (!hasCase) return text.replace(I, 'I');
  return isSmallWord(text) ? text.replace(/\p{L}/u, (letter) => letter.toLowerCase()) : text;
}
