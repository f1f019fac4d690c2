import type { AcousticModel } from './acoustic-model';
import type { Emissions, ModelEmissions } from './emissions';
import { Vocabulary, WORD_START } from './vocabulary';

/** Blank, word start, the letters and the apostrophe: what drawn emissions are made of. */
export const letters = new Vocabulary({
  blank: 0,
  pieces: ['<blank>', WORD_START, ..."abcdefghijklmnopqrstuvwxyz'".split('')],
});

/** Emissions with one character per frame: the likeliest token of each; `.` is the blank, `_` a word start. */
export function draw(picture: string, certainty = 0.99): Emissions {
  const { size } = letters;
  const logProbs = new Float32Array(picture.length * size).fill(Math.log((1 - certainty) / (size - 1)));
  for (let frame = 0; frame < picture.length; frame++) {
    const token = picture[frame] === '.' ? 0 : letters.pieces.indexOf(picture[frame].replace('_', WORD_START));
    if (token < 0) throw new RangeError(`Expected . _ ' or a-z, got ${picture[frame]}`);
    logProbs[frame * size + token] = Math.log(certainty);
  }
  return { logProbs, frames: picture.length, vocabulary: size };
}

/**
 * For tests: hears any audio as the emissions that were recorded (all blank after them), and insists on what an acoustic
 * model needs: windows of the right length, in order, overlapping by the lookahead, one at a time.
 */
export class FakeAcousticModel implements AcousticModel {
  readonly sampleRate = 16_000;
  readonly frameSamples = 384;
  readonly framesPerChunk = 16;
  readonly chunkSamples = 6144;
  readonly lookaheadSamples = 511;
  readonly vocabulary: Vocabulary;
  readonly hearsPhones: boolean;
  resets = 0;
  readonly #recorded: ModelEmissions;
  /** Overwritten on each call, as a model may do. */
  readonly #out: Float32Array;
  readonly #phonesOut: Float32Array;
  #frame = 0;
  #expected = new Float32Array(0);
  #busy = false;

  constructor(recorded: ModelEmissions, vocabulary: Vocabulary = letters) {
    this.vocabulary = vocabulary;
    this.hearsPhones = recorded.phones !== undefined;
    this.#recorded = recorded;
    this.#out = new Float32Array(this.framesPerChunk * vocabulary.size);
    this.#phonesOut = new Float32Array(this.framesPerChunk * (recorded.phones?.vocabulary ?? 0));
  }

  async infer(window: Float32Array): Promise<ModelEmissions> {
    if (this.#busy) throw new Error('Expected one window at a time');
    if (window.length !== this.chunkSamples + this.lookaheadSamples)
      throw new RangeError(`Got ${window.length} samples`);
    if (this.#expected.some((sample, i) => sample !== window[i])) throw new Error('Expected windows that overlap');
    this.#expected = window.slice(this.chunkSamples);
    this.#busy = true;
    await Promise.resolve();
    this.#busy = false;
    const start = this.#frame;
    this.#frame += this.framesPerChunk;
    const { phones } = this.#recorded;
    const subwords = rows(this.#recorded, start, this.#out, this.vocabulary.blank);
    return phones === undefined ? subwords : { ...subwords, phones: rows(phones, start, this.#phonesOut, 0) };
  }

  reset(): void {
    this.resets++;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** The frames from `start` on, as many as `out` holds, those beyond the last blank. */
function rows({ logProbs, vocabulary }: Emissions, start: number, out: Float32Array, blank: number): Emissions {
  const recorded = logProbs.subarray(start * vocabulary, start * vocabulary + out.length);
  out.fill(-20);
  for (let row = recorded.length; row < out.length; row += vocabulary) out[row + blank] = 0;
  out.set(recorded);
  return { logProbs: out, frames: out.length / vocabulary, vocabulary };
}
