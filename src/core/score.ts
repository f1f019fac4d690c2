/*
 * How well a transcript matches what was said. All texts are normalised first (normalise.ts).
 *
 * - WER, CER: edits of the cheapest alignment over the reference's words, or characters with spaces.
 * - U-WER, B-WER: the same of the words that belong to a name spoken in the utterance (B) and of all others (U), after
 *   fbai-speech's scorer: its costs align, an edit belongs to its reference word, and an insertion to B only if
 *   the inserted word is itself one of the spoken names'. An unspoken name that is written thus counts in U.
 * - Names, by occurrence: a name of the active list is written when its words stand in the hypothesis; that is a hit as
 *   often as they stand in the reference too, and a false alarm as often as beyond that.
 */

import { alignWords, Edit, editDistance, RARE_WORD_COSTS, UNIT_COSTS } from './alignment';
import { normaliseWords } from './normalise';
import { NamesInText } from './names-in-text';

export interface ErrorCounts {
  /** Words of the reference. */
  words: number;
  substitutions: number;
  deletions: number;
  insertions: number;
}

/** Counts that add up over utterances; all rates are computed from their sums. */
export interface ScoreCounts {
  readonly all: ErrorCounts;
  /** Words of the names spoken. */
  readonly biased: ErrorCounts;
  /** All other words. */
  readonly unbiased: ErrorCounts;
  /** Characters of the reference, with single spaces. */
  characters: number;
  characterErrors: number;
  /** Occurrences of the active list's names in the reference, in the hypothesis, and in both. */
  namesSpoken: number;
  namesWritten: number;
  nameHits: number;
}

export interface UtteranceScore {
  readonly counts: ScoreCounts;
  /** Normalised texts. */
  readonly reference: string;
  readonly hypothesis: string;
  /** Names of the active list, one entry per occurrence: in the reference, in the hypothesis, lost, made up. */
  readonly spokenNames: readonly string[];
  readonly writtenNames: readonly string[];
  readonly missedNames: readonly string[];
  readonly falseNames: readonly string[];
}

/** Fractions of one, not per cent; undefined where there is nothing to count. */
export interface ScoreRates {
  readonly wer: number | undefined;
  readonly cer: number | undefined;
  readonly uWer: number | undefined;
  readonly bWer: number | undefined;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
  readonly falseAlarmsPerThousandWords: number | undefined;
}

/**
 * Scores one utterance. `spoken` are the names that the corpus says are in it, whether the decoder knew them or not:
 * their words make B. `list` are the names that were active.
 */
export function scoreUtterance(
  reference: string,
  hypothesis: string,
  spoken: Iterable<string> = [],
  list: NamesInText = new NamesInText([]),
): UtteranceScore {
  const said = normaliseWords(reference);
  const written = normaliseWords(hypothesis);
  const saidText = said.join(' ');
  const writtenText = written.join(' ');
  const counts = emptyCounts();
  countEdits(said, written, counts, new Set(Array.from(spoken, normaliseWords).flat()));
  counts.characters = saidText.length;
  counts.characterErrors = editDistance(saidText, writtenText);

  const inReference = list.count(said);
  const inHypothesis = list.count(written);
  const spokenNames = repeat(inReference);
  const writtenNames = repeat(inHypothesis);
  const missedNames = repeat(excess(inReference, inHypothesis));
  const falseNames = repeat(excess(inHypothesis, inReference));
  counts.namesSpoken = spokenNames.length;
  counts.namesWritten = writtenNames.length;
  counts.nameHits = writtenNames.length - falseNames.length;
  return {
    counts,
    reference: saidText,
    hypothesis: writtenText,
    spokenNames,
    writtenNames,
    missedNames,
    falseNames,
  };
}

/** The sum of all counts, from which pooled rates are computed: long utterances weigh more. */
export function poolCounts(parts: Iterable<ScoreCounts>): ScoreCounts {
  const sum = emptyCounts();
  for (const part of parts) {
    addErrors(sum.all, part.all);
    addErrors(sum.biased, part.biased);
    addErrors(sum.unbiased, part.unbiased);
    sum.characters += part.characters;
    sum.characterErrors += part.characterErrors;
    sum.namesSpoken += part.namesSpoken;
    sum.namesWritten += part.namesWritten;
    sum.nameHits += part.nameHits;
  }
  return sum;
}

export function scoreRates(counts: ScoreCounts): ScoreRates {
  const falseAlarms = counts.namesWritten - counts.nameHits;
  return {
    wer: errorRate(counts.all),
    cer: ratio(counts.characterErrors, counts.characters),
    uWer: errorRate(counts.unbiased),
    bWer: errorRate(counts.biased),
    precision: ratio(counts.nameHits, counts.namesWritten),
    recall: ratio(counts.nameHits, counts.namesSpoken),
    // The harmonic mean of both, written so that it is 0 and not undefined when names were spoken and none was written.
    f1: ratio(2 * counts.nameHits, counts.namesSpoken + counts.namesWritten),
    falseAlarmsPerThousandWords: ratio(1000 * falseAlarms, counts.all.words),
  };
}

/** Errors over reference words; undefined without a word. */
export function errorRate(errors: ErrorCounts): number | undefined {
  return ratio(errors.substitutions + errors.deletions + errors.insertions, errors.words);
}

export function emptyErrors(): ErrorCounts {
  return { words: 0, substitutions: 0, deletions: 0, insertions: 0 };
}

export function addErrors(sum: ErrorCounts, part: ErrorCounts): void {
  sum.words += part.words;
  sum.substitutions += part.substitutions;
  sum.deletions += part.deletions;
  sum.insertions += part.insertions;
}

export function countEdit(errors: ErrorCounts, edit: number): void {
  if (edit !== Edit.insertion) errors.words++;
  if (edit === Edit.substitution) errors.substitutions++;
  else if (edit === Edit.deletion) errors.deletions++;
  else if (edit === Edit.insertion) errors.insertions++;
}

function countEdits(
  reference: readonly string[],
  hypothesis: readonly string[],
  counts: ScoreCounts,
  biasedWords: ReadonlySet<string>,
): void {
  for (const edit of alignWords(reference, hypothesis, UNIT_COSTS)) countEdit(counts.all, edit);
  let row = 0;
  let column = 0;
  for (const edit of alignWords(reference, hypothesis, RARE_WORD_COSTS)) {
    const word = edit === Edit.insertion ? hypothesis[column] : reference[row];
    countEdit(biasedWords.has(word) ? counts.biased : counts.unbiased, edit);
    if (edit !== Edit.insertion) row++;
    if (edit !== Edit.deletion) column++;
  }
}

function emptyCounts(): ScoreCounts {
  return {
    all: emptyErrors(),
    biased: emptyErrors(),
    unbiased: emptyErrors(),
    characters: 0,
    characterErrors: 0,
    namesSpoken: 0,
    namesWritten: 0,
    nameHits: 0,
  };
}

/** What stands in `counts` beyond what stands in `others`. */
function excess(counts: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(Array.from(counts, ([name, count]) => [name, Math.max(0, count - (others.get(name) ?? 0))]));
}

function repeat(counts: ReadonlyMap<string, number>): string[] {
  return Array.from(counts, ([name, count]) => Array<string>(count).fill(name)).flat();
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}
