import { grown, Lineage, moveRows, NONE } from './lineage';

/** Room for a few hundred frames of a live search between two clean-ups. */
const INITIAL_CAPACITY = 4096;

/**
 * When the tokens of best paths were emitted: a chain of records per path, the last token's first. Paths into one prefix
 * may differ in their times, so the records belong to paths, not to prefixes.
 */
export class TokenTimes {
  /** By record: the frame on which the path first emits the token. */
  frame = new Int32Array(INITIAL_CAPACITY);
  /**
   * By record: the highest log-posterior of the path's token *before* this one, known once the path leaves that token.
   * The last token's stands with the hypothesis.
   */
  peakBefore = new Float64Array(INITIAL_CAPACITY);
  readonly #lineage = new Lineage(INITIAL_CAPACITY);

  get size(): number {
    return this.#lineage.size;
  }

  get capacity(): number {
    return this.#lineage.capacity;
  }

  /** By record: that of the token before, or NONE. */
  get previous(): Int32Array {
    return this.#lineage.parent;
  }

  clear(): void {
    this.#lineage.size = 0;
  }

  /** There must be room. `peakBefore` is the caller's to set. */
  add(previous: number, frame: number): number {
    const record = this.#lineage.add(previous);
    this.frame[record] = frame;
    return record;
  }

  /** As `PrefixTree.makeRoom`; NONE among the tips is passed over. */
  makeRoom(count: number, tips: Int32Array, tipCount: number): void {
    if (this.size + count <= this.capacity) return;
    this.keep(tips, tipCount);
    let capacity = this.capacity;
    while (this.size + count > capacity / 2) capacity *= 2;
    if (capacity === this.capacity) return;
    this.#lineage.grow(capacity);
    this.frame = grown(this.frame, capacity);
    this.peakBefore = grown(this.peakBefore, capacity);
  }

  /** Makes `record` the first of its chain. */
  cut(record: number): void {
    this.previous[record] = NONE;
  }

  keep(tips: Int32Array, count: number): void {
    const moved = this.#lineage.keep(tips, count);
    moveRows(this.frame, moved);
    moveRows(this.peakBefore, moved);
  }
}
