import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AcousticModel } from '../core/acoustic-model';
import { readGolden } from '../worker/golden';
import { readManifest as readModelManifest, stepOf } from '../worker/model-manifest';
import { readManifest, selectClips } from './manifest';
import { concatenate, readSpeech, SPEECH_RATE } from './speech';

/** The golden file has a second of speech; ten make a stream with end points. */
const GOLDEN_SECONDS = 10;

/** The first `limit` utterances of a manifest, one after the other. */
export async function speechOfManifest(manifest: string, limit: number): Promise<Float32Array> {
  const clips = selectClips(await readManifest(manifest), 1, limit);
  const parts: Float32Array[] = [];
  for await (const { samples } of readSpeech({ id: 'bench', clips })) parts.push(samples);
  return concatenate(parts);
}

/** What is spoken in the golden file of the model in `folder`, over and over: speech that is always there. */
export async function speechOfModel(folder: string, model: AcousticModel): Promise<Float32Array> {
  const manifest = readModelManifest(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const step = stepOf(manifest, model.framesPerChunk);
  const golden = readGolden(await readFile(path.join(folder, step.golden)), model, manifest.golden);
  const parts: Float32Array[] = [];
  const secondsEach = (golden.windows * model.chunkSamples) / SPEECH_RATE;
  for (let seconds = 0; seconds < GOLDEN_SECONDS; seconds += secondsEach) {
    for (let start = 0; start < golden.samples.length; start += model.chunkSamples + model.lookaheadSamples) {
      parts.push(golden.samples.subarray(start, start + model.chunkSamples));
    }
  }
  return concatenate(parts);
}
