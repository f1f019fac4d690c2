import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest, stepOf } from '../worker/model-manifest';

/**
 * What is spoken in the golden file of the model in `folder`, the chunks of its overlapping windows put together again: a
 * second or two of a reader, at 16 kHz, for tests that need speech.
 */
export async function goldenSpeech(folder: string): Promise<Float32Array> {
  const manifest = readManifest(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const { golden, chunkSamples, lookaheadSamples } = stepOf(manifest);
  const bytes = await readFile(path.join(folder, golden));
  const length = chunkSamples + lookaheadSamples;
  const { windows } = manifest.golden;
  const samples = new Float32Array(windows * chunkSamples);
  for (let window = 0; window < windows; window++) {
    for (let index = 0; index < chunkSamples; index++) {
      samples[window * chunkSamples + index] = bytes.readFloatLE(4 * (window * length + index));
    }
  }
  return samples;
}
