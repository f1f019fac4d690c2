import type { AcousticModel } from '../core/acoustic-model';
import { logSoftmax } from '../core/emissions';

/** What a model must say of certain windows, from zero states on. */
export interface Golden {
  /** windows × (chunkSamples + lookaheadSamples). */
  readonly samples: Float32Array;
  /** windows × frames × vocabulary, row-major. */
  readonly logits: Float32Array;
  readonly windows: number;
  /** How far a log-probability may be off. */
  readonly tolerance: number;
}

/** Reads a golden file: float32 little-endian, all windows, then all logits. Throws a RangeError for another length. */
export function readGolden(
  bytes: Uint8Array,
  { chunkSamples, lookaheadSamples, framesPerChunk, vocabulary }: AcousticModel,
  { windows, tolerance }: { readonly windows: number; readonly tolerance: number },
): Golden {
  const samples = windows * (chunkSamples + lookaheadSamples);
  const logits = windows * framesPerChunk * vocabulary.size;
  const expected = (samples + logits) * Float32Array.BYTES_PER_ELEMENT;
  if (bytes.length !== expected)
    throw new RangeError(`Expected a golden file of ${expected} bytes, got ${bytes.length}`);
  // Typed arrays are little-endian wherever browsers run.
  const values = new Float32Array(bytes.slice().buffer);
  return { samples: values.subarray(0, samples), logits: values.subarray(samples), windows, tolerance };
}

/** Largest difference between the model's log-probabilities and the golden ones. NaN where it gives NaN. */
export async function goldenError(model: AcousticModel, { samples, logits, windows }: Golden): Promise<number> {
  const window = samples.length / windows;
  const expected = logits.slice();
  logSoftmax(expected, model.vocabulary.size);
  let worst = 0;
  model.reset();
  for (let i = 0; i < windows; i++) {
    const { logProbs } = await model.infer(samples.subarray(i * window, (i + 1) * window));
    for (let j = 0; j < logProbs.length; j++) {
      const error = Math.abs(logProbs[j]! - expected[i * logProbs.length + j]!);
      // Written so that NaN stays.
      if (!(error <= worst)) worst = error;
    }
  }
  model.reset();
  return worst;
}
