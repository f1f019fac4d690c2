import { Vocabulary, type VocabularyFile } from '../core/vocabulary';
import type { LoadProgress } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import { isWhole, type ModelStore } from '../store/model-store';
import { fileOf, readManifest, stepOf, type ModelFile, type ModelManifest } from './model-manifest';
import type { OrtModelFiles } from './ort-acoustic-model';

export interface LoadedModel extends OrtModelFiles {
  readonly golden: Uint8Array;
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Fetches and checks the manifest. Throws ModelUnavailableError, ModelVersionError or ModelCorruptError. */
export async function loadManifest(url: string, fetch: Fetch): Promise<ModelManifest> {
  // Asked for anew each time: it says which version of the files is the current one.
  const response = await request(url, fetch, { cache: 'no-cache' });
  return readManifest(await response.text().catch((error: unknown) => Promise.reject(unavailable(url, error))));
}

/**
 * The model's files, out of the store or else from the network, which is then stored. A file that arrives broken is
 * fetched once more, past the browser's cache.
 */
export class ModelLoader {
  readonly #manifest: ModelManifest;
  readonly #manifestUrl: string;
  readonly #store: ModelStore;
  readonly #fetch: Fetch;
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #totalBytes: number;
  #loadedBytes = 0;
  #fromCache = true;
  #notStored: string | undefined;

  constructor(
    manifest: ModelManifest,
    manifestUrl: string,
    store: ModelStore,
    fetch: Fetch,
    onProgress: (progress: LoadProgress) => void,
  ) {
    this.#manifest = manifest;
    this.#manifestUrl = manifestUrl;
    this.#store = store;
    this.#fetch = fetch;
    this.#onProgress = onProgress;
    this.#totalBytes = this.#files().reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** First of all, small: names can be compiled while the rest comes. */
  async vocabulary(): Promise<Vocabulary> {
    const bytes = await this.#load(fileOf(this.#manifest, this.#manifest.vocabulary));
    return new Vocabulary(JSON.parse(new TextDecoder().decode(bytes)) as VocabularyFile);
  }

  async model(vocabulary: Vocabulary): Promise<LoadedModel> {
    const step = stepOf(this.#manifest);
    const golden = await this.#load(fileOf(this.#manifest, step.golden));
    const graph = await this.#load(fileOf(this.#manifest, step.graph));
    const weights = await this.#load(fileOf(this.#manifest, this.#manifest.weights));
    if (this.#notStored !== undefined) this.#onProgress({ type: 'not-stored', reason: this.#notStored });
    else if (!this.#fromCache) await this.#store.keepOnly(this.#files());
    return { manifest: this.#manifest, step, vocabulary, graph, weights, golden };
  }

  #files(): readonly ModelFile[] {
    const { vocabulary, weights } = this.#manifest;
    const { graph, golden } = stepOf(this.#manifest);
    return [vocabulary, golden, graph, weights].map((name) => fileOf(this.#manifest, name));
  }

  async #load(file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
    const stored = await this.#store.read(file);
    if (stored !== undefined) {
      this.#progress(file.bytes);
      return stored;
    }
    this.#fromCache = false;
    const bytes = (await this.#download(file, 'no-cache')) ?? (await this.#download(file, 'reload'));
    if (bytes === undefined) {
      throw new RecognizerError(
        'ModelCorruptError',
        `Expected ${file.name} with sha256 ${file.sha256}, got others twice`,
      );
    }
    this.#notStored ??= await this.#store.write(file, bytes);
    return bytes;
  }

  /** Undefined when what came is not the file. */
  async #download(file: ModelFile, cache: RequestCache): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const before = this.#loadedBytes;
    const url = new URL(file.name, this.#manifestUrl).href;
    const response = await request(url, this.#fetch, { cache });
    // Not `for await`: Safari's streams cannot be iterated.
    const reader = response.body!.getReader();
    const bytes = new Uint8Array(file.bytes);
    let length = 0;
    try {
      for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
        if (length + value.length > bytes.length) throw new RangeError(`Expected ${bytes.length} bytes`);
        bytes.set(value, length);
        length += value.length;
        this.#progress(value.length);
      }
      if (await isWhole(bytes, file)) return bytes;
    } catch {
      // A connection that breaks leaves a truncated file.
      await reader.cancel().catch(() => {});
    }
    this.#loadedBytes = before;
    return undefined;
  }

  #progress(bytes: number): void {
    this.#loadedBytes += bytes;
    this.#onProgress({
      type: 'download',
      loadedBytes: this.#loadedBytes,
      totalBytes: this.#totalBytes,
      fromCache: this.#fromCache,
    });
  }
}

async function request(url: string, fetch: Fetch, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => Promise.reject(unavailable(url, error)));
  if (!response.ok) throw unavailable(url, `status ${response.status}`);
  return response;
}

function unavailable(url: string, cause: unknown): RecognizerError {
  return new RecognizerError('ModelUnavailableError', `Expected ${url}, got ${String(cause)}`, { cause });
}
