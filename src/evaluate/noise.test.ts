import { describe, expect, it } from 'vitest';
import { encodeWav, NOISES } from './noise';
import { decodeWav } from './wav';

const SECONDS = 4;
const made = new Map(NOISES.map(({ name, samples }) => [name, samples(SECONDS, 1)]));

const level = (samples: Float32Array) =>
  20 * Math.log10(Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length));

/** Energy of the samples at a frequency, in dB, over blocks of half a second. */
function energyAt(samples: Float32Array, hertz: number): number {
  const block = 8000;
  let sum = 0;
  for (let start = 0; start + block <= samples.length; start += block) {
    let real = 0;
    let imaginary = 0;
    for (let index = 0; index < block; index++) {
      const turn = (2 * Math.PI * hertz * index) / 16_000;
      real += samples[start + index] * Math.cos(turn);
      imaginary += samples[start + index] * Math.sin(turn);
    }
    sum += real ** 2 + imaginary ** 2;
  }
  return 10 * Math.log10(sum);
}

/** The mean over frequencies of a band, which a single one strays from by some dB. */
function bandEnergy(samples: Float32Array, from: number, to: number): number {
  const hertz = Array.from({ length: 10 }, (_, index) => from + ((to - from) * index) / 10);
  return hertz.reduce((sum, frequency) => sum + energyAt(samples, frequency), 0) / hertz.length;
}

describe('noise', () => {
  it.each([
    ['white-20', -20],
    ['white-40', -40],
    ['pink-20', -20],
    ['pink-40', -40],
    ['hum-50', -30],
    ['hum-60', -30],
    ['glide', -20],
  ])('%s has a level of %i dBFS and is never clipped', (name, dBFS) => {
    expect(level(made.get(name)!)).toBeCloseTo(dBFS, 3);
    expect(made.get(name)!.every((sample) => Math.abs(sample) < 1)).toBe(true);
  });

  it('is digital zero where it is called silence', () => {
    expect(made.get('silence')).toHaveLength(SECONDS * 16_000);
    expect(made.get('silence')!.every((sample) => sample === 0)).toBe(true);
  });

  it('is as strong in all bands when white, and 3 dB weaker per octave when pink', () => {
    const whiteNoise = made.get('white-20')!;
    const pinkNoise = made.get('pink-20')!;
    const octaves = Math.log2(4000 / 250);
    expect(Math.abs(bandEnergy(whiteNoise, 3800, 4200) - bandEnergy(whiteNoise, 230, 270))).toBeLessThan(2.5);
    const fall = (bandEnergy(pinkNoise, 230, 270) - bandEnergy(pinkNoise, 3800, 4200)) / octaves;
    expect(Math.abs(fall - 3)).toBeLessThan(0.7);
  });

  it('has its lines at the harmonics when it hums', () => {
    expect(energyAt(made.get('hum-50')!, 150) - energyAt(made.get('hum-50')!, 124)).toBeGreaterThan(60);
    expect(energyAt(made.get('hum-60')!, 60) - energyAt(made.get('hum-60')!, 50)).toBeGreaterThan(60);
  });

  it('is the same for the same seed, another for another', () => {
    const [noise] = NOISES;
    const [first, again, another] = [1, 1, 2].map((seed) => noise.samples(1, seed).join(' '));
    expect(again).toBe(first);
    expect(another).not.toBe(first);
  });

  it('is read back from its WAV file to half a step of 16 bits', () => {
    const samples = made.get('glide')!;
    const { channels, sampleRate } = decodeWav(encodeWav(samples), 'glide.wav');
    expect(sampleRate).toBe(16_000);
    expect(channels).toHaveLength(1);
    expect(channels[0]).toHaveLength(samples.length);
    expect(channels[0].every((sample, index) => Math.abs(sample - samples[index]) <= 0.5 / 32768 + 1e-9)).toBe(true);
  });
});
