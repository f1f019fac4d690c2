import {
  type HeardWord,
  type JudgedReading,
  judgeReading,
  watchReading,
} from '../core/second-pass/hallucination-guard';
import { piecesToRead, type Span } from '../core/second-pass/utterance-audio';
import type { ReadOptions, ReadUtterance, SecondPassModel } from './second-pass-model';

/** An utterance whose final is out. */
export interface UtteranceToRead {
  readonly id: string;
  /** 16 kHz, mono, −1..1. */
  readonly samples: Float32Array;
  /** When the samples begin. */
  readonly startMs: number;
  /** What the first pass wrote, in order. */
  readonly words: readonly (Span & HeardWord)[];
}

/** The reading of one stretch of audio, with the guard's judgement. */
export interface ReadPiece extends Span, JudgedReading {}

/** One stretch of an utterance, read and judged. */
export interface KeptPiece {
  readonly piece: ReadPiece;
  /** To be released when no more candidates are to be scored on it. */
  readonly utterance: ReadUtterance;
}

/**
 * Reads an utterance where the first pass heard words, in pieces that the model can take, and judges each. Rejects with the
 * signal's reason; what was read until then is released.
 */
export async function readUtterance(
  model: SecondPassModel,
  { samples, startMs, words }: Omit<UtteranceToRead, 'id'>,
  options: Pick<ReadOptions, 'signal' | 'pause'> = {},
): Promise<KeptPiece[]> {
  const perMs = model.sampleRate / 1000;
  const bounds = { startMs, endMs: startMs + samples.length / perMs };
  const pieces: KeptPiece[] = [];
  try {
    for (const span of piecesToRead(words, bounds)) {
      const from = Math.round((span.startMs - startMs) * perMs);
      const to = Math.round((span.endMs - startMs) * perMs);
      if (to - from < model.leastSamples) continue;
      const watch = watchReading((span.endMs - span.startMs) / 1000);
      const heard = words.filter((word) => isWithin((word.startMs + word.endMs) / 2, span));
      const hasWords = heard.length > 0;
      const utterance = await model.read(samples.subarray(from, to), { ...options, watch, hasWords });
      pieces.push({ piece: { ...span, ...judgeReading(utterance.reading, heard) }, utterance });
    }
    return pieces;
  } catch (error) {
    for (const { utterance } of pieces) utterance.release();
    throw error;
  }
}

function isWithin(ms: number, { startMs, endMs }: Span): boolean {
  return ms >= startMs && ms < endMs;
}
