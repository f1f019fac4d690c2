/*
 * One text of what both passes wrote of a stretch of speech. Their words are aligned (ROVER of two systems; Fiscus 1997); where
 * they agree, the second's stand as it writes them. Each difference is decided by itself, by how sure either pass is there and
 * how well they agree besides.
 */

import { alignWords, Edit } from '../alignment';
import { normaliseWords } from '../normalise';
import type { HeardWord } from '../second-pass/hallucination-guard';
import type { Reading } from '../second-pass/reading';
import { textOf, type RecognizedWord } from '../transcript';
import { combinationOdds, type CombinationFeatures } from './combination-weights';
import type { MergedWord } from './merged-words';
import { signedWord } from './written-words';

/** Below it the log of a confidence says no more. */
const LEAST_CONFIDENCE = 1e-3;

/** Of fewer words, a name that is said alone or a call, the second pass is seldom sure, and yet oftener right. */
const LEAST_WORDS = 3;

/** Letters that few words have more of: where the first pass knows no word it may join several. */
const LONG_WORD = 11;

/** The words [first, firstEnd) of the first pass stand against the words [second, secondEnd) of the second. */
export interface Difference {
  readonly first: number;
  readonly firstEnd: number;
  readonly second: number;
  readonly secondEnd: number;
}

export interface ReadingsToCombine {
  readonly reading: Pick<Reading, 'text' | 'wordLogProbs'>;
  /** The first pass's words, in order. */
  readonly heard: readonly HeardWord[];
  /** Whether a language model had a say in them. */
  readonly languageModel: boolean;
}

/** The differences in which the first pass is likelier right, in order. */
export function firstIsRight(readings: ReadingsToCombine): Difference[] {
  const written = wordsOf(readings.reading.text);
  if (written.length < LEAST_WORDS) return [];
  const differences = differencesOf(readings.heard, written);
  return differences.filter(
    (one) => combinationOdds(combinationFeatures(readings, differences, one), readings.languageModel) > 0,
  );
}

/**
 * `merged`, the second pass's words with names in place of some, with those of the first, `heard`, in place of `differences`.
 * A difference in which a name stands is the name's.
 */
export function withFirst(
  merged: readonly MergedWord[],
  differences: readonly Difference[],
  heard: readonly RecognizedWord[],
): MergedWord[] {
  const isTouched = ({ second, secondEnd }: Difference) =>
    merged.some(({ name, place }) => name !== undefined && place.first <= secondEnd && place.end >= second);
  const taken = differences.filter((one) => !isTouched(one));
  const words: MergedWord[] = [];
  let next = 0;
  for (const { first, firstEnd, second, secondEnd } of taken) {
    for (; next < merged.length && merged[next].place.end <= second; next++) words.push(merged[next]);
    const replaced: MergedWord[] = [];
    for (; next < merged.length && merged[next].place.first < secondEnd; next++) replaced.push(merged[next]);
    const place = { first: second, end: secondEnd };
    const instead = textOf(replaced);
    const texts = signed(
      heard.slice(first, firstEnd).map(({ text }) => text),
      replaced.map(({ text }) => text),
    );
    words.push(
      ...heard
        .slice(first, firstEnd)
        .map((word, index) => ({ ...word, text: texts[index], from: 'first-pass' as const, place, instead })),
    );
  }
  words.push(...merged.slice(next));
  return inOrder(closedAs(merged.at(-1)?.text ?? '', words));
}

/** Where the first pass's words differ from `written`, the second's: in order and apart from each other. */
export function differencesOf(heard: readonly Pick<HeardWord, 'text'>[], written: readonly string[]): Difference[] {
  const said = written.map((word) => normaliseWords(word));
  const edits = alignWords(
    heard.map(({ text }) => text),
    said.flat(),
  );
  /** By what the second says, the first's word that is the same. */
  const partner: (number | undefined)[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit !== Edit.deletion) partner.push(edit === Edit.match ? at : undefined);
    if (edit !== Edit.insertion) at++;
  }
  const differences: Difference[] = [];
  let [first, second, part] = [0, 0, 0];
  const close = (firstEnd: number, secondEnd: number) => {
    if (firstEnd > first || said.slice(second, secondEnd).some((words) => words.length > 0))
      differences.push({ first, firstEnd, second, secondEnd });
  };
  for (const [index, { length }] of said.entries()) {
    const partners = partner.slice(part, (part += length));
    // "Twenty-two" agrees with two words and nothing between them.
    const [start] = partners;
    if (start === undefined || partners.some((word, i) => word !== start + i)) continue;
    close(start, index);
    [first, second] = [start + length, index + 1];
  }
  close(heard.length, written.length);
  return differences;
}

/** What speaks for the first pass's words in place of the second's. */
export function combinationFeatures(
  { reading, heard }: ReadingsToCombine,
  differences: readonly Difference[],
  { first, firstEnd, second, secondEnd }: Difference,
): CombinationFeatures {
  const logProbs = reading.wordLogProbs;
  const words = heard.slice(first, firstEnd);
  const there = logProbs.slice(second, secondEnd);
  const differing = differences.reduce((count, one) => count + one.secondEnd - one.second, 0);
  return {
    bias: 1,
    first: sum(words.map(({ confidence }) => Math.log(Math.max(confidence, LEAST_CONFIDENCE)))),
    second: sum(there),
    secondMean: sum(there) / Math.max(1, there.length),
    longer: words.length - (secondEnd - second),
    endless: sum(words.map(({ text }) => Math.max(0, text.length - LONG_WORD))),
    reading: sum(logProbs) / Math.max(1, logProbs.length),
    agreed: 1 - differing / Math.max(1, wordsOf(reading.text).length),
  };
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** `words` with the signs before and after `replaced`. */
function signed(words: readonly string[], replaced: readonly string[]): string[] {
  const before = replaced.length > 0 ? signedWord(replaced[0]).before : '';
  const after = replaced.length > 0 ? signedWord(replaced.at(-1)!).after : '';
  return words.map((word, index) => (index === 0 ? before : '') + word + (index === words.length - 1 ? after : ''));
}

/** `words` with the signs that `last` ends with at their end: the sentence ends as it did, whatever its last word is now. */
function closedAs(last: string, words: readonly MergedWord[]): MergedWord[] {
  const word = words.at(-1);
  if (word === undefined) return [];
  const { before, core } = signedWord(word.text);
  return [...words.slice(0, -1), { ...word, text: before + core + signedWord(last).after }];
}

/** Each word not before the last one's end: either pass dates its own. */
function inOrder(words: readonly MergedWord[]): MergedWord[] {
  let afterMs = -Infinity;
  return words.map((word) => {
    const startMs = Math.max(word.startMs, afterMs);
    const endMs = Math.max(word.endMs, startMs);
    afterMs = endMs;
    return { ...word, startMs, endMs };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
