import { describe, expect, it } from 'vitest';
import { draw, FakeAcousticModel } from '../core/fake-acoustic-model';
import { RecordingModel } from './recording-model';
import { ReplayingModel } from './replaying-model';

describe('ReplayingModel', () => {
  it('says again what was recorded, window by window, from the beginning after a reset', async () => {
    const recording = new RecordingModel(new FakeAcousticModel(draw(`_anna.${'.'.repeat(20)}_bo.`)));
    const window = new Float32Array(recording.chunkSamples + recording.lookaheadSamples);
    const said: Float32Array[] = [];
    for (let chunk = 0; chunk < 2; chunk++) said.push((await recording.infer(window)).logProbs.slice());

    const replaying = new ReplayingModel(recording, recording.recorded());
    for (let round = 0; round < 2; round++) {
      replaying.reset();
      for (const expected of said) {
        const { logProbs, frames } = await replaying.infer();
        expect(logProbs).toEqual(expected);
        expect(frames).toBe(16);
      }
    }
    expect(() => replaying.infer()).toThrow('Expected 2 windows, got another');
  });
});
