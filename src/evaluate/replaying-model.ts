import type { AcousticModel } from '../core/acoustic-model';
import type { Emissions } from '../core/emissions';
import type { Vocabulary } from '../core/vocabulary';

/** Says of any windows what `model` said when `recorded` was taken of it: a model that costs nothing, to time the rest. */
export class ReplayingModel implements AcousticModel {
  readonly sampleRate: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly vocabulary: Vocabulary;
  readonly #recorded: Emissions;
  #chunk = 0;

  constructor(model: AcousticModel, recorded: Emissions) {
    this.sampleRate = model.sampleRate;
    this.chunkSamples = model.chunkSamples;
    this.lookaheadSamples = model.lookaheadSamples;
    this.frameSamples = model.frameSamples;
    this.framesPerChunk = model.framesPerChunk;
    this.vocabulary = model.vocabulary;
    this.#recorded = recorded;
  }

  infer(): Promise<Emissions> {
    const length = this.framesPerChunk * this.vocabulary.size;
    const start = this.#chunk++ * length;
    const { logProbs } = this.#recorded;
    if (start + length > logProbs.length) throw new RangeError(`Expected ${this.#chunk - 1} windows, got another`);
    return Promise.resolve({
      logProbs: logProbs.subarray(start, start + length),
      frames: this.framesPerChunk,
      vocabulary: this.vocabulary.size,
    });
  }

  reset(): void {
    this.#chunk = 0;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
