import { describe, expect, it } from 'vitest';
import { Resampler } from './resampler';

const rates = [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000];
const lengthOf = (seconds: number, rate: number) => Math.round(seconds * rate);

function tone(hertz: number, rate: number, seconds: number, phase = 0): Float32Array {
  return Float32Array.from({ length: lengthOf(seconds, rate) }, (_, i) =>
    Math.sin(phase + (2 * Math.PI * hertz * i) / rate),
  );
}

function noise(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}

/** All of `input`, in blocks of the lengths that `cut` gives. */
function resample(
  input: Float32Array,
  from: number,
  to = 16_000,
  cut: () => number = () => input.length,
): Float32Array {
  const resampler = new Resampler(from, to);
  const blocks: Float32Array[] = [];
  for (let at = 0; at < input.length;) {
    const length = cut();
    blocks.push(resampler.push(input.slice(at, at + length)));
    at += length;
  }
  blocks.push(resampler.flush());
  return Float32Array.from(blocks.flatMap((block) => [...block]));
}

/** Without the edges, where the silence around the stream is heard too. */
const inner = (samples: Float32Array) => samples.subarray(samples.length * 0.2, samples.length * 0.8);

const decibels = (ratio: number) => 20 * Math.log10(ratio + 1e-30);
const rms = (samples: Float32Array) => Math.hypot(...samples) / Math.sqrt(samples.length);
const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - b[i]);

describe('Resampler', () => {
  it.each(rates)('keeps a tone of the pass band from %i Hz: its gain, its time, nothing added', (rate) => {
    const top = Math.min(7700, 0.48 * rate);
    for (const hertz of [50, 440, 0.5 * top, top]) {
      const got = inner(resample(tone(hertz, rate, 0.25, 0.4), rate));
      const expected = inner(tone(hertz, 16_000, 0.25, 0.4));
      expect(decibels(rms(difference(got, expected)) / rms(expected))).toBeLessThan(-70);
    }
  });

  it.each(rates.filter((rate) => rate > 16_000))('lets nothing above 8.24 kHz through from %i Hz', (rate) => {
    for (let hertz = 8250; hertz < rate / 2; hertz += 997) {
      expect(decibels(rms(inner(resample(tone(hertz, rate, 0.1), rate))))).toBeLessThan(-73);
    }
  });

  it.each([8000, 11_025])('adds no image of the input above its Nyquist frequency from %i Hz', (rate) => {
    const hertz = 0.43 * rate;
    const got = inner(resample(tone(hertz, rate, 0.5), rate));
    const image = tone(rate - hertz, 16_000, 0.5).subarray(0, got.length);
    expect(decibels(Math.abs(got.reduce((sum, value, i) => sum + value * image[i], 0)) / got.length)).toBeLessThan(-70);
  });

  it.each([22_050, 44_100, 48_000])('agrees with a sinc interpolation over the whole signal from %i Hz', (rate) => {
    // Band-limited noise: a sum of tones up to 7 kHz.
    const input = new Float32Array(lengthOf(0.12, rate));
    for (let hertz = 90; hertz < 7000; hertz += 311) {
      tone(hertz, rate, 0.12, hertz).forEach((value, i) => (input[i] += value / 20));
    }
    const got = resample(input, rate);
    for (let n = Math.round(got.length * 0.4); n < got.length * 0.6; n++) {
      const t = (n * rate) / 16_000;
      let sum = 0;
      for (let k = 0; k < input.length; k++) {
        const u = Math.PI * (k - t);
        // A Hann taper over the signal makes the endless sum converge.
        const taper = 0.5 + 0.5 * Math.cos((2 * Math.PI * (k - t)) / input.length);
        if (Math.abs(k - t) < input.length / 2) sum += input[k] * (u === 0 ? 1 : Math.sin(u) / u) * taper;
      }
      expect(Math.abs(got[n] - sum)).toBeLessThan(0.002);
    }
  });

  it.each([8000, 11_025, 44_100, 48_000, 47_999])(
    'gives the same bits however the input from %i Hz is cut',
    (rate) => {
      const input = noise(5000);
      const whole = resample(input, rate);
      let state = 7;
      const ragged = () => (state = (state * 31) % 997) % 400;
      expect(resample(input, rate, 16_000, () => 128)).toEqual(whole);
      expect(resample(input, rate, 16_000, ragged)).toEqual(whole);
      expect(resample(input, rate, 16_000, () => 1)).toEqual(whole);
      // 47,999 Hz has as many phases as outputs in a second, and four times their filters.
    },
    30_000,
  );

  it('gives as many samples as the input lasts', () => {
    for (const rate of [...rates, 16_000, 12_345]) {
      for (const length of [1, 2, 160, 441, 999, 4410]) {
        expect(resample(noise(length), rate)).toHaveLength(Math.ceil((length * 16_000) / rate));
      }
    }
  });

  it('gives nothing for nothing', () => expect(resample(new Float32Array(0), 44_100)).toHaveLength(0));

  it('leaves 16 kHz alone', () => {
    const input = noise(1000);
    expect(resample(input, 16_000, 16_000, () => 77)).toEqual(input);
  });

  it('waits for no more input than it says', () => {
    for (const rate of rates) {
      const resampler = new Resampler(rate, 16_000);
      const got = resampler.push(new Float32Array(rate)).length;
      expect(16_000 - got).toBeLessThanOrEqual(Math.ceil(resampler.latencySeconds * 16_000));
      expect(resampler.latencySeconds).toBeLessThan(0.013);
    }
  });

  it('refuses a rate that no audio has', () => {
    expect(() => new Resampler(44_100.5, 16_000)).toThrow('Expected a sample rate from 4000 to 768000 Hz, got 44100.5');
    expect(() => new Resampler(0, 16_000)).toThrow(RangeError);
  });
});
