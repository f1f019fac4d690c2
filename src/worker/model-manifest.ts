import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { RecognizerError } from '../protocol/recognizer-error';

/** The only format that this version reads. */
export const manifestFormat = 'namesake-ctc/2';

/** A file of the model, beside its manifest. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** One exported step: the graph for one chunk size. */
export interface ModelStep {
  readonly chunkFrames: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  /** Name of the ONNX file. */
  readonly graph: string;
  /** Name of the golden file: windows, then their logits, float32 little-endian, in order from zero states. */
  readonly golden: string;
}

/** A state that the graph takes and gives back: float32, zero at the start. */
export interface ModelState {
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
}

/** manifest.json: everything that differs between models is data here. */
export interface ModelManifest {
  readonly format: typeof manifestFormat;
  readonly id: string;
  readonly version: string;
  readonly sampleRate: number;
  readonly frameSamples: number;
  readonly blank: number;
  /** Name of the vocabulary's file. */
  readonly vocabulary: string;
  /** Name of the file of weights that the graphs of all steps share, here and in the graphs (ONNX external data). */
  readonly weights: string;
  readonly steps: readonly ModelStep[];
  /** chunkFrames of the step to use. */
  readonly defaultStep: number;
  /**
   * Names in the graph: `samples` [1, chunkSamples + lookaheadSamples], `logits` [1, chunkFrames, vocabulary], and, of a
   * model that hears them, `phones` [1, chunkFrames, blank and phones].
   */
  readonly inputs: { readonly samples: string };
  readonly outputs: { readonly logits: string; readonly phones?: string };
  /** What the columns of the `phones` stand for. Without it they are PHONE_TOKENS, and there are no others. */
  readonly phones?: readonly string[];
  readonly states: readonly ModelState[];
  /** How many windows the golden files have, and how far a logit may be off. */
  readonly golden: { readonly windows: number; readonly tolerance: number };
  readonly files: readonly ModelFile[];
}

/** Throws a ModelVersionError for other formats, a ModelCorruptError for a manifest of this format that cannot be. */
export function readManifest(text: string): ModelManifest {
  let manifest: Partial<ModelManifest>;
  try {
    manifest = JSON.parse(text) as Partial<ModelManifest>;
  } catch (error) {
    throw new RecognizerError('ModelCorruptError', `Expected a manifest in JSON: ${String(error)}`, { cause: error });
  }
  if (manifest.format !== manifestFormat) {
    throw new RecognizerError(
      'ModelVersionError',
      `Expected a model of format ${manifestFormat}, got ${manifest.format}`,
    );
  }
  const required = [
    'id',
    'sampleRate',
    'frameSamples',
    'vocabulary',
    'weights',
    'steps',
    'states',
    'golden',
    'files',
  ] as const;
  const missing = required.find((key) => manifest[key] === undefined);
  if (missing !== undefined) throw new RecognizerError('ModelCorruptError', `Expected "${missing}" in the manifest`);
  const { phones = PHONE_TOKENS } = manifest;
  if (phones.join() !== PHONE_TOKENS.join()) {
    throw new RecognizerError('ModelCorruptError', `Expected the phones ${PHONE_TOKENS.join()}, got ${phones.join()}`);
  }
  return manifest as ModelManifest;
}

/** The step with chunks of `chunkFrames` frames. */
export function stepOf({ steps, defaultStep }: ModelManifest, chunkFrames: number = defaultStep): ModelStep {
  const step = steps.find((step) => step.chunkFrames === chunkFrames);
  if (step !== undefined) return step;
  const there = steps.map((step) => step.chunkFrames).join(', ');
  throw new RangeError(`Expected a step of ${there} frames, got ${chunkFrames}`);
}

export function fileOf({ files }: ModelManifest, name: string): ModelFile {
  const file = files.find((file) => file.name === name);
  if (file === undefined) throw new RecognizerError('ModelCorruptError', `Expected ${name} among the manifest's files`);
  return file;
}
