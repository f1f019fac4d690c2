/** A stretch of time, in ms. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

const limits = {
  /** What is read around words of the first pass, which misses some: with 400 ms WER was 0.4 points higher. */
  aroundMs: 1500,
  /** Attention over longer audio gets slow and loses its place: the model was trained on up to 30 s. */
  mostMs: 25_000,
  /** No cut in the first part of what fits: many short pieces lose the context that the second pass is there for. */
  earliestCut: 0.4,
};

/**
 * The audio of an utterance as the second pass reads it, in order.
 *
 * 1. Only where the first pass heard speech: its words with a little before and after. What lies between two words but far
 *    from both is never read, so nothing can be invented there.
 * 2. At most `mostMs` in one piece. It ends in the middle of the longest pause that comes late enough in it, or, where
 *    nobody pauses, where it must.
 *
 * `words` in order; all pieces lie within `bounds`.
 */
export function piecesToRead(words: readonly Span[], bounds: Span, mostMs: number = limits.mostMs): Span[] {
  if (!(mostMs > 0)) throw new RangeError(`Expected pieces of more than 0 ms, got ${mostMs}`);
  const pieces: Span[] = [];
  for (const { startMs: begin, endMs } of speechSpans(words, bounds)) {
    let startMs = begin;
    while (endMs - startMs > mostMs) {
      const cutMs = longestPause(words, startMs + limits.earliestCut * mostMs, startMs + mostMs) ?? startMs + mostMs;
      pieces.push({ startMs, endMs: cutMs });
      startMs = cutMs;
    }
    pieces.push({ startMs, endMs });
  }
  return pieces;
}

/** The words with what is around them, those that touch as one. */
function speechSpans(words: readonly Span[], bounds: Span): Span[] {
  const spans: Span[] = [];
  for (const word of words) {
    const startMs = Math.max(bounds.startMs, word.startMs - limits.aroundMs);
    const endMs = Math.min(bounds.endMs, word.endMs + limits.aroundMs);
    const last = spans.at(-1);
    if (last !== undefined && startMs <= last.endMs) {
      spans[spans.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, endMs) };
    } else if (endMs > startMs) spans.push({ startMs, endMs });
  }
  return spans;
}

/** The middle of the longest pause whose middle lies within [fromMs, toMs]. */
function longestPause(words: readonly Span[], fromMs: number, toMs: number): number | undefined {
  let longestMs = 0;
  let middle: number | undefined;
  for (let word = 1; word < words.length; word++) {
    const pauseMs = words[word].startMs - words[word - 1].endMs;
    const middleMs = words[word - 1].endMs + pauseMs / 2;
    if (middleMs < fromMs || middleMs > toMs || pauseMs <= longestMs) continue;
    longestMs = pauseMs;
    middle = middleMs;
  }
  return middle;
}
