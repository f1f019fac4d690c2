import type { ModelEmissions } from './emissions';
import type { Vocabulary } from './vocabulary';

/**
 * A streaming CTC acoustic model: windows of 16 kHz samples in, emissions out. It remembers what it has heard since
 * the last `reset()` (attention caches, norm statistics), so windows must come in order and one at a time.
 *
 * Window k covers the samples [k·chunkSamples, k·chunkSamples + chunkSamples + lookaheadSamples): windows overlap by
 * `lookaheadSamples`, the part of the model's field that reaches beyond the chunk.
 */
export interface AcousticModel {
  readonly sampleRate: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  /** Samples between two frames of emissions; chunkSamples = frameSamples · framesPerChunk. */
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly vocabulary: Vocabulary;
  /** Whether its emissions have phones too. */
  readonly hearsPhones: boolean;
  /** The emissions of one window: `framesPerChunk` rows. The caller owns the result until the next call. */
  infer(window: Float32Array): Promise<ModelEmissions>;
  /** Forgets all that was heard. */
  reset(): void;
  dispose(): Promise<void>;
}
