/*
 * Names that a changed list writes in an utterance that was revised without them. The utterance is merged again under the
 * whole list, so that all its names compete as they do in a fresh one; of what comes out only the changed names count, and
 * they are told as replacements of words as these stand in the text.
 */

import type { Name } from '../name';
import type { Span } from '../second-pass/utterance-audio';
import { textOf, type RecognizedWord } from '../transcript';
import { mergeLogit } from './merge-terms';
import type { WordPlace } from './merged-words';
import type { PieceWord, RevisedUtterance } from './revised-utterance';
import { wordReadings, type RevisedWord } from './word-readings';

/** By how much the ends of words may differ that are dated in other texts: two frames, and some. */
const SLACK_MS = 60;

/** A name in place of some words of an utterance. */
export interface Repair {
  /** The words that it takes the place of, and when they are said. */
  readonly replaced: string;
  readonly startMs: number;
  readonly endMs: number;
  /** What would stand there, with the signs around it. */
  readonly word: RevisedWord;
}

/**
 * The odds of the likeliest of `changed` (texts) in an utterance that was merged without asking the second pass, in place of
 * words that are not the name already: a logarithm, −Infinity where none sounds like anything. `names`: the list that it was
 * merged with, which may be the changed names alone; `listed`: how many names compete in truth, parts with their wholes.
 */
export function bestOdds(
  { decisions }: Pick<RevisedUtterance, 'decisions'>,
  changed: ReadonlySet<string>,
  names: readonly Name[],
  listed: number,
): number {
  let best = -Infinity;
  for (const { name, first, end, verdict, terms } of decisions) {
    if (end === first || verdict === 'written' || !changed.has(names[name].text)) continue;
    best = Math.max(best, mergeLogit({ ...terms, names: Math.log(listed), second: undefined }));
  }
  return best;
}

/**
 * What names of `changed` (texts) replace in an utterance that reads `before` when it is revised again as `after`, in order.
 * Names that stand there already are none, nor are those where no words stand or only a part of a name. `heard`: the first
 * pass's words.
 */
export function repairsOf(
  before: readonly PieceWord[],
  after: Pick<RevisedUtterance, 'words' | 'decisions'>,
  changed: ReadonlySet<string>,
  heard: readonly RecognizedWord[],
): Repair[] {
  return wordReadings(after, heard).flatMap((word, index) => {
    if (word.decision?.verdict !== 'accepted' || word.name === undefined || !changed.has(word.name.text)) return [];
    const replaced = sameWords(after.words[index], before);
    const [first, last] = [replaced.at(0), replaced.at(-1)];
    if (first === undefined || last === undefined || textOf(replaced) === word.text) return [];
    return [{ replaced: textOf(replaced), startMs: first.startMs, endMs: last.endMs, word }];
  });
}

/** Where the words [first, end) of `words` are those that `repair` replaces; undefined when they are not there any more. */
export function placeOf(
  { replaced, startMs, endMs }: Omit<Repair, 'word'>,
  words: readonly RecognizedWord[],
): WordPlace | undefined {
  const end = words.findLastIndex((word) => word.endMs === endMs) + 1;
  const first = words.findIndex(
    (word, index) => word.startMs === startMs && textOf(words.slice(index, end)) === replaced,
  );
  return first < 0 ? undefined : { first, end };
}

/**
 * Those of `words` that stand for exactly the words of the merged text that `name` stands for. Of the first pass's words in place
 * of more than that, those that are said while the name is; none, if one of them is said only in part then.
 */
function sameWords(name: PieceWord, words: readonly PieceWord[]): readonly PieceWord[] {
  const { first, end } = name.place;
  const there = words.filter(({ piece, place }) => piece === name.piece && place.first < end && place.end > first);
  const isWider = ({ place }: PieceWord) => place.first < first || place.end > end;
  if (there.some((word) => isWider(word) && word.instead === undefined)) return [];
  const isSaidWith = ({ startMs, endMs }: Span) => startMs < name.endMs - SLACK_MS && endMs > name.startMs + SLACK_MS;
  const isSaidWithin = ({ startMs, endMs }: Span) =>
    startMs >= name.startMs - SLACK_MS && endMs <= name.endMs + SLACK_MS;
  const said = there.filter((word) => !isWider(word) || isSaidWith(word));
  return said.every((word) => !isWider(word) || isSaidWithin(word)) ? said : [];
}
