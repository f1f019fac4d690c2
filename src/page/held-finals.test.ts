import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../protocol/recognizer-api';
import { HeldFinals } from './held-finals';

const word = (text: string) => ({ text, startMs: 0, endMs: 100, confidence: 1 });
const cost = { audioMs: 1, encoderMs: 1, decoderMs: 1, mergeMs: 1, latencyMs: 1 };

/** `0:text` a final, `0?text` one that is pending, `0=text` its revision, `0!` none, anything else another event. */
function event(drawn: string): SessionEvent {
  const [, number, sign, text] = /^(\d)(.)(.*)$/.exec(drawn) ?? [];
  const utterance = Number(number);
  if (sign === '!') return { type: 'kept', utterance, reason: 'slow' };
  if (sign === '=') {
    const words = [
      { ...word(text), from: 'second-pass', heard: 'x', read: text, place: { first: 0, end: 1 } } as const,
    ];
    return { type: 'revised', id: 'x', utterance, text, words, second: text, decisions: [], cost };
  }
  if (sign === undefined) return { type: 'speechstart', atMs: 0 };
  const final = {
    type: 'final',
    utterance,
    text,
    startMs: 0,
    endMs: 1,
    words: [word(text)],
    alternatives: [],
  } as const;
  return sign === '?' ? { ...final, revision: 'pending' } : final;
}

const out = (...drawn: string[]) => {
  const held = new HeldFinals();
  return drawn.flatMap((one) =>
    held.take(event(one)).map((event) => {
      if (event.type !== 'final') return event.type;
      expect(event.revision).toBeUndefined();
      expect(event.words.map(({ text }) => text).join(' ')).toBe(event.text);
      return event.text;
    }),
  );
};

describe('HeldFinals', () => {
  it('lets finals that nobody revises pass at once', () => {
    expect(out('0:a', 'speech', '1:b')).toEqual(['a', 'speechstart', 'b']);
  });

  it('gives each final once, with the words of its revision', () => {
    expect(out('0?a', '0=A')).toEqual(['A']);
  });

  it('gives a final as it was when no revision comes', () => {
    expect(out('0?a', '0!')).toEqual(['a']);
  });

  it('keeps the order, and lets other events overtake', () => {
    expect(out('0?a', '1:b', 'speech', '2?c', '2=C', '0=A')).toEqual(['speechstart', 'A', 'b', 'C']);
  });

  it('knows nothing of a revision whose final it never saw', () => {
    expect(out('5=x', '5!')).toEqual([]);
  });
});
