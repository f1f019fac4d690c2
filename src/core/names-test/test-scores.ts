/*
 * What a list of names is worth to one voice: every sentence that was read is recognized in three ways from the same sound,
 * and each is scored as in the evaluation (score.ts).
 */

import { alignWords, Edit, RARE_WORD_COSTS } from '../alignment';
import { AUTOMATIC_BOOST, BOOST_RANGE, type Name } from '../name';
import { NamesInText } from '../names-in-text';
import { normaliseWords } from '../normalise';
import type { NameCollision } from '../pronunciation/name-collisions';
import { errorRate, poolCounts, scoreUtterance, type ScoreCounts } from '../score';
import { textOf, type TestSentence } from './test-sentences';

/** The first pass without the list and with it, and both passes: what one keeps. */
export const WAYS = ['plain', 'listed', 'final'] as const;
export type Way = (typeof WAYS)[number];

/** What was written of one sentence in each way. */
export type Readings = Readonly<Record<Way, string>>;

/** One sentence, read and scored. */
export interface TestedName {
  readonly sentence: TestSentence;
  readonly readings: Readings;
  readonly scores: Readonly<Record<Way, WayScore>>;
  /** Whether a second pass took part: without one the final is the first pass's. */
  readonly revised: boolean;
}

export interface WayScore {
  /** Whether the name was written as it should be. */
  readonly right: boolean;
  readonly counts: ScoreCounts;
  /** What stands in the name's place, normalised; empty where nothing does. */
  readonly instead: string;
}

export function testedName(sentence: TestSentence, readings: Readings, revised: boolean): TestedName {
  const scores = {
    plain: scoreReading(sentence, readings.plain),
    listed: scoreReading(sentence, readings.listed),
    final: scoreReading(sentence, readings.final),
  };
  return { sentence, readings, scores, revised };
}

/** Whether anything was heard at all. */
export function isSilent(readings: Readings): boolean {
  return WAYS.every((way) => normaliseWords(readings[way]).length === 0);
}

/** Of all names, in one way. */
export interface WaySum {
  readonly right: number;
  readonly names: number;
  /** Errors over the words that belong to no name; undefined where nothing was read. */
  readonly wordErrorRate: number | undefined;
}

export function sumOf(tested: readonly TestedName[], way: Way): WaySum {
  const scores = tested.map((one) => one.scores[way]);
  const counts = poolCounts(scores.map((score) => score.counts));
  return {
    right: scores.filter(({ right }) => right).length,
    names: scores.length,
    wordErrorRate: errorRate(counts.unbiased),
  };
}

/** What may help a name that came wrong. */
export type Remedy =
  /** It may be taken for a common word. */
  | 'collision'
  /** What stood in its place, if listed as a sound, would be written as the name. */
  | 'sounds-like'
  | 'stronger';

/**
 * The remedies for a name that came wrong, the likeliest to help first; none for one that came right. `heardCommon`: what was
 * heard in its place are common words, which would be written as the name wherever they are said if they were a sound of it.
 */
export function remediesOf(
  { scores, readings }: TestedName,
  { boost = AUTOMATIC_BOOST, soundsLike = [] }: Pick<Name, 'boost' | 'soundsLike'>,
  collision: NameCollision | undefined,
  heardCommon: boolean,
): Remedy[] {
  if (scores.final.right) return [];
  const { instead } = scores.plain;
  const isKnown = soundsLike.some((sound) => normaliseWords(sound).join(' ') === instead);
  // Where nothing was heard a name is not too weak; stronger, one that is near a common word would take its place.
  const isWeak = collision === undefined && boost < BOOST_RANGE.max && normaliseWords(readings.final).length > 0;
  return [
    ...(collision === undefined ? [] : (['collision'] as const)),
    ...(instead === '' || isKnown || heardCommon ? [] : (['sounds-like'] as const)),
    ...(isWeak ? (['stronger'] as const) : []),
  ];
}

function scoreReading(sentence: TestSentence, reading: string): WayScore {
  const { name } = sentence;
  const { counts } = scoreUtterance(textOf(sentence), reading, [name], new NamesInText([name]));
  // Names in other scripts have no normalised words: they are looked for as they are written.
  const right = normaliseWords(name).length > 0 ? counts.nameHits > 0 : reading.includes(name);
  return { right, counts, instead: insteadOf(sentence, reading) };
}

/** The words that stand in the name's place, by the alignment that the scores are counted by. */
function insteadOf(sentence: TestSentence, reading: string): string {
  const written = normaliseWords(reading);
  const first = normaliseWords(sentence.before).length;
  const end = first + normaliseWords(sentence.name).length;
  const instead: string[] = [];
  let [row, column] = [0, 0];
  for (const edit of alignWords(normaliseWords(textOf(sentence)), written, RARE_WORD_COSTS)) {
    // An insertion stands before the row; one at either end of the name belongs to it.
    const isThere = edit === Edit.insertion ? row >= first && row <= end : row >= first && row < end;
    if (isThere && edit !== Edit.deletion) instead.push(written[column]);
    if (edit !== Edit.insertion) row++;
    if (edit !== Edit.deletion) column++;
  }
  return instead.join(' ');
}
