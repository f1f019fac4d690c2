import { readCommonWords } from '../core/pronunciation/common-words';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';
import type { LoadProgress } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import type { SecondPassOptions } from '../protocol/second-pass-api';
import { openSecondPassStore } from '../store/second-pass-store';
import { type Fetch, FileLoader, request, unavailable } from './file-loader';
import type { ModelFile } from './model-manifest';
import { readSecondPassManifest } from './second-pass-manifest';
import { SecondPassModel } from './second-pass-model';
import type { NameSounds } from './second-pass-service';

type Urls = Pick<SecondPassOptions, 'manifestUrl' | 'pronunciationsUrl'>;

/** Fetches, checks and opens the pronunciations: a megabyte, of which no progress is told. Rejects with a RecognizerError. */
export async function openNameSounds({ pronunciationsUrl }: Urls, fetch: Fetch): Promise<NameSounds> {
  const files = await pronunciationFiles(pronunciationsUrl, fetch);
  const loader = new FileLoader(files, pronunciationsUrl, openSecondPassStore(), fetch, () => {});
  const [pronunciations, commonWords] = [await loader.load(files[0].name), await loader.load(files[1].name)];
  try {
    return {
      pronouncer: new Pronouncer(readPronunciationFile(pronunciations)),
      commonWords: readCommonWords(new TextDecoder().decode(commonWords)),
    };
  } catch (error) {
    throw new RecognizerError('ModelVersionError', String(error), { cause: error });
  }
}

/** Fetches, checks and opens the second pass. Rejects with a RecognizerError. */
export async function openSecondPass(
  { manifestUrl, pronunciationsUrl }: Urls,
  fetch: Fetch,
  onProgress: (progress: LoadProgress) => void,
): Promise<SecondPassModel> {
  const manifest = readSecondPassManifest(await manifestText(manifestUrl, fetch));
  const names = [manifest.pieces, manifest.encoder, manifest.decoder];
  const files = manifest.files.filter(({ name }) => names.includes(name));
  const loader = new FileLoader(files, manifestUrl, openSecondPassStore(), fetch, onProgress);
  const pieces = new TextDecoder().decode(await loader.load(manifest.pieces));
  const encoder = await loader.load(manifest.encoder);
  const decoder = await loader.load(manifest.decoder);
  // They lie in the same store.
  await loader.tidy(await pronunciationFiles(pronunciationsUrl, fetch));
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  return SecondPassModel.create(ort, { manifest, encoder, decoder, pieces });
}

async function manifestText(url: string, fetch: Fetch): Promise<string> {
  // Asked for anew each time: it says which version of the files is the current one.
  const response = await request(url, fetch, { cache: 'no-cache' });
  return response.text().catch((error: unknown) => Promise.reject(unavailable(url, error)));
}

/** The pronunciations and the common words, by their whole URLs: they lie in a folder of their own. */
async function pronunciationFiles(url: string, fetch: Fetch): Promise<readonly [ModelFile, ModelFile]> {
  const { files } = parse(await manifestText(url, fetch)) as { files?: ModelFile[] };
  const find = (wanted: string): ModelFile => {
    const file = files?.find(({ name }) => name === wanted);
    if (file === undefined) throw new RecognizerError('ModelCorruptError', `Expected ${wanted} in ${url}`);
    return { ...file, name: new URL(file.name, url).href };
  };
  return [find('pronunciations.bin'), find('common-words.txt')];
}

function parse(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    throw new RecognizerError('ModelCorruptError', `Expected a manifest in JSON: ${String(error)}`, { cause: error });
  }
}
