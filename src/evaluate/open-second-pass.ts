import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { readSecondPassManifest } from '../worker/second-pass-manifest';
import { SecondPassModel } from '../worker/second-pass-model';
import { readFailure, readTextFile } from './json-lines';
import { UsageError } from './usage-error';

/** Where `npm run second-pass` puts it, from the project's folder. */
export const SECOND_PASS_FOLDER = '.cache/second-pass/moonshine-tiny';

/** Opens the second pass in `folder` on one WASM thread. `clock`: what it times itself by, in ms. */
export async function openSecondPass(
  folder: string = SECOND_PASS_FOLDER,
  clock: () => number = () => performance.now(),
): Promise<SecondPassModel> {
  const text = await readTextFile(path.join(folder, 'manifest.json'), 'second pass (npm run second-pass makes it)');
  const manifest = readSecondPassManifest(text);
  const [encoder, decoder] = await Promise.all([manifest.encoder, manifest.decoder].map((name) => read(folder, name)));
  const pieces = await readTextFile(path.join(folder, manifest.pieces), "second pass's pieces");
  ort.env.wasm.numThreads = 1;
  return SecondPassModel.create(ort, { manifest, encoder: encoder!, decoder: decoder!, pieces }, clock);
}

async function read(folder: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path.join(folder, name));
  } catch (error) {
    throw new UsageError(`Cannot read the second pass's ${name}: ${readFailure(error)}`);
  }
}
