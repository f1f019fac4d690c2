import type { AcousticModel } from '../core/acoustic-model';
import type { Emissions } from '../core/emissions';
import type { Vocabulary } from '../core/vocabulary';
import { concatenate } from './speech';

/** An acoustic model that keeps all emissions since it was last reset, for others to decode. */
export class RecordingModel implements AcousticModel {
  readonly sampleRate: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly vocabulary: Vocabulary;
  readonly #model: AcousticModel;
  #chunks: Float32Array[] = [];

  constructor(model: AcousticModel) {
    this.sampleRate = model.sampleRate;
    this.chunkSamples = model.chunkSamples;
    this.lookaheadSamples = model.lookaheadSamples;
    this.frameSamples = model.frameSamples;
    this.framesPerChunk = model.framesPerChunk;
    this.vocabulary = model.vocabulary;
    this.#model = model;
  }

  async infer(window: Float32Array): Promise<Emissions> {
    const emissions = await this.#model.infer(window);
    this.#chunks.push(emissions.logProbs.slice());
    return emissions;
  }

  /** All that was emitted since `reset()`. */
  recorded(): Emissions {
    const vocabulary = this.vocabulary.size;
    const logProbs = concatenate(this.#chunks);
    return { logProbs, frames: logProbs.length / vocabulary, vocabulary };
  }

  reset(): void {
    this.#chunks = [];
    this.#model.reset();
  }

  dispose(): Promise<void> {
    return this.#model.dispose();
  }
}
