import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Emissions, ModelEmissions } from '../core/emissions';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { Vocabulary } from '../core/vocabulary';
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
  /** As in `VocabularyFile`. */
  readonly prior?: readonly number[];
  /** What the columns of `<id>.phones.npy` stand for: PHONE_TOKENS. Without it there are no such files. */
  readonly phones?: readonly string[];
}

const HEADER_FILE = 'vocabulary.json';

/**
 * A folder with `vocabulary.json` and one `<id>.npy` per utterance: float32 [frames, vocabulary], natural log; of a model
 * that hears phones, `<id>.phones.npy` beside it.
 */
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

  async write(id: string, emissions: ModelEmissions): Promise<void> {
    await writeMatrix(this.#fileOf(id), emissions);
    if (emissions.phones !== undefined) await writeMatrix(this.#fileOf(`${id}.phones`), emissions.phones);
  }

  async read(id: string): Promise<ModelEmissions> {
    const { pieces, phones } = this.header;
    const subwords = await readMatrix(this.#fileOf(id), pieces.length, 'piece');
    if (phones === undefined) return subwords;
    const phoneFile = this.#fileOf(`${id}.phones`);
    const ofPhones = await readMatrix(phoneFile, phones.length, 'phone');
    if (ofPhones.frames !== subwords.frames) {
      throw new UsageError(`Expected ${subwords.frames} frames in ${phoneFile}, got ${ofPhones.frames}`);
    }
    return { ...subwords, phones: ofPhones };
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}.npy`);
  }
}

async function writeMatrix(file: string, { logProbs, frames, vocabulary }: Emissions): Promise<void> {
  await writeFile(file, encodeNpy({ data: logProbs, rows: frames, columns: vocabulary }));
}

async function readMatrix(file: string, size: number, what: string): Promise<Emissions> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError(`Cannot read the emissions ${file}: ${readFailure(error)}`);
  }
  const { data, rows, columns } = decodeNpy(bytes);
  if (columns !== size) throw new UsageError(`Expected ${size} columns in ${file}, one per ${what}, got ${columns}`);
  return { logProbs: data, frames: rows, vocabulary: columns };
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
    const prior = 'prior' in header ? checkPrior(header.prior, file) : undefined;
    const phones = 'phones' in header ? checkPhones(header.phones, file) : undefined;
    const parsed = {
      pieces: header.pieces,
      blank: header.blank,
      ...(frameMs !== undefined && { frameMs }),
      ...(prior !== undefined && { prior }),
      ...(phones !== undefined && { phones }),
    };
    checkVocabulary(parsed, file);
    return parsed;
  }
  throw new UsageError(`Expected {pieces, blank} in ${file}, got ${text.slice(0, 60)}`);
}

function checkPrior(prior: unknown, file: string): readonly number[] {
  if (Array.isArray(prior) && prior.every((logProb) => typeof logProb === 'number')) return prior;
  throw new UsageError(`Expected numbers as prior in ${file}, got ${JSON.stringify(prior).slice(0, 60)}`);
}

/** What a decoder would refuse is the folder's fault, not the program's. */
function checkVocabulary(header: EmissionsHeader, file: string): void {
  try {
    void new Vocabulary(header);
  } catch (error) {
    throw new UsageError(`${file}: ${String(error)}`);
  }
}

function checkPhones(phones: unknown, file: string): readonly string[] {
  if (Array.isArray(phones) && phones.join() === PHONE_TOKENS.join()) return PHONE_TOKENS;
  throw new UsageError(`Expected the phones ${PHONE_TOKENS.join()} in ${file}, got ${JSON.stringify(phones)}`);
}
