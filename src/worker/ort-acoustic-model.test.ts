import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-web/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { shippedModel } from '../core/shipped-model';
import { Vocabulary, type VocabularyFile } from '../core/vocabulary';
import { goldenError, readGolden, type Golden } from './golden';
import { readManifest, stepOf } from './model-manifest';
import { OrtAcousticModel } from './ort-acoustic-model';

// One thread: its default asks `node:os`, which it cannot load as a module.
ort.env.wasm.numThreads = 1;

const root = new URL('../../', import.meta.url);

async function open(folder: string, chunkFrames?: number) {
  const read = (name: string) => readFileSync(fileURLToPath(new URL(`${folder}/${name}`, root)));
  const manifest = readManifest(read('manifest.json').toString());
  const step = stepOf(manifest, chunkFrames);
  const vocabulary = new Vocabulary(JSON.parse(read(manifest.vocabulary).toString()) as VocabularyFile);
  const files = { manifest, step, vocabulary, graph: read(step.graph), weights: read(manifest.weights) };
  const model = await OrtAcousticModel.create(ort, files, 'wasm');
  return { model, golden: readGolden(read(step.golden), model, manifest.golden) };
}

describe.each(['e2e/models/tiny', `models/${shippedModel}`])('%s', { timeout: 60_000 }, (folder) => {
  let model: OrtAcousticModel;
  let golden: Golden;

  beforeAll(async () => {
    ({ model, golden } = await open(folder));
  }, 60_000);

  afterAll(() => model.dispose());

  it('says of the golden windows what it said when it was exported', async () => {
    expect(await goldenError(model, golden)).toBeLessThan(golden.tolerance);
  });

  it.each([8, 24])('says the same of them in steps of %i frames, over the same weights', async (chunkFrames) => {
    const { model, golden } = await open(folder, chunkFrames);
    expect(model.framesPerChunk).toBe(chunkFrames);
    expect(await goldenError(model, golden)).toBeLessThan(golden.tolerance);
    await model.dispose();
  });

  it('carries its states from window to window and forgets them on reset', async () => {
    const window = golden.samples.subarray(0, golden.samples.length / golden.windows);
    const first = (await model.infer(window)).logProbs.slice();
    const second = (await model.infer(window)).logProbs.slice();
    model.reset();
    const again = (await model.infer(window)).logProbs.slice();
    expect(second).not.toEqual(first);
    expect(again).toEqual(first);
  });

  it('gives the log-probabilities of the phones of the same frames', async () => {
    const { phones } = await model.infer(golden.samples.subarray(0, golden.samples.length / golden.windows));
    expect(phones).toMatchObject({ frames: model.framesPerChunk, vocabulary: PHONE_TOKENS.length });
    for (let frame = 0; frame < phones!.frames; frame++) {
      const row = phones!.logProbs.subarray(frame * phones!.vocabulary, (frame + 1) * phones!.vocabulary);
      expect(row.reduce((sum, logProb) => sum + Math.exp(logProb), 0)).toBeCloseTo(1, 4);
    }
  });

  it('refuses a window of another length', async () => {
    const length = model.chunkSamples + model.lookaheadSamples;
    await expect(model.infer(new Float32Array(7))).rejects.toThrow(`Expected a window of ${length} samples, got 7`);
  });
});
