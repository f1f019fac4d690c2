import type { AcousticModel } from '../core/acoustic-model';
import type { Emissions, ModelEmissions } from '../core/emissions';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
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
  readonly hearsPhones: boolean;
  readonly #model: AcousticModel;
  #chunks: Float32Array[] = [];
  #phoneChunks: Float32Array[] = [];

  constructor(model: AcousticModel) {
    this.sampleRate = model.sampleRate;
    this.chunkSamples = model.chunkSamples;
    this.lookaheadSamples = model.lookaheadSamples;
    this.frameSamples = model.frameSamples;
    this.framesPerChunk = model.framesPerChunk;
    this.vocabulary = model.vocabulary;
    this.hearsPhones = model.hearsPhones;
    this.#model = model;
  }

  async infer(window: Float32Array): Promise<ModelEmissions> {
    const emissions = await this.#model.infer(window);
    this.#chunks.push(emissions.logProbs.slice());
    if (emissions.phones !== undefined) this.#phoneChunks.push(emissions.phones.logProbs.slice());
    return emissions;
  }

  /** All that was emitted since `reset()`. */
  recorded(): ModelEmissions {
    const subwords = joined(this.#chunks, this.vocabulary.size);
    return this.hearsPhones ? { ...subwords, phones: joined(this.#phoneChunks, PHONE_TOKENS.length) } : subwords;
  }

  reset(): void {
    this.#chunks = [];
    this.#phoneChunks = [];
    this.#model.reset();
  }

  dispose(): Promise<void> {
    return this.#model.dispose();
  }
}

function joined(chunks: readonly Float32Array[], vocabulary: number): Emissions {
  const logProbs = concatenate(chunks);
  return { logProbs, frames: logProbs.length / vocabulary, vocabulary };
}
