/*
 * Words of the first pass, which knows small letters alone, written in place of words of a text that has capitals and signs: the
 * text around them reads as though they had always stood there.
 */

import { isSmallWord } from '../casing/small-words';
import { textBefore } from '../casing/written-form';
import { normaliseWords } from '../normalise';
import type { Replacement, WordPlace } from './merged-words';
import { signedWord, type SignedWord } from './written-words';

/** A word that the first pass writes small wherever it stands. */
const I = /^i(?=$|')/;

/** What ends with a full stop in mid-sentence: `p.m`, titles. */
const ABBREVIATION = /\p{L}\.\p{L}|^(?:mr|mrs|ms|dr|st)$/iu;

/**
 * `spoken`, words of the first pass, as they are written in place of the words [first, end) of `written`. Undefined where signs
 * of those would have no place any more.
 */
export function replacementOf(
  { first, end }: WordPlace,
  spoken: readonly string[],
  written: readonly string[],
): Replacement | undefined {
  const replaced = written.slice(first, end);
  if (!isWordForWord(spoken, replaced) && hasInnerSigns(replaced)) return undefined;
  const texts = writtenLike(spoken, replaced, written[first - 1], written[end]);
  return { first, end, words: texts.map((text, index) => ({ text, spoken: spoken[index] })) };
}

/**
 * `spoken` with the capitals and signs of `replaced`, which stand between the words `before` and `after` of their text: of as
 * many words each of its own, else those around them. A word that is the same is written the same.
 */
function writtenLike(
  spoken: readonly string[],
  replaced: readonly string[],
  before: string | undefined,
  after: string | undefined,
): string[] {
  const isEach = isWordForWord(spoken, replaced);
  const [start, end] = [signedWord(replaced[0]), signedWord(replaced.at(-1)!)];
  const texts: string[] = [];
  for (const [index, word] of spoken.entries()) {
    const like = isEach ? signedWord(replaced[index]) : undefined;
    const isLast = index === spoken.length - 1;
    const previous = index === 0 ? before : texts[index - 1];
    const isCapital =
      I.test(word) ||
      (beginsWithCapital(like) && !isSmallWord(word)) ||
      (textBefore(previous ?? '').beginsSentence && (previous === undefined || !beginsSmall(replaced[index])));
    const same = replaced.find((one) => normaliseWords(signedWord(one).core).join(' ') === word);
    const core = same === undefined ? word : signedWord(same).core;
    const opening = like?.before ?? (index === 0 ? start.before : '');
    const closing = like ?? (isLast ? end : undefined);
    const next = isLast ? after : replaced[index + 1];
    texts.push(
      opening + (isCapital ? capitalised(core) : core) + (closing === undefined ? '' : signsAfter(closing, next)),
    );
  }
  return texts;
}

function isWordForWord(spoken: readonly string[], replaced: readonly string[]): boolean {
  return spoken.length === replaced.length && replaced.every((word) => signedWord(word).core !== '');
}

/** Whether a quotation or a sentence begins or ends between `words`. */
function hasInnerSigns(words: readonly string[]): boolean {
  const signs = words.map(signedWord);
  return signs.some(
    ({ core, before, after }, index) =>
      core !== '' && ((index > 0 && before !== '') || (index < words.length - 1 && /[^,;:-]/.test(after))),
  );
}

/** Whether a word begins with a capital that is more than the pronoun's. */
function beginsWithCapital(word: SignedWord | undefined): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.core) && !/^I(?=$|['’])/.test(word.core);
}

function beginsSmall(word: string | undefined): boolean {
  return word !== undefined && /^\P{L}*\p{Ll}/u.test(word);
}

/** The signs after a word before `next`, without a full stop that is the word's own. */
function signsAfter({ core, after }: SignedWord, next: string | undefined): string {
  const isItsOwn = next !== undefined && (ABBREVIATION.test(core) || beginsSmall(next));
  return isItsOwn ? after.replace(/^\.(?!\.)/, '') : after;
}

function capitalised(word: string): string {
  return word.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}
