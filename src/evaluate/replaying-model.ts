import type { AcousticModel } from '../core/acoustic-model';
import type { Emissions, ModelEmissions } from '../core/emissions';
import type { Vocabulary } from '../core/vocabulary';

/** Says of any windows what `model` said when `recorded` was taken of it: a model that costs nothing, to time the rest. */
export class ReplayingModel implements AcousticModel {
  readonly sampleRate: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly vocabulary: Vocabulary;
  readonly hearsPhones: boolean;
  readonly #recorded: ModelEmissions;
  #chunk = 0;

  constructor(model: AcousticModel, recorded: ModelEmissions) {
    this.sampleRate = model.sampleRate;
    this.chunkSamples = model.chunkSamples;
    this.lookaheadSamples = model.lookaheadSamples;
    this.frameSamples = model.frameSamples;
    this.framesPerChunk = model.framesPerChunk;
    this.vocabulary = model.vocabulary;
    this.hearsPhones = model.hearsPhones;
    this.#recorded = recorded;
  }

  infer(): Promise<ModelEmissions> {
    const start = this.#chunk++ * this.framesPerChunk;
    const end = start + this.framesPerChunk;
    const { phones, frames } = this.#recorded;
    if (end > frames) throw new RangeError(`Expected ${this.#chunk - 1} windows, got another`);
    const subwords = framesOf(this.#recorded, start, end);
    return Promise.resolve(phones === undefined ? subwords : { ...subwords, phones: framesOf(phones, start, end) });
  }

  reset(): void {
    this.#chunk = 0;
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** The frames [start, end), without a copy. */
function framesOf({ logProbs, vocabulary }: Emissions, start: number, end: number): Emissions {
  return { logProbs: logProbs.subarray(start * vocabulary, end * vocabulary), frames: end - start, vocabulary };
}
