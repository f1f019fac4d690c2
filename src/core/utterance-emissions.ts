import type { Emissions, ModelEmissions } from './emissions';

/**
 * The emissions of the current utterance: what a cut leaves over is decoded again. Grows only where the length that was
 * expected is exceeded.
 */
export class UtteranceEmissions {
  readonly #expectedFrames: number;
  readonly #subwords: KeptFrames;
  /** From the first frame with phones on: a model has them on all frames or on none. */
  #phones: KeptFrames | undefined;
  #frames = 0;

  constructor(expectedFrames: number, vocabulary: number) {
    this.#expectedFrames = expectedFrames;
    this.#subwords = new KeptFrames(expectedFrames, vocabulary);
  }

  append(emissions: ModelEmissions): void {
    const { frames, phones } = emissions;
    this.#subwords.write(this.#frames, emissions);
    if (phones !== undefined) {
      this.#phones ??= new KeptFrames(this.#expectedFrames, phones.vocabulary);
      this.#phones.write(this.#frames, phones);
    }
    this.#frames += frames;
  }

  /** Forgets the first `frames` frames, or all. */
  drop(frames: number = this.#frames): void {
    this.#subwords.drop(frames, this.#frames);
    this.#phones?.drop(frames, this.#frames);
    this.#frames -= frames;
  }

  /** What is kept, without a copy. */
  get all(): ModelEmissions {
    return this.first(this.#frames);
  }

  /** The first `frames` frames of it, without a copy. */
  first(frames: number): ModelEmissions {
    const subwords = this.#subwords.first(frames);
    return this.#phones === undefined ? subwords : { ...subwords, phones: this.#phones.first(frames) };
  }
}

/** Rows of log-probabilities. */
class KeptFrames {
  #logProbs: Float32Array;
  readonly #vocabulary: number;

  constructor(frames: number, vocabulary: number) {
    this.#logProbs = new Float32Array(frames * vocabulary);
    this.#vocabulary = vocabulary;
  }

  write(at: number, { logProbs }: Emissions): void {
    const end = at * this.#vocabulary + logProbs.length;
    if (end > this.#logProbs.length) {
      const longer = new Float32Array(2 * end);
      longer.set(this.#logProbs);
      this.#logProbs = longer;
    }
    this.#logProbs.set(logProbs, at * this.#vocabulary);
  }

  drop(frames: number, kept: number): void {
    this.#logProbs.copyWithin(0, frames * this.#vocabulary, kept * this.#vocabulary);
  }

  first(frames: number): Emissions {
    const logProbs = this.#logProbs.subarray(0, frames * this.#vocabulary);
    return { logProbs, frames, vocabulary: this.#vocabulary };
  }
}
