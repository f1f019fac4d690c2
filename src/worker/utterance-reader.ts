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
  /** Whether a language model had a say in them. */
  readonly languageModel: boolean;
}

/** The reading of one stretch of audio, with the guard's judgement. */
export interface ReadPiece extends Span, JudgedReading {}

/** One stretch of an utterance, read and judged. */
export interface KeptPiece {
  readonly piece: ReadPiece;
  /** To be released when no more candidates are to be scored on it. */
  readonly utterance: ReadUtterance;
}

/** A stretch of an utterance that is to be read, and how. */
export interface Stretch extends Span {
  /** Samples [first, end) from the utterance's first. */
  readonly first: number;
  readonly end: number;
  /** What the first pass wrote in it. */
  readonly heard: readonly HeardWord[];
  readonly options: Pick<ReadOptions, 'watch' | 'hasWords'>;
}

/** Where an utterance is read again: where the first pass heard words, in pieces that the model can take, in order. */
export function stretchesToRead(
  words: UtteranceToRead['words'],
  bounds: Span,
  { sampleRate, leastSamples }: Pick<SecondPassModel, 'sampleRate' | 'leastSamples'>,
): Stretch[] {
  const sampleAt = (ms: number) => Math.round(((ms - bounds.startMs) * sampleRate) / 1000);
  return piecesToRead(words, bounds).flatMap((span) => {
    const [first, end] = [sampleAt(span.startMs), sampleAt(span.endMs)];
    if (end - first < leastSamples) return [];
    const heard = words.filter((word) => isWithin((word.startMs + word.endMs) / 2, span));
    const watch = watchReading((span.endMs - span.startMs) / 1000);
    return [{ ...span, first, end, heard, options: { watch, hasWords: heard.length > 0 } }];
  });
}

/**
 * Reads an utterance where the first pass heard words, in pieces that the model can take, and judges each. Rejects with the
 * signal's reason; what was read until then is released.
 */
export async function readUtterance(
  model: SecondPassModel,
  { samples, startMs, words, languageModel }: Omit<UtteranceToRead, 'id'>,
  options: Pick<ReadOptions, 'signal' | 'pause'> = {},
): Promise<KeptPiece[]> {
  const bounds = { startMs, endMs: startMs + (1000 * samples.length) / model.sampleRate };
  const pieces: KeptPiece[] = [];
  try {
    for (const { first, end, heard, options: how, ...span } of stretchesToRead(words, bounds, model)) {
      const utterance = await model.read(samples.subarray(first, end), { ...options, ...how });
      pieces.push({ piece: { ...span, ...judgeReading(utterance.reading, heard, languageModel) }, utterance });
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
