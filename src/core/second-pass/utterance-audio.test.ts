import { describe, expect, it } from 'vitest';
import { piecesToRead, type Span } from './utterance-audio';

const whole: Span = { startMs: 0, endMs: 100_000 };

/** `words('100-300 500-900')` */
const words = (text: string): Span[] =>
  text.split(' ').map((word) => {
    const [startMs, endMs] = word.split('-').map(Number);
    return { startMs, endMs };
  });

const shown = (spans: readonly Span[]) => spans.map(({ startMs, endMs }) => `${startMs}-${endMs}`).join(' ');

/** Words of 300 ms with pauses of 50 ms, but for those after the words numbered in `pauses`. */
function speak(count: number, pauses: Readonly<Record<number, number>> = {}): Span[] {
  let at = 1000;
  return Array.from({ length: count }, (_, index) => {
    const word = { startMs: at, endMs: at + 300 };
    at += 300 + (pauses[index] ?? 50);
    return word;
  });
}

describe('the audio to read', () => {
  it('is one piece without the silence around, when it is short', () => {
    expect(shown(piecesToRead(words('5000-5300 7000-7200'), whole))).toBe('3500-8700');
  });

  it('leaves out what lies far from all words', () => {
    expect(shown(piecesToRead(words('5000-5300 8000-8200 30000-30200'), whole))).toBe('3500-9700 28500-31700');
  });

  it('lies within the utterance', () => {
    expect(shown(piecesToRead(words('100-300'), { startMs: 0, endMs: 500 }))).toBe('0-500');
  });

  it('is nothing without words', () => {
    expect(piecesToRead([], whole)).toEqual([]);
  });

  it('is cut in the longest pause', () => {
    const spoken = speak(100, { 20: 200, 50: 900, 60: 300 });
    const pause = (spoken[50].endMs + spoken[51].startMs) / 2;
    expect(shown(piecesToRead(spoken, whole))).toBe(`0-${pause} ${pause}-${spoken[99].endMs + 1500}`);
  });

  it('is not cut early, however long the pause', () => {
    const spoken = speak(100, { 5: 2000, 50: 300 });
    const pause = (spoken[50].endMs + spoken[51].startMs) / 2;
    expect(piecesToRead(spoken, whole)[0].endMs).toBe(pause);
  });

  it('is cut where it must be when there is no pause', () => {
    expect(shown(piecesToRead(words('0-40000'), whole, 25_000))).toBe('0-25000 25000-41500');
  });

  it('has no gaps, no overlaps and no piece that is too long, whatever is said', () => {
    for (let seed = 1; seed < 200; seed++) {
      const pauses = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [i, (seed * (i + 3) * 7919) % 1500]));
      const spoken = speak(20 + ((seed * 31) % 350), pauses);
      const pieces = piecesToRead(spoken, { startMs: 0, endMs: 1e9 });
      expect(pieces[0].startMs).toBe(0);
      expect(pieces.at(-1)!.endMs).toBe(spoken.at(-1)!.endMs + 1500);
      for (const [index, { startMs, endMs }] of pieces.entries()) {
        expect(endMs - startMs).toBeLessThanOrEqual(25_000);
        expect(endMs).toBeGreaterThan(startMs);
        if (index > 0) expect(startMs).toBe(pieces[index - 1].endMs);
      }
    }
  });
});
