import { describe, expect, it } from 'vitest';
import { draw, FakeAcousticModel } from '../core/fake-acoustic-model';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { RecordingModel } from './recording-model';
import { ReplayingModel } from './replaying-model';

function phonesLike(frames: number) {
  const vocabulary = PHONE_TOKENS.length;
  return { logProbs: Float32Array.from({ length: frames * vocabulary }, (_, i) => -(i % 7)), frames, vocabulary };
}

describe('ReplayingModel', () => {
  it('says again what was recorded, window by window, from the beginning after a reset', async () => {
    const recorded = draw(`_anna.${'.'.repeat(20)}_bo.`);
    // Any numbers will do for phones.
    const recording = new RecordingModel(new FakeAcousticModel({ ...recorded, phones: phonesLike(recorded.frames) }));
    const window = new Float32Array(recording.chunkSamples + recording.lookaheadSamples);
    const said: [Float32Array, Float32Array][] = [];
    for (let chunk = 0; chunk < 2; chunk++) {
      const { logProbs, phones } = await recording.infer(window);
      said.push([logProbs.slice(), phones!.logProbs.slice()]);
    }

    const replaying = new ReplayingModel(recording, recording.recorded());
    for (let round = 0; round < 2; round++) {
      replaying.reset();
      for (const [subwords, ofPhones] of said) {
        const { logProbs, frames, phones } = await replaying.infer();
        expect(logProbs).toEqual(subwords);
        expect(phones!.logProbs).toEqual(ofPhones);
        expect([frames, phones!.frames]).toEqual([16, 16]);
      }
    }
    expect(() => replaying.infer()).toThrow('Expected 2 windows, got another');
  });
});
