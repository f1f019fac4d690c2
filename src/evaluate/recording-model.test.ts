import { describe, expect, it } from 'vitest';
import type { AcousticModel } from '../core/acoustic-model';
import { Vocabulary } from '../core/vocabulary';
import { RecordingModel } from './recording-model';

/** Emits the first samples of each window, in one buffer that it uses again and again. */
function echo(): AcousticModel {
  const logProbs = new Float32Array(4);
  return {
    sampleRate: 16_000,
    chunkSamples: 4,
    lookaheadSamples: 0,
    frameSamples: 2,
    framesPerChunk: 2,
    vocabulary: new Vocabulary({ blank: 0, pieces: ['_', 'a'] }),
    hearsPhones: false,
    infer: (window) => {
      logProbs.set(window);
      return Promise.resolve({ logProbs, frames: 2, vocabulary: 2 });
    },
    reset: () => undefined,
    dispose: () => Promise.resolve(),
  };
}

describe('RecordingModel', () => {
  it('keeps what the model emitted, since it was reset', async () => {
    const model = new RecordingModel(echo());
    await model.infer(Float32Array.of(-1, -2, -3, -4));
    model.reset();
    await model.infer(Float32Array.of(-1, -2, -3, -4));
    await model.infer(Float32Array.of(-5, -6, -7, -8));
    expect(model.recorded()).toEqual({
      logProbs: Float32Array.of(-1, -2, -3, -4, -5, -6, -7, -8),
      frames: 4,
      vocabulary: 2,
    });
  });

  it('is otherwise the model', async () => {
    const model = new RecordingModel(echo());
    const { chunkSamples, framesPerChunk, vocabulary } = model;
    expect({ chunkSamples, framesPerChunk, size: vocabulary.size }).toEqual({
      chunkSamples: 4,
      framesPerChunk: 2,
      size: 2,
    });
    expect((await model.infer(Float32Array.of(-1, -2, -3, -4))).logProbs).toEqual(Float32Array.of(-1, -2, -3, -4));
    expect(model.recorded().frames).toBe(2);
  });
});
