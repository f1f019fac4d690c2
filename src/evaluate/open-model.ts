import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { Vocabulary, type VocabularyFile } from '../core/vocabulary';
import { type ModelManifest, type ModelStep, readManifest, stepOf } from '../worker/model-manifest';
import { OrtAcousticModel } from '../worker/ort-acoustic-model';
import { readFailure, readTextFile } from './json-lines';
import { UsageError } from './usage-error';

/** Opens the model in `folder` on one WASM thread, in steps of `chunkMs` or of its default. */
export async function openModel(folder: string, chunkMs: number | undefined): Promise<OrtAcousticModel> {
  const manifestFile = path.join(folder, 'manifest.json');
  const manifest = parseManifest(await readTextFile(manifestFile, "model's manifest"), manifestFile);
  const step = findStep(manifest, chunkMs);
  const vocabularyFile = path.join(folder, manifest.vocabulary);
  const pieces = JSON.parse(await readTextFile(vocabularyFile, "model's vocabulary")) as VocabularyFile;
  const graph = await readModelFile(path.join(folder, step.graph));
  const weights = await readModelFile(path.join(folder, manifest.weights));
  ort.env.wasm.numThreads = 1;
  return OrtAcousticModel.create(ort, { manifest, step, vocabulary: new Vocabulary(pieces), graph, weights }, 'wasm');
}

function parseManifest(text: string, file: string): ModelManifest {
  try {
    return readManifest(text);
  } catch (error) {
    throw new UsageError(`Cannot use the model of ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function findStep(manifest: ModelManifest, chunkMs: number | undefined): ModelStep {
  if (chunkMs === undefined) return stepOf(manifest);
  const msOf = (step: ModelStep) => (1000 * step.chunkSamples) / manifest.sampleRate;
  const step = manifest.steps.find((step) => msOf(step) === chunkMs);
  if (step !== undefined) return step;
  const sizes = manifest.steps.map(msOf).join(' or ');
  throw new UsageError(`Expected --chunk-ms ${sizes}, the steps of the model ${manifest.id}, got ${chunkMs}`);
}

async function readModelFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`Cannot read the model ${file}: ${readFailure(error)}`);
  }
}
