import { RecognizerError } from '../protocol/recognizer-error';
import type { ModelFile } from './model-manifest';

/** The only format that this version reads. */
const manifestFormat = 'namesake-second-pass/1';

/** manifest.json of the second pass: an encoder and a decoder with caches. */
export interface SecondPassManifest {
  readonly format: typeof manifestFormat;
  readonly id: string;
  readonly version: string;
  readonly sampleRate: number;
  /** Samples from one hidden state to the next. */
  readonly frameSamples: number;
  /** Names of files: two ONNX graphs, and the pieces, one a line. */
  readonly encoder: string;
  readonly decoder: string;
  readonly pieces: string;
  readonly startToken: number;
  readonly endToken: number;
  /** Shape of the decoder's caches: for each layer keys and values of [1, heads, tokens or frames, headSize]. */
  readonly layers: number;
  readonly heads: number;
  readonly headSize: number;
  readonly files: readonly ModelFile[];
}

/** Throws a ModelVersionError for other formats, a ModelCorruptError for a manifest of this format that cannot be. */
export function readSecondPassManifest(text: string): SecondPassManifest {
  let manifest: Partial<SecondPassManifest>;
  try {
    manifest = JSON.parse(text) as Partial<SecondPassManifest>;
  } catch (error) {
    throw new RecognizerError('ModelCorruptError', `Expected a manifest in JSON: ${String(error)}`, { cause: error });
  }
  if (manifest.format !== manifestFormat) {
    const got = String(manifest.format);
    throw new RecognizerError('ModelVersionError', `Expected a second pass of format ${manifestFormat}, got ${got}`);
  }
  const missing = required.find((key) => manifest[key] === undefined);
  if (missing !== undefined) throw new RecognizerError('ModelCorruptError', `Expected "${missing}" in the manifest`);
  return manifest as SecondPassManifest;
}

const required = [
  'id',
  'sampleRate',
  'frameSamples',
  'encoder',
  'decoder',
  'pieces',
  'startToken',
  'endToken',
  'layers',
  'heads',
  'headSize',
  'files',
] as const satisfies readonly (keyof SecondPassManifest)[];
