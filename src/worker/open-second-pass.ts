import type { LoadProgress } from '../protocol/recognizer-api';
import { openSecondPassStore } from '../store/second-pass-store';
import { type Fetch, FileLoader, request, unavailable } from './file-loader';
import { readSecondPassManifest } from './second-pass-manifest';
import { SecondPassModel } from './second-pass-model';

/** Fetches, checks and opens the second pass. Rejects with a RecognizerError. */
export async function openSecondPass(
  manifestUrl: string,
  fetch: Fetch,
  onProgress: (progress: LoadProgress) => void,
): Promise<SecondPassModel> {
  // Asked for anew each time: it says which version of the files is the current one.
  const response = await request(manifestUrl, fetch, { cache: 'no-cache' });
  const text = await response.text().catch((error: unknown) => Promise.reject(unavailable(manifestUrl, error)));
  const manifest = readSecondPassManifest(text);
  const names = [manifest.pieces, manifest.encoder, manifest.decoder];
  const files = manifest.files.filter(({ name }) => names.includes(name));
  const loader = new FileLoader(files, manifestUrl, openSecondPassStore(), fetch, onProgress);
  const pieces = new TextDecoder().decode(await loader.load(manifest.pieces));
  const encoder = await loader.load(manifest.encoder);
  const decoder = await loader.load(manifest.decoder);
  await loader.tidy();
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  return SecondPassModel.create(ort, { manifest, encoder, decoder, pieces });
}
