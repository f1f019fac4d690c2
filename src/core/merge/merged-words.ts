import { budgetOf } from '../name';
import type { RecognizedWord } from '../transcript';
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
  /** Of a word of the first pass that is likelier right: what the second wrote there. */
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
  readonly name?: { readonly text: string; readonly partOf?: string; readonly boost: number };
}

/** A name that takes its place: as it is written there, and what it added to the odds. */
interface TakenName extends NameCandidate {
  readonly text: string;
  readonly terms: { readonly boost: number };
}

/** `words` with `taken`, which do not overlap, in place of theirs. Signs around a span stay around the name. */
export function mergedWords(
  words: readonly WrittenWord[],
  taken: readonly TakenName[],
  names: ListedNames | undefined,
): UndatedWord[] {
  const merged: UndatedWord[] = [];
  const inOrder = taken.toSorted((a, b) => a.first - b.first || a.end - b.end);
  let next = 0;
  for (const candidate of inOrder) {
    for (; next < candidate.first; next++) merged.push(fromSecondPass(words, next));
    const listed = names!.names[candidate.name];
    merged.push({
      text: signed(candidate.text, words.slice(candidate.first, candidate.end)),
      spellings: names!.spellings(candidate.name, candidate.suffix),
      from: candidate.beam ? 'beam' : 'sound',
      place: { first: candidate.first, end: candidate.end },
      name: {
        text: listed.text,
        ...(listed.partOf !== undefined && { partOf: listed.partOf }),
        boost: budgetOf(listed),
      },
    });
    next = candidate.end;
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

/** The words without the signs around them. */
export function coreText(words: readonly WrittenWord[]): string {
  const last = words.length - 1;
  return words
    .map(({ before, core, after }, index) => (index > 0 ? before : '') + core + (index < last ? after : ''))
    .join(' ');
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
