import type * as Ort from 'onnxruntime-web';
import type { AcousticModel } from '../core/acoustic-model';
import { logSoftmax, type Emissions, type ModelEmissions } from '../core/emissions';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import type { Vocabulary } from '../core/vocabulary';
import type { ModelManifest, ModelStep } from './model-manifest';

/** Any of onnxruntime-web's bundles. */
export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

export interface OrtModelFiles {
  readonly manifest: ModelManifest;
  readonly step: ModelStep;
  readonly vocabulary: Vocabulary;
  /** The ONNX file. */
  readonly graph: Uint8Array;
  /** What it has of external data. */
  readonly weights: Uint8Array;
}

/**
 * An exported step in onnxruntime: windows in, emissions out, the states carried from one to the next. With
 * `statesOn: 'gpu-buffer'` they stay there: only samples go up and logits, of subwords and of phones, come down.
 */
export class OrtAcousticModel implements AcousticModel {
  readonly sampleRate: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly vocabulary: Vocabulary;
  readonly hearsPhones: boolean;
  readonly #session: Ort.InferenceSession;
  readonly #manifest: ModelManifest;
  /** The samples' tensor looks at this buffer: written before each run. */
  readonly #window: Float32Array;
  readonly #emissions: Emissions;
  readonly #phones: Emissions | undefined;
  readonly #fetches: readonly string[];
  /** The states at the start of a stream; never disposed. */
  readonly #zeros: Readonly<Record<string, Ort.Tensor>>;
  readonly #samples: Readonly<Record<string, Ort.Tensor>>;
  #states: Readonly<Record<string, Ort.Tensor>>;

  /** Rejects when onnxruntime refuses the graph. */
  static async create(
    ort: OrtModule,
    files: OrtModelFiles,
    executionProvider: Ort.InferenceSession.ExecutionProviderConfig,
    statesOn: 'cpu' | 'gpu-buffer' = 'cpu',
  ): Promise<OrtAcousticModel> {
    const { logits, phones } = files.manifest.outputs;
    const locations = files.manifest.states.map(({ output }) => [output, statesOn] as const);
    const session = await ort.InferenceSession.create(files.graph, {
      externalData: [{ path: files.manifest.weights, data: files.weights }],
      executionProviders: [executionProvider],
      preferredOutputLocation: {
        [logits]: 'cpu',
        ...(phones !== undefined && { [phones]: 'cpu' as const }),
        ...Object.fromEntries(locations),
      },
      // Below "error" onnxruntime writes its own remarks to the console.
      logSeverityLevel: 3,
    });
    return new OrtAcousticModel(ort, files, session);
  }

  private constructor(ort: OrtModule, { manifest, step, vocabulary }: OrtModelFiles, session: Ort.InferenceSession) {
    this.sampleRate = manifest.sampleRate;
    this.frameSamples = manifest.frameSamples;
    this.chunkSamples = step.chunkSamples;
    this.lookaheadSamples = step.lookaheadSamples;
    this.framesPerChunk = step.chunkFrames;
    this.vocabulary = vocabulary;
    this.#session = session;
    this.#manifest = manifest;
    this.#window = new Float32Array(step.chunkSamples + step.lookaheadSamples);
    const { logits, phones } = manifest.outputs;
    this.hearsPhones = phones !== undefined;
    this.#emissions = emptyEmissions(step.chunkFrames, vocabulary.size);
    this.#phones = phones === undefined ? undefined : emptyEmissions(step.chunkFrames, PHONE_TOKENS.length);
    this.#fetches = [logits, ...(phones === undefined ? [] : [phones]), ...manifest.states.map(({ output }) => output)];
    this.#samples = { [manifest.inputs.samples]: new ort.Tensor('float32', this.#window, [1, this.#window.length]) };
    this.#zeros = Object.fromEntries(
      manifest.states.map(({ input, shape }) => {
        const values = shape.reduce((product, length) => product * length, 1);
        return [input, new ort.Tensor('float32', new Float32Array(values), shape)];
      }),
    );
    this.#states = this.#zeros;
  }

  /** One call at a time: onnxruntime's runs must not overlap. */
  async infer(window: Float32Array): Promise<ModelEmissions> {
    if (window.length !== this.#window.length) {
      throw new RangeError(`Expected a window of ${this.#window.length} samples, got ${window.length}`);
    }
    this.#window.set(window);
    const outputs = await this.#session.run({ ...this.#samples, ...this.#states }, this.#fetches);
    this.#setStates(
      Object.fromEntries(this.#manifest.states.map(({ input, output }) => [input, outputs[output]!] as const)),
    );
    const { logits, phones } = this.#manifest.outputs;
    takeLogits(outputs[logits]!, this.#emissions);
    if (this.#phones === undefined) return this.#emissions;
    takeLogits(outputs[phones!]!, this.#phones);
    return { ...this.#emissions, phones: this.#phones };
  }

  reset(): void {
    this.#setStates(this.#zeros);
  }

  async dispose(): Promise<void> {
    this.reset();
    await this.#session.release();
  }

  #setStates(states: Readonly<Record<string, Ort.Tensor>>): void {
    if (this.#states !== this.#zeros) for (const state of Object.values(this.#states)) state.dispose();
    this.#states = states;
  }
}

function emptyEmissions(frames: number, vocabulary: number): Emissions {
  return { logProbs: new Float32Array(frames * vocabulary), frames, vocabulary };
}

function takeLogits(logits: Ort.Tensor, { logProbs, vocabulary }: Emissions): void {
  logProbs.set(logits.data as Float32Array);
  logits.dispose();
  logSoftmax(logProbs, vocabulary);
}
