import type * as Ort from 'onnxruntime-web';
import type { SecondPassManifest } from './second-pass-manifest';

type Tensors = Readonly<Record<string, Ort.Tensor>>;

/** Names in the graph. */
const input = (layer: number, of: 'decoder' | 'encoder', what: string) => `past_key_values.${layer}.${of}.${what}`;
const output = (layer: number, of: 'decoder' | 'encoder', what: string) => `present.${layer}.${of}.${what}`;
const KINDS = ['key', 'value'] as const;

/**
 * The decoder's attention caches, as inputs of its next run: keys and values of the audio, [1, heads, frames, headSize],
 * and of the tokens read so far, [1, heads, tokens, headSize], for each layer.
 */
export class DecoderCaches {
  readonly #ort: Pick<typeof Ort, 'Tensor'>;
  readonly #shape: SecondPassManifest;
  readonly #audio: Tensors;
  #tokens: Tensors;

  /** What the first run, which hears the audio, must be given: caches that it does not look at. */
  static none(ort: Pick<typeof Ort, 'Tensor'>, { layers, heads, headSize }: SecondPassManifest): Tensors {
    const empty = new ort.Tensor('float32', new Float32Array(0), [0, heads, 1, headSize]);
    const names = Array.from({ length: layers }, (_, layer) =>
      (['decoder', 'encoder'] as const).flatMap((of) => KINDS.map((kind) => input(layer, of, kind))),
    );
    return Object.fromEntries(names.flat().map((name) => [name, empty]));
  }

  /** Names of the outputs that `advance` takes. */
  static outputs({ layers }: SecondPassManifest): string[] {
    return Array.from({ length: layers }, (_, layer) => KINDS.map((kind) => output(layer, 'decoder', kind))).flat();
  }

  /** `outputs`: those of the first run. */
  constructor(ort: Pick<typeof Ort, 'Tensor'>, shape: SecondPassManifest, outputs: Tensors) {
    this.#ort = ort;
    this.#shape = shape;
    this.#audio = this.#take(outputs, 'encoder');
    this.#tokens = this.#take(outputs, 'decoder');
  }

  get inputs(): Tensors {
    return { ...this.#audio, ...this.#tokens };
  }

  /** Number of tokens in the caches, the start token among them. */
  get length(): number {
    return this.#tokens[input(0, 'decoder', 'key')]!.dims[2]!;
  }

  /** Goes on from the outputs of a run that was given `inputs`. */
  advance(outputs: Tensors): void {
    const tokens = this.#take(outputs, 'decoder');
    for (const tensor of Object.values(this.#tokens)) tensor.dispose();
    this.#tokens = tokens;
  }

  /** The inputs for `batch` continuations after the first `length` tokens. */
  branch(batch: number, length: number): Tensors {
    const { heads, headSize } = this.#shape;
    const cached = this.length;
    const branches = Object.entries(this.#tokens).map(([name, tensor]) => {
      const from = tensor.data as Float32Array;
      const to = new Float32Array(batch * heads * length * headSize);
      for (let head = 0; head < batch * heads; head++) {
        const begin = (head % heads) * cached * headSize;
        to.set(from.subarray(begin, begin + length * headSize), head * length * headSize);
      }
      return [name, new this.#ort.Tensor('float32', to, [batch, heads, length, headSize])] as const;
    });
    return { ...this.#audio, ...Object.fromEntries(branches) };
  }

  dispose(): void {
    for (const tensor of Object.values(this.inputs)) tensor.dispose();
  }

  #take(outputs: Tensors, of: 'decoder' | 'encoder'): Tensors {
    return Object.fromEntries(
      Array.from({ length: this.#shape.layers }, (_, layer) =>
        KINDS.map((kind) => [input(layer, of, kind), outputs[output(layer, of, kind)]!] as const),
      ).flat(),
    );
  }
}
