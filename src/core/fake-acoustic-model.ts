import type { AcousticModel } from './acoustic-model';
import type { Emissions } from './emissions';
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
  resets = 0;
  readonly #recorded: Emissions;
  readonly #out: Float32Array;
  #frame = 0;
  #expected = new Float32Array(0);
  #busy = false;

  constructor(recorded: Emissions, vocabulary: Vocabulary = letters) {
    this.vocabulary = vocabulary;
    this.#recorded = recorded;
    this.#out = new Float32Array(this.framesPerChunk * vocabulary.size);
  }

  async infer(window: Float32Array): Promise<Emissions> {
    if (this.#busy) throw new Error('Expected one window at a time');
    if (window.length !== this.chunkSamples + this.lookaheadSamples)
      throw new RangeError(`Got ${window.length} samples`);
    if (this.#expected.some((sample, i) => sample !== window[i])) throw new Error('Expected windows that overlap');
    this.#expected = window.slice(this.chunkSamples);
    this.#busy = true;
    await Promise.resolve();
    this.#busy = false;
    const { size, blank } = this.vocabulary;
    for (let i = 0; i < this.framesPerChunk; i++, this.#frame++) {
      const row = this.#out.subarray(i * size, (i + 1) * size);
      if (this.#frame < this.#recorded.frames) {
        row.set(this.#recorded.logProbs.subarray(this.#frame * size, (this.#frame + 1) * size));
      } else {
        row.fill(-20);
        row[blank] = 0;
      }
    }
    return { logProbs: this.#out, frames: this.framesPerChunk, vocabulary: size };
  }

  reset(): void {
    this.resets++;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
