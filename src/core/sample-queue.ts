/** Blocks of samples that wait, first in, first out, up to a limit. */
export class SampleQueue {
  readonly #limit: number;
  readonly #blocks: Float32Array[] = [];
  /** Samples of the first block that were taken already. */
  #taken = 0;
  #length = 0;

  /** `limit`: the most samples that may wait. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** False, and nothing is queued, where the limit would be exceeded. The queue keeps `samples` itself, no copy. */
  push(samples: Float32Array): boolean {
    if (this.#length + samples.length > this.#limit) return false;
    if (samples.length > 0) this.#blocks.push(samples);
    this.#length += samples.length;
    return true;
  }

  /** At most `most` samples, as a part of one block: a view, valid as long as the caller likes. */
  take(most: number): Float32Array {
    const block = this.#blocks[0];
    if (block === undefined) return new Float32Array(0);
    const samples = block.subarray(this.#taken, this.#taken + most);
    this.#taken += samples.length;
    this.#length -= samples.length;
    if (this.#taken === block.length) {
      this.#blocks.shift();
      this.#taken = 0;
    }
    return samples;
  }
}
