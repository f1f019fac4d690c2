import { framesOf, type ModelEmissions } from '../emissions';
import type { JudgedReading } from '../second-pass/hallucination-guard';
import type { Span } from '../second-pass/utterance-audio';
import { textOf, type Alternative, type FrameClock } from '../transcript';
import type { AskSecondPass, FinalMerger, NameDecision } from './final-merger';
import type { MergedWord } from './merged-words';

/** A finished utterance with what both passes say of it. */
export interface UtteranceToRevise {
  /** What the second pass read, in order. */
  readonly pieces: readonly (Span & JudgedReading)[];
  /** Of the whole utterance. */
  readonly emissions: ModelEmissions;
  readonly clock: FrameClock;
  /** The first pass's readings, best first; at least one. */
  readonly alternatives: readonly Pick<Alternative, 'words'>[];
}

/** A decision about a name; `first` and `end` count the words of piece `piece` as the second pass wrote it. */
export interface PieceDecision extends NameDecision {
  readonly piece: number;
}

/** A word of piece `piece`. */
export interface PieceWord extends MergedWord {
  readonly piece: number;
}

export interface RevisedUtterance {
  readonly text: string;
  readonly words: readonly PieceWord[];
  /** Piece by piece, likeliest first. */
  readonly decisions: readonly PieceDecision[];
}

/**
 * The final text of an utterance: each piece that the guard accepted as `merger` writes it, the others as the first pass
 * heard them. Rejects only when `ask` does.
 */
export async function reviseUtterance(
  merger: FinalMerger,
  { pieces, emissions, clock, alternatives }: UtteranceToRevise,
  ask: (piece: number, texts: readonly string[]) => ReturnType<AskSecondPass>,
): Promise<RevisedUtterance> {
  const words: PieceWord[] = [];
  const decisions: PieceDecision[] = [];
  for (const [piece, { startMs, endMs, judgement, reading }] of pieces.entries()) {
    const within = (word: Span) => isWithin(word, { startMs, endMs });
    if (judgement !== 'accepted') {
      words.push(
        ...alternatives[0].words.filter(within).map((word) => ({ ...word, from: 'first-pass' as const, piece })),
      );
      continue;
    }
    const first = frameAt(startMs, clock, emissions);
    const merged = await merger.merge(
      {
        text: reading.text,
        emissions: framesOf(emissions, first, frameAt(endMs, clock, emissions)),
        clock: { originMs: clock.originMs + first * clock.frameMs, frameMs: clock.frameMs },
        heard: alternatives.flatMap((alternative) => alternative.words.filter(within)),
      },
      (texts) => ask(piece, texts),
    );
    words.push(...merged.words.map((word) => ({ ...word, piece })));
    decisions.push(...merged.decisions.map((decision) => ({ ...decision, piece })));
  }
  return { text: textOf(words), words, decisions };
}

function isWithin(word: Span, { startMs, endMs }: Span): boolean {
  const middleMs = (word.startMs + word.endMs) / 2;
  return middleMs >= startMs && middleMs < endMs;
}

function frameAt(ms: number, { originMs, frameMs }: FrameClock, { frames }: ModelEmissions): number {
  return Math.min(frames, Math.max(0, Math.round((ms - originMs) / frameMs)));
}
