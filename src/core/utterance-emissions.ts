import type { Emissions } from './emissions';

/** The emissions of the current utterance, up to a length that is known: what a cut leaves over is decoded again. */
export class UtteranceEmissions {
  readonly #logProbs: Float32Array;
  readonly #vocabulary: number;
  #frames = 0;

  constructor(mostFrames: number, vocabulary: number) {
    this.#logProbs = new Float32Array(mostFrames * vocabulary);
    this.#vocabulary = vocabulary;
  }

  append({ logProbs, frames }: Emissions): void {
    this.#logProbs.set(logProbs, this.#frames * this.#vocabulary);
    this.#frames += frames;
  }

  /** Forgets the first `frames` frames, or all. */
  drop(frames: number = this.#frames): void {
    this.#logProbs.copyWithin(0, frames * this.#vocabulary, this.#frames * this.#vocabulary);
    this.#frames -= frames;
  }

  /** What is kept, without a copy. */
  get all(): Emissions {
    const logProbs = this.#logProbs.subarray(0, this.#frames * this.#vocabulary);
    return { logProbs, frames: this.#frames, vocabulary: this.#vocabulary };
  }
}
