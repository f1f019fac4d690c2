import type * as Ort from 'onnxruntime-web';
import { Pieces } from '../core/second-pass/pieces';
import type { Reading, ReadingWatch } from '../core/second-pass/reading';
import { Serial } from '../core/serial';
import { DecoderCaches } from './decoder-caches';
import type { OrtModule } from './ort-acoustic-model';
import type { SecondPassManifest } from './second-pass-manifest';

export interface SecondPassFiles {
  readonly manifest: SecondPassManifest;
  /** ONNX files. */
  readonly encoder: Uint8Array;
  readonly decoder: Uint8Array;
  /** The pieces, one a line. */
  readonly pieces: string;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** May cut the reading short. */
  readonly watch?: ReadingWatch;
  /** Somebody speaks: the reading must not be empty, which the model likes to be where it is unsure. Default false. */
  readonly hasWords?: boolean;
  /** Awaited after each run of the model, so that a worker can hear that it should abort: a run on the CPU blocks it. */
  readonly pause?: () => Promise<void>;
}

/** An utterance that was read. It keeps the decoder's caches, so that candidates can be scored on it, until `release()`. */
export interface ReadUtterance {
  readonly reading: Reading;
  /** Wall-clock time of hearing and of writing. */
  readonly encoderMs: number;
  readonly decoderMs: number;
  release(): void;
}

/** More samples than the convolutions need for their first frame; anything shorter is no word. */
export const LEAST_SAMPLES = 1600;

const limits = {
  /** Longer audio is cut before (`piecesToRead`). The model was trained on up to 30 s; attention takes 90 MB here. */
  mostSeconds: 40,
  /** Tokens per second at most: fast speech has five. A watch cuts earlier. */
  tokensPerSecond: 12,
  /** And so many more: a short word may have many pieces. */
  sparseTokens: 24,
  /** Rows of logits (131 KB each) per run: 34 MB, since the memory of WebAssembly never shrinks. */
  rowsPerRun: 256,
};

interface Heard extends ReadUtterance {
  readonly caches: DecoderCaches;
}

/**
 * A full-context attention model that reads whole utterances: an encoder and a decoder with caches, Moonshine-tiny
 * (https://arxiv.org/abs/2410.15608). Runs on the CPU: its integers have no kernels on WebGPU. Calls wait for each
 * other; all tensors of a call are disposed of when it ends, in whatever way.
 */
export class SecondPassModel {
  readonly pieces: Pieces;
  readonly sampleRate: number;
  /** Fewer samples cannot be read. */
  readonly leastSamples: number = LEAST_SAMPLES;
  readonly #ort: OrtModule;
  readonly #manifest: SecondPassManifest;
  readonly #encoder: Ort.InferenceSession;
  readonly #decoder: Ort.InferenceSession;
  readonly #clock: () => number;
  readonly #turns = new Serial();
  /** Outputs of a step. */
  readonly #fetches: readonly string[];
  /** Inputs of the branch that looks at its caches instead of the hidden states. */
  readonly #cached: Readonly<Record<string, Ort.Tensor>>;

  /** Rejects when onnxruntime refuses a graph. `clock`: in ms. */
  static async create(
    ort: OrtModule,
    files: SecondPassFiles,
    clock: () => number = () => performance.now(),
  ): Promise<SecondPassModel> {
    // Below "error" onnxruntime writes its own remarks to the console.
    const options: Ort.InferenceSession.SessionOptions = { executionProviders: ['wasm'], logSeverityLevel: 3 };
    const encoder = await ort.InferenceSession.create(files.encoder, options);
    const decoder = await ort.InferenceSession.create(files.decoder, options);
    return new SecondPassModel(ort, files, encoder, decoder, clock);
  }

  private constructor(
    ort: OrtModule,
    { manifest, pieces }: SecondPassFiles,
    encoder: Ort.InferenceSession,
    decoder: Ort.InferenceSession,
    clock: () => number,
  ) {
    const width = manifest.heads * manifest.headSize;
    this.#ort = ort;
    this.#manifest = manifest;
    this.#encoder = encoder;
    this.#decoder = decoder;
    this.#clock = clock;
    this.#cached = {
      encoder_hidden_states: new ort.Tensor('float32', new Float32Array(width), [1, 1, width]),
      use_cache_branch: new ort.Tensor('bool', [true], [1]),
    };
    this.#fetches = ['logits', ...DecoderCaches.outputs(manifest)];
    this.pieces = new Pieces(pieces);
    this.sampleRate = manifest.sampleRate;
  }

  /**
   * Reads `samples` (−1..1, at `sampleRate`, 0.1 to 40 s) greedily. Rejects with the signal's reason when it is aborted,
   * at the latest after the step that runs; the caller owns the result and must release it.
   */
  async read(samples: Float32Array, options: ReadOptions = {}): Promise<ReadUtterance> {
    const seconds = samples.length / this.sampleRate;
    if (samples.length < LEAST_SAMPLES || seconds > limits.mostSeconds) {
      throw new RangeError(`Expected 0.1 to ${limits.mostSeconds} s of audio, got ${seconds} s`);
    }
    return this.#turns.run(async () => {
      options.signal?.throwIfAborted();
      const begun = this.#clock();
      const { last_hidden_state: hidden } = await this.#encoder.run({
        input_values: new this.#ort.Tensor('float32', samples, [1, samples.length]),
      });
      const heard = this.#clock();
      await options.pause?.();
      let caches: DecoderCaches | undefined;
      try {
        options.signal?.throwIfAborted();
        const outputs = await this.#decoder.run({
          ...DecoderCaches.none(this.#ort, this.#manifest),
          ...this.#tokens([[this.#manifest.startToken]]),
          encoder_hidden_states: hidden!,
          use_cache_branch: new this.#ort.Tensor('bool', [false], [1]),
        });
        caches = new DecoderCaches(this.#ort, this.#manifest, outputs);
        const mostTokens = Math.ceil(limits.tokensPerSecond * seconds) + limits.sparseTokens;
        const reading = await this.#readOn(caches, outputs['logits']!, mostTokens, options);
        return this.#utterance(reading, caches, heard - begun, this.#clock() - heard);
      } catch (error) {
        caches?.dispose();
        throw error;
      } finally {
        hidden!.dispose();
      }
    });
  }

  /**
   * The natural logarithms of the probabilities of each candidate's tokens (without start and end) in an utterance, each
   * given those before it, and last that of the end: equal to what reading would have given, whatever else is in the
   * batch. What all candidates and the reading begin with costs nothing. Rejects after the utterance's `release()`.
   */
  async score(
    utterance: ReadUtterance,
    candidates: readonly (readonly number[])[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    const { caches, reading } = utterance as Heard;
    const { endToken, startToken } = this.#manifest;
    // One position behind the tokens that differ: it predicts the first of them.
    const common = Math.min(caches.length - 1, ...candidates.map((tokens) => commonLength(tokens, reading.tokens)));
    const rows = candidates.map((tokens) => [startToken, ...tokens, endToken]);
    return this.#turns.run(async () => {
      const scores: Float32Array[] = [];
      for (let first = 0; first < rows.length;) {
        signal?.throwIfAborted();
        const batch = fittingRows(rows.slice(first), common);
        const shared = reading.logProbs.slice(0, common);
        for (const logProbs of await this.#scoreBatch(caches, batch, common)) {
          scores.push(Float32Array.of(...shared, ...logProbs));
        }
        first += batch.length;
      }
      return scores;
    });
  }

  async dispose(): Promise<void> {
    await this.#turns.run(async () => {
      await this.#encoder.release();
      await this.#decoder.release();
    });
  }

  async #readOn(
    caches: DecoderCaches,
    firstLogits: Ort.Tensor,
    mostTokens: number,
    { signal, watch, pause, hasWords = false }: ReadOptions,
  ): Promise<Reading> {
    const { endToken } = this.#manifest;
    const tokens: number[] = [];
    const logProbs: number[] = [];
    const firstRow = firstLogits.data as Float32Array;
    const emptyLogProb = logProbOf(firstRow, 0, firstRow.length, endToken);
    let cut: ReturnType<ReadingWatch>;
    for (let logits = firstLogits; ;) {
      const row = logits.data as Float32Array;
      const token = likeliest(row, this.pieces.size, hasWords && tokens.length === 0 ? endToken : undefined);
      logProbs.push(logProbOf(row, 0, row.length, token));
      logits.dispose();
      if (token === endToken) break;
      tokens.push(token);
      cut = watch?.(tokens) ?? (tokens.length < mostTokens ? undefined : { reason: 'rate', keep: tokens.length });
      if (cut !== undefined) break;
      await pause?.();
      signal?.throwIfAborted();
      const outputs = await this.#decoder.run(
        { ...caches.inputs, ...this.#tokens([[token]]), ...this.#cached },
        this.#fetches,
      );
      caches.advance(outputs);
      logits = outputs['logits']!;
    }
    if (cut !== undefined) {
      tokens.length = cut.keep;
      logProbs.length = cut.keep;
    }
    const wordLogProbs = this.pieces.sumByWord(tokens, logProbs);
    return { text: this.pieces.text(tokens), tokens, logProbs, wordLogProbs, emptyLogProb, cut: cut?.reason };
  }

  async #scoreBatch(
    caches: DecoderCaches,
    rows: readonly (readonly number[])[],
    common: number,
  ): Promise<Float32Array[]> {
    const length = Math.max(...rows.map((row) => row.length)) - 1 - common;
    const inputs = rows.map((row) => {
      const tokens = row.slice(common, -1);
      // Filled up on the right, where no token before looks.
      return [...tokens, ...Array<number>(length - tokens.length).fill(this.#manifest.endToken)];
    });
    const outputs = await this.#decoder.run(
      { ...caches.branch(rows.length, common), ...this.#tokens(inputs), ...this.#cached },
      ['logits'],
    );
    const logits = outputs['logits']!;
    const values = logits.data as Float32Array;
    const width = logits.dims[2]!;
    const scores = rows.map((row, index) =>
      Float32Array.from(row.slice(common + 1), (token, position) =>
        logProbOf(values, (index * length + position) * width, width, token),
      ),
    );
    logits.dispose();
    return scores;
  }

  #utterance(reading: Reading, caches: DecoderCaches, encoderMs: number, decoderMs: number): Heard {
    return { reading, caches, encoderMs, decoderMs, release: () => caches.dispose() };
  }

  #tokens(rows: readonly (readonly number[])[]): { readonly input_ids: Ort.Tensor } {
    const flat = BigInt64Array.from(rows.flat(), BigInt);
    return { input_ids: new this.#ort.Tensor('int64', flat, [rows.length, rows[0]!.length]) };
  }
}

/** As many rows from the first on as fit into one run. */
function fittingRows(rows: readonly (readonly number[])[], common: number): readonly (readonly number[])[] {
  let longest = 0;
  let count = 0;
  while (count < rows.length) {
    longest = Math.max(longest, rows[count]!.length - 1 - common);
    if (count > 0 && longest * (count + 1) > limits.rowsPerRun) break;
    count++;
  }
  return rows.slice(0, count);
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function likeliest(logits: Float32Array, size: number, except: number | undefined): number {
  let best = 0;
  for (let token = 1; token < size; token++) {
    if (logits[token]! > logits[best]! && token !== except) best = token;
  }
  return best;
}

function logProbOf(logits: Float32Array, offset: number, size: number, token: number): number {
  let most = -Infinity;
  for (let index = offset; index < offset + size; index++) if (logits[index]! > most) most = logits[index]!;
  let sum = 0;
  for (let index = offset; index < offset + size; index++) sum += Math.exp(logits[index]! - most);
  return logits[offset + token]! - most - Math.log(sum);
}
