import { seededRandom } from '../core/seeded-random';
import { SPEECH_RATE } from './speech';

/** A sound without words in it, on which a recognizer must write none. */
export interface Noise {
  readonly name: string;
  /** `seconds` of it at 16 kHz, −1..1; the same for the same seed on every machine. */
  readonly samples: (seconds: number, seed: number) => Float32Array;
}

/** Root mean square of full scale 1.0. */
const rms = (dBFS: number) => 10 ** (dBFS / 20);

/** Everything that the finals must stay silent on. */
export const NOISES: readonly Noise[] = [
  ...[-20, -40].map((dBFS) => noise(`white${dBFS}`, dBFS, white)),
  ...[-20, -40].map((dBFS) => noise(`pink${dBFS}`, dBFS, pink)),
  ...[50, 60].map((hertz) => noise(`hum-${hertz}`, -30, hum(hertz))),
  noise('glide', -20, glide),
  { name: 'silence', samples: (seconds) => new Float32Array(seconds * SPEECH_RATE) },
];

/** Scales what `source` gives to a level. */
function noise(name: string, dBFS: number, source: (random: () => number) => () => number): Noise {
  return {
    name,
    samples(seconds, seed) {
      const next = source(seededRandom(seed, name));
      const samples = Float32Array.from({ length: seconds * SPEECH_RATE }, next);
      const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      return samples.map((sample) => sample * (rms(dBFS) / level));
    },
  };
}

/** Gaussian, so that no two samples are related in any way. */
function white(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** 3 dB less per octave, within 0.05 dB from 10 Hz on: Paul Kellet's filter, https://www.firstpr.com.au/dsp/pink-noise */
function pink(random: () => number): () => number {
  const next = white(random);
  const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
  const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
  const states = new Float64Array(poles.length);
  let delayed = 0;
  return () => {
    const input = next();
    let sum = delayed + input * 0.5362;
    delayed = input * 0.115926;
    for (let index = 0; index < states.length; index++) {
      states[index] = poles[index]! * states[index]! + input * gains[index]!;
      sum += states[index]!;
    }
    return sum;
  };
}

/** Mains hum: the first ten harmonics, each weaker than the one before, with drawn phases. */
function hum(hertz: number): (random: () => number) => () => number {
  return (random) => {
    const phases = Array.from({ length: 10 }, () => 2 * Math.PI * random());
    let time = 0;
    return () => {
      const turns = (2 * Math.PI * hertz * time++) / SPEECH_RATE;
      return phases.reduce((sum, phase, index) => sum + Math.sin((index + 1) * turns + phase) / (index + 1), 0);
    };
  };
}

/** Tones that glide from one drawn pitch of 80 to 5,000 Hz to the next within 0.2 to 3 s. */
function glide(random: () => number): () => number {
  const pitch = () => 80 * (5000 / 80) ** random();
  let from = pitch();
  let to = pitch();
  let length = 1;
  let time = 1;
  let phase = 0;
  return () => {
    if (time >= length) {
      [from, to] = [to, pitch()];
      length = Math.round((0.2 + 2.8 * random()) * SPEECH_RATE);
      time = 0;
    }
    phase += (2 * Math.PI * from * (to / from) ** (time++ / length)) / SPEECH_RATE;
    return Math.sin(phase);
  };
}

/** A WAV file of 16 bits, mono, at 16 kHz. */
export function encodeWav(samples: Float32Array): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SPEECH_RATE, 24);
  bytes.writeUInt32LE(2 * SPEECH_RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (const [index, sample] of samples.entries()) {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), 44 + 2 * index);
  }
  return bytes;
}
