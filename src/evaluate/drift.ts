import { binErrors } from '../core/error-bins';
import { normaliseWords } from '../core/normalise';
import { addErrors, emptyErrors, type ErrorCounts } from '../core/score';
import { FIRST_MINUTES, type Stream } from './manifest';

/** How the errors of a long stream spread over its time: statistics or caches that decay show as a rising rate. */
export interface Drift {
  /** One after the other; the last may be shorter. */
  readonly fiveMinutes: readonly ErrorCounts[];
  /** The clips that lie wholly in the first and in the last five minutes; undefined in streams of less than ten. */
  readonly first: ErrorCounts | undefined;
  readonly last: ErrorCounts | undefined;
}

const BIN_SECONDS = 60 * FIRST_MINUTES;

/**
 * The word errors of `hypothesis` by the time at which the clip of their reference word begins. The whole stream is
 * aligned at once: what a clip's end and the next one's beginning share is not counted twice.
 */
export function measureDrift(stream: Stream, hypothesis: string): Drift {
  const reference: string[] = [];
  const clipOfWord: number[] = [];
  const starts: number[] = [];
  let seconds = 0;
  for (const [index, clip] of stream.clips.entries()) {
    for (const word of normaliseWords(clip.text)) {
      reference.push(word);
      clipOfWord.push(index);
    }
    starts.push(seconds);
    seconds += clip.seconds;
  }
  const clipErrors = binErrors(reference, normaliseWords(hypothesis), clipOfWord, starts.length);
  const sumOf = (isIn: (start: number, end: number) => boolean) => {
    const sum = emptyErrors();
    for (const [index, clip] of stream.clips.entries()) {
      const start = starts[index]!;
      if (isIn(start, start + clip.seconds)) addErrors(sum, clipErrors[index]!);
    }
    return sum;
  };
  const isLong = seconds >= 2 * BIN_SECONDS;
  return {
    fiveMinutes: Array.from({ length: Math.ceil(seconds / BIN_SECONDS) }, (_, bin) =>
      sumOf((start) => Math.floor(start / BIN_SECONDS) === bin),
    ),
    first: isLong ? sumOf((_, end) => end <= BIN_SECONDS) : undefined,
    last: isLong ? sumOf((start) => start >= seconds - BIN_SECONDS) : undefined,
  };
}
