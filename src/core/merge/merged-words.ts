import { budgetOf } from '../name';
import { textOf, type RecognizedWord } from '../transcript';
import { WORD_START } from '../vocabulary';
import type { ListedNames } from './listed-names';
import type { NameCandidate } from './name-candidates';
import type { WrittenWord } from './written-words';

/**
 * Where a word comes from: the second pass; for a name, the biased search or the sound of what was written; the first pass, where
 * the second was refused or is less likely right.
 */
export type WordSource = 'second-pass' | 'beam' | 'sound' | 'first-pass';

/** A word, or a name, of the merged text. */
export interface MergedWord extends RecognizedWord {
  readonly from: WordSource;
  /** What it stands for of the text that was merged. */
  readonly place: WordPlace;
  /** Of a word of the first pass that is likelier right: what the second wrote in its place. */
  readonly instead?: string;
}

/** The words [first, end) of a text. */
export interface WordPlace {
  readonly first: number;
  readonly end: number;
}

/** A merged word before it has a time. */
export interface UndatedWord extends Pick<WrittenWord, 'text' | 'spellings'> {
  readonly from: WordSource;
  readonly place: WordPlace;
  readonly instead?: string;
  readonly name?: { readonly text: string; readonly partOf?: string; readonly boost: number };
}

/** Words of the first pass that are likelier right than those at this place: as they are written, and as it wrote them. */
export interface Replacement extends WordPlace {
  readonly words: readonly { readonly text: string; readonly spoken: string }[];
}

/** A name that takes its place: as it is written there, and what it added to the odds. */
interface TakenName extends NameCandidate {
  readonly text: string;
  readonly terms: { readonly boost: number };
}

/**
 * `words` with `taken` in place of theirs, and `replacements` where no name is; none of either overlap. Signs around a span stay
 * around the name.
 */
export function mergedWords(
  words: readonly WrittenWord[],
  taken: readonly TakenName[],
  names: ListedNames | undefined,
  replacements: readonly Replacement[] = [],
): UndatedWord[] {
  const besideNames = replacements.filter(({ first, end }) =>
    taken.every((name) => name.end <= first || name.first >= end),
  );
  const instead = [
    ...taken.map((name) => ({ first: name.first, end: name.end, words: [asName(name, words, names!)] })),
    ...besideNames.map((one) => ({ first: one.first, end: one.end, words: fromFirstPass(one, words) })),
  ].toSorted((a, b) => a.first - b.first || a.end - b.end);
  const merged: UndatedWord[] = [];
  let next = 0;
  for (const { first, end, words: written } of instead) {
    for (; next < first; next++) merged.push(fromSecondPass(words, next));
    merged.push(...written);
    next = end;
  }
  for (; next < words.length; next++) merged.push(fromSecondPass(words, next));
  return merged;
}

/** The whole text with the candidate in it, as the second pass would write it: that knows no names in lower case. */
export function sentenceWith({ first, end, text }: TakenName, words: readonly WrittenWord[]): string {
  const replaced = words.slice(first, end);
  const written = replaced.some(({ core }) => /^\p{Lu}/u.test(core)) ? capitalised(text) : text;
  return [
    ...words.slice(0, first).map((word) => word.text),
    signed(written, replaced),
    ...words.slice(end).map((word) => word.text),
  ].join(' ');
}

/** The whole text with `replacement` in it. */
export function textWith({ first, end, words: replacing }: Replacement, words: readonly WrittenWord[]): string {
  return textOf([...words.slice(0, first), ...replacing, ...words.slice(end)]);
}

/** The words without the signs around them. */
export function coreText(words: readonly WrittenWord[]): string {
  const last = words.length - 1;
  return words
    .map(({ before, core, after }, index) => (index > 0 ? before : '') + core + (index < last ? after : ''))
    .join(' ');
}

function asName(taken: TakenName, words: readonly WrittenWord[], names: ListedNames): UndatedWord {
  const { name, first, end, suffix, beam, text } = taken;
  const listed = names.names[name];
  return {
    text: signed(text, words.slice(first, end)),
    spellings: names.spellings(name, suffix),
    from: beam ? 'beam' : 'sound',
    place: { first, end },
    name: {
      text: listed.text,
      ...(listed.partOf !== undefined && { partOf: listed.partOf }),
      boost: budgetOf(listed),
    },
  };
}

function fromFirstPass({ first, end, words: replacing }: Replacement, words: readonly WrittenWord[]): UndatedWord[] {
  const instead = textOf(words.slice(first, end));
  return replacing.map(({ text, spoken }) => {
    return { text, spellings: [WORD_START + spoken], from: 'first-pass', place: { first, end }, instead };
  });
}

function fromSecondPass(words: readonly WrittenWord[], index: number): UndatedWord {
  const { text, spellings } = words[index];
  return { text, spellings, from: 'second-pass', place: { first: index, end: index + 1 } };
}

/** With the signs before and after the words that it replaces. */
function signed(text: string, replaced: readonly WrittenWord[]): string {
  return (replaced.at(0)?.before ?? '') + text + (replaced.at(-1)?.after ?? '');
}

/** A name without capitals with one in each word; others as they are. */
function capitalised(name: string): string {
  return /\p{Lu}/u.test(name) ? name : name.replace(/(?<![\p{L}\p{N}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());
}
