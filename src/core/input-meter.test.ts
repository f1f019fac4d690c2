import { describe, expect, it } from 'vitest';
import { InputMeter, type MeterReading } from './input-meter';

const rate = 48_000;
const block = (amplitude: number, ms = 32) =>
  Float32Array.from({ length: (ms / 1000) * rate }, (_, i) => (i % 2 === 0 ? amplitude : -amplitude));

/** Readings of `seconds` of audio in blocks of 32 ms. */
function hear(meter: InputMeter, amplitude: number, seconds: number): MeterReading[] {
  return Array.from({ length: Math.round(seconds / 0.032) }, () => meter.hear(block(amplitude), rate));
}

describe('InputMeter', () => {
  it('tells the RMS, at most 15 times a second', () => {
    const levels = hear(new InputMeter(), 0.25, 4).filter(({ rms }) => rms !== undefined);
    expect(levels[0].rms).toBeCloseTo(0.25, 6);
    expect(levels.length).toBeGreaterThan(4 * 8);
    expect(levels.length).toBeLessThanOrEqual(4 * 15);
  });

  it('tells once of two seconds of digital silence, and once that sound came back', () => {
    const meter = new InputMeter();
    const changes = (readings: MeterReading[]) =>
      readings.flatMap(({ silent }) => (silent === undefined ? [] : [silent]));
    expect(changes(hear(meter, 0.1, 3))).toEqual([]);
    expect(changes(hear(meter, 0, 1.9))).toEqual([]);
    expect(changes(hear(meter, 0, 5))).toEqual([true]);
    expect(changes(hear(meter, 0.1, 3))).toEqual([false]);
  });

  it('takes a quiet room for a room', () => {
    expect(hear(new InputMeter(), 10 ** (-80 / 20), 10).some(({ silent }) => silent)).toBe(false);
  });
});
