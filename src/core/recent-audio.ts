/** The last samples of a stream, by their place in it. Memory is taken once. */
export class RecentAudio {
  readonly #ring: Float32Array;
  /** Samples of the stream so far. */
  #end = 0;

  /** `capacity`: samples that are kept. */
  constructor(capacity: number) {
    if (!(capacity > 0)) throw new RangeError(`Expected a capacity of more than 0 samples, got ${capacity}`);
    this.#ring = new Float32Array(capacity);
  }

  append(samples: Float32Array): void {
    const { length } = this.#ring;
    const kept = samples.subarray(Math.max(0, samples.length - length));
    const at = (this.#end + samples.length - kept.length) % length;
    const first = kept.subarray(0, length - at);
    this.#ring.set(first, at);
    this.#ring.set(kept.subarray(first.length));
    this.#end += samples.length;
  }

  /** A copy of the samples [from, to) of the stream, as far as they are there, and the place of the first. */
  slice(from: number, to: number): { readonly samples: Float32Array<ArrayBuffer>; readonly from: number } {
    const { length } = this.#ring;
    const begin = Math.max(0, this.#end - length, from);
    const end = Math.max(begin, Math.min(this.#end, to));
    const samples = new Float32Array(end - begin);
    const at = begin % length;
    const first = this.#ring.subarray(at, Math.min(length, at + samples.length));
    samples.set(first);
    samples.set(this.#ring.subarray(0, samples.length - first.length), first.length);
    return { samples, from: begin };
  }
}
