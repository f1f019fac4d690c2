import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Emissions } from '../core/emissions';
import { readFailure, readTextFile } from './json-lines';
import { decodeNpy, encodeNpy } from './npy';
import { UsageError } from './usage-error';

/** What a decoder must know of the model whose emissions lie in a folder. */
export interface EmissionsHeader {
  /** Text of each token; `▁` starts a word. */
  readonly pieces: readonly string[];
  /** Id of the blank. */
  readonly blank: number;
  /** Milliseconds from one frame to the next; others' emissions may not tell. */
  readonly frameMs?: number;
}

const HEADER_FILE = 'vocabulary.json';

/** A folder with `vocabulary.json` and one `<id>.npy` per utterance: float32 [frames, vocabulary], natural log. */
export class EmissionsFolder {
  readonly header: EmissionsHeader;
  readonly #folder: string;

  private constructor(folder: string, header: EmissionsHeader) {
    this.#folder = folder;
    this.header = header;
  }

  /** Makes the folder if need be. Emissions of the same ids are overwritten, others stay. */
  static async create(folder: string, header: EmissionsHeader): Promise<EmissionsFolder> {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, HEADER_FILE), `${JSON.stringify(header, undefined, 1)}\n`);
    return new EmissionsFolder(folder, header);
  }

  static async open(folder: string): Promise<EmissionsFolder> {
    const file = path.join(folder, HEADER_FILE);
    return new EmissionsFolder(folder, parseHeader(await readTextFile(file, 'vocabulary of the emissions'), file));
  }

  async write(id: string, { logProbs, frames, vocabulary }: Emissions): Promise<void> {
    await writeFile(this.#fileOf(id), encodeNpy({ data: logProbs, rows: frames, columns: vocabulary }));
  }

  async read(id: string): Promise<Emissions> {
    const file = this.#fileOf(id);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch (error) {
      throw new UsageError(`Cannot read the emissions ${file}: ${readFailure(error)}`);
    }
    const { data, rows, columns } = decodeNpy(bytes);
    const size = this.header.pieces.length;
    if (columns !== size) throw new UsageError(`Expected ${size} columns in ${file}, one per piece, got ${columns}`);
    return { logProbs: data, frames: rows, vocabulary: columns };
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}.npy`);
  }
}

function parseHeader(text: string, file: string): EmissionsHeader {
  const header: unknown = JSON.parse(text);
  if (
    typeof header === 'object' &&
    header !== null &&
    'pieces' in header &&
    Array.isArray(header.pieces) &&
    header.pieces.every((piece) => typeof piece === 'string') &&
    'blank' in header &&
    typeof header.blank === 'number'
  ) {
    const frameMs = 'frameMs' in header && typeof header.frameMs === 'number' ? header.frameMs : undefined;
    return { pieces: header.pieces, blank: header.blank, ...(frameMs !== undefined && { frameMs }) };
  }
  throw new UsageError(`Expected {pieces, blank} in ${file}, got ${text.slice(0, 60)}`);
}
