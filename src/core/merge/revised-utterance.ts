import { framesOf, type ModelEmissions } from '../emissions';
import { disagreeWildly, type JudgedReading } from '../second-pass/hallucination-guard';
import type { Span } from '../second-pass/utterance-audio';
import { textOf, type Alternative, type FrameClock, type RecognizedWord } from '../transcript';
import type { AskSecondPass, FinalMerger, MergedReading, NameDecision } from './final-merger';
import { differencesOf } from './combined-reading';
import type { MergedWord } from './merged-words';

/** A finished utterance with what both passes say of it. */
export interface UtteranceToRevise {
  /** What the second pass read, in order. */
  readonly pieces: readonly (Span & Pick<JudgedReading, 'reading' | 'judgement'>)[];
  /** Of the whole utterance. */
  readonly emissions: ModelEmissions;
  readonly clock: FrameClock;
  /** The first pass's readings, best first; at least one. */
  readonly alternatives: readonly Pick<Alternative, 'words'>[];
  /** Where names are listed: its best reading without any. */
  readonly plain?: readonly RecognizedWord[];
  /** Whether a language model had a say in the words. */
  readonly languageModel: boolean;
}

/** A decision about a name; `first` and `end` count the words of piece `piece` as the pass wrote it whose words they are. */
export interface PieceDecision extends NameDecision {
  readonly piece: number;
  /** The second pass was refused there, or has not read: the words are the first's. */
  readonly refused?: true;
}

/** A word of piece `piece`. */
export interface PieceWord extends MergedWord {
  readonly piece: number;
}

export interface RevisedUtterance {
  readonly text: string;
  readonly words: readonly PieceWord[];
  /** By piece: the text of one pass that names were written into. */
  readonly unnamed: readonly string[];
  /** Piece by piece, likeliest first. */
  readonly decisions: readonly PieceDecision[];
}

/**
 * The final text of an utterance, as `merger` writes names into it: in each piece that the guard accepted the text of both
 * passes, in the others the first's as it reads without names; of what may be silence, names alone. Where the guard found
 * that both say different things, the second's stands all the same if it is about a name of the list, which the first cannot
 * have known. Rejects only when `ask` does.
 */
export async function reviseUtterance(
  merger: FinalMerger,
  { pieces, emissions, clock, alternatives, plain, languageModel }: UtteranceToRevise,
  ask: (piece: number, texts: readonly string[]) => ReturnType<AskSecondPass>,
): Promise<RevisedUtterance> {
  const words: PieceWord[] = [];
  const unnamed: string[] = [];
  const decisions: PieceDecision[] = [];
  for (const [piece, { startMs, endMs, judgement, reading }] of pieces.entries()) {
    const within = (word: Span) => isWithin(word, { startMs, endMs });
    const heard = alternatives[0].words.filter(within);
    const first = frameAt(startMs, clock, emissions);
    const stretch = {
      emissions: framesOf(emissions, first, frameAt(endMs, clock, emissions)),
      clock: { originMs: clock.originMs + first * clock.frameMs, frameMs: clock.frameMs },
      heard: alternatives.flatMap((alternative) => alternative.words.filter(within)),
    };
    // What the search wrote with a list, it wrote for that list's sake: its names are weighed like those found elsewhere.
    const byFirst = plain === undefined ? heard : plain.filter(within);
    const isRead = judgement === 'accepted' || judgement === 'disagreement';
    const differences = judgement === 'accepted' ? differencesOf({ reading, heard: byFirst, languageModel }) : [];
    const bySecond = isRead
      ? await merger.merge({ ...stretch, ...reading, differences }, (texts) => ask(piece, texts))
      : undefined;
    if (bySecond !== undefined && (judgement === 'accepted' || isAboutNames(bySecond, heard, languageModel))) {
      words.push(...bySecond.words.map((word) => ({ ...word, piece })));
      unnamed.push(reading.text);
      decisions.push(...bySecond.decisions.map((decision) => ({ ...decision, piece })));
      continue;
    }
    const text = textOf(byFirst);
    const refused = asHeard(await merger.merge({ ...stretch, text }, () => Promise.resolve(undefined)));
    words.push(
      ...refused.words.filter(({ name }) => judgement !== 'silence' || name).map((word) => ({ ...word, piece })),
    );
    unnamed.push(text);
    decisions.push(...refused.decisions.map((decision) => ({ ...decision, piece, refused: true as const })));
  }
  return { text: textOf(words), words, unnamed, decisions };
}

/** Whether names stand in `words` that explain why the first pass wrote something else: besides them, both agree. */
function isAboutNames({ words }: MergedReading, heard: readonly RecognizedWord[], languageModel: boolean): boolean {
  if (words.every(({ name }) => name === undefined)) return false;
  // What was heard between two other words is the name between them, whose own time is a guess where it was not heard.
  const places = words.flatMap(({ name }, index) => {
    if (name === undefined) return [];
    const [before, after] = [words[index - 1], words[index + 1]];
    return [{ startMs: before?.endMs ?? -Infinity, endMs: after?.startMs ?? Infinity }];
  });
  const besides = heard.filter((word) => !places.some((place) => isWithin(word, place)));
  return !disagreeWildly(textOf(words.filter(({ name }) => name === undefined)), textOf(besides), languageModel);
}

/** What was merged from the first pass's text: names that stand in it already were decided by the search alone. */
function asHeard({ words, decisions }: MergedReading): Pick<MergedReading, 'words' | 'decisions'> {
  const standing = decisions.filter(({ verdict }) => verdict === 'written');
  const stands = ({ place }: MergedWord) =>
    standing.some(({ first, end }) => first === place.first && end === place.end);
  return {
    words: words.map((word) =>
      word.from === 'second-pass' || stands(word) ? { ...word, from: 'first-pass' as const } : word,
    ),
    decisions: decisions.filter(({ verdict }) => verdict !== 'written'),
  };
}

function isWithin(word: Span, { startMs, endMs }: Span): boolean {
  const middleMs = (word.startMs + word.endMs) / 2;
  return middleMs >= startMs && middleMs < endMs;
}

function frameAt(ms: number, { originMs, frameMs }: FrameClock, { frames }: ModelEmissions): number {
  return Math.min(frames, Math.max(0, Math.round((ms - originMs) / frameMs)));
}
