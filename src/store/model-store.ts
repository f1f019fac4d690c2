import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';

/** What identifies a file: two versions of one name are two files. */
export interface StoredFile {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * Files of models in IndexedDB, as Blobs (4 times faster than ArrayBuffers, which are copied on their way to the disk),
 * by their sha256. What is read is checked each time: a copy that differs is evicted. A browser that stores nothing
 * (private mode, quota) makes reads come back empty and writes say why; nothing throws.
 */
export class ModelStore {
  readonly #database: UseStore;

  constructor(database: UseStore = createStore('namesake-models', 'files')) {
    this.#database = database;
  }

  /** The file's bytes, or undefined when they are not here (any more). */
  async read(file: StoredFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const blob = await get<Blob>(file.sha256, this.#database);
      if (blob === undefined) return undefined;
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (await isWhole(bytes, file)) return bytes;
      await del(file.sha256, this.#database);
    } catch {
      // Unreadable is the same as absent: it is fetched again.
    }
    return undefined;
  }

  /** Keeps `bytes` for the next visit. Returns why that failed, or undefined. */
  async write(file: StoredFile, bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
    try {
      await set(file.sha256, new Blob([bytes]), this.#database);
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  /** Drops all other files: those of models that are no longer used. */
  async keepOnly(files: readonly StoredFile[]): Promise<void> {
    try {
      const kept = new Set(files.map(({ sha256 }) => sha256));
      for (const key of await keys<string>(this.#database)) if (!kept.has(key)) await del(key, this.#database);
    } catch {
      // They go another time.
    }
  }
}

/** Whether `bytes` are the file. Without `crypto.subtle` (outside secure contexts) by length alone. */
export async function isWhole(bytes: Uint8Array<ArrayBuffer>, file: StoredFile): Promise<boolean> {
  if (bytes.length !== file.bytes) return false;
  if ((crypto.subtle as SubtleCrypto | undefined) === undefined) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
}
