import type { LoadProgress } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import { isWhole, type ModelStore } from '../store/model-store';
import type { ModelFile } from './model-manifest';

/** Where files come from: `fetch`, or a stand-in. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * Files that belong together, out of the store or else from the network, which are then stored. One that arrives broken
 * is fetched once more, past the browser's cache.
 */
export class FileLoader {
  readonly #files: readonly ModelFile[];
  readonly #baseUrl: string;
  readonly #store: ModelStore;
  readonly #fetch: Fetch;
  readonly #onProgress: (progress: LoadProgress) => void;
  #loadedBytes = 0;
  #fromCache = true;
  #notStored: string | undefined;

  /** `files`: all that will be asked for. `baseUrl`: of the manifest beside them. */
  constructor(
    files: readonly ModelFile[],
    baseUrl: string,
    store: ModelStore,
    fetch: Fetch,
    onProgress: (progress: LoadProgress) => void,
  ) {
    this.#files = files;
    this.#baseUrl = baseUrl;
    this.#store = store;
    this.#fetch = fetch;
    this.#onProgress = onProgress;
  }

  /** Rejects with a ModelUnavailableError, or a ModelCorruptError when something else came twice. */
  async load(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.#files.find((file) => file.name === name);
    if (file === undefined) throw new RecognizerError('ModelCorruptError', `Expected ${name} among the model's files`);
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

  /** When all is loaded: drops what the store has besides, `others` excepted, or says why nothing could be kept. */
  async tidy(others: readonly ModelFile[] = []): Promise<void> {
    if (this.#notStored !== undefined) this.#onProgress({ type: 'not-stored', reason: this.#notStored });
    else if (!this.#fromCache) await this.#store.keepOnly([...this.#files, ...others]);
  }

  /** Undefined when what came is not the file. */
  async #download(file: ModelFile, cache: RequestCache): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const before = this.#loadedBytes;
    const response = await request(new URL(file.name, this.#baseUrl).href, this.#fetch, { cache });
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
      totalBytes: this.#files.reduce((sum, { bytes }) => sum + bytes, 0),
      fromCache: this.#fromCache,
    });
  }
}

/** The response to a request that worked; else a ModelUnavailableError. */
export async function request(url: string, fetch: Fetch, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => Promise.reject(unavailable(url, error)));
  if (!response.ok) throw unavailable(url, `status ${response.status}`);
  return response;
}

export function unavailable(url: string, cause: unknown): RecognizerError {
  return new RecognizerError('ModelUnavailableError', `Expected ${url}, got ${String(cause)}`, { cause });
}
