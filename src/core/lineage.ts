/**
 * A forest of back-pointers in one typed array: what a search remembers of the ways it took. Nodes are only ever added,
 * each after its parent, and are dropped together when `keep` finds that nothing alive descends from them. The owner
 * holds further columns by node and moves them in the same order.
 */
export class Lineage {
  /** By node: the parent, which has a lower id, or NONE. */
  parent: Int32Array;
  size = 0;
  #moved: Int32Array;

  constructor(capacity: number) {
    this.parent = new Int32Array(capacity);
    this.#moved = new Int32Array(capacity);
  }

  get capacity(): number {
    return this.parent.length;
  }

  /** The new node's id. The owner has seen to it that there is room. */
  add(parent: number): number {
    this.parent[this.size] = parent;
    return this.size++;
  }

  /**
   * Drops all nodes but `tips[0..count)` and what they descend from, and renumbers the rest without changing their
   * order; NONE among the tips is passed over. Writes the new ids to `tips` and returns, by old id, the new one or NONE:
   * a view that is valid until the next call, for `moveRows`.
   */
  keep(tips: Int32Array, count: number): Int32Array {
    const { parent, size } = this;
    const moved = this.#moved.fill(NONE, 0, size);
    for (let i = 0; i < count; i++) {
      for (let node = tips[i]; node !== NONE && moved[node] === NONE; node = parent[node]) moved[node] = 0;
    }
    let kept = 0;
    for (let node = 0; node < size; node++) {
      if (moved[node] === NONE) continue;
      moved[node] = kept;
      parent[kept++] = parent[node] === NONE ? NONE : moved[parent[node]];
    }
    for (let i = 0; i < count; i++) if (tips[i] !== NONE) tips[i] = moved[tips[i]];
    this.size = kept;
    return moved.subarray(0, size);
  }

  /** Makes room for `capacity` nodes. */
  grow(capacity: number): void {
    this.parent = grown(this.parent, capacity);
    this.#moved = new Int32Array(capacity);
  }
}

/** No node: the parent of a root. */
export const NONE = -1;

/** `column` in a longer array. */
export function grown<Column extends Int32Array | Float64Array>(column: Column, capacity: number): Column {
  const longer = new (column.constructor as new (length: number) => Column)(capacity);
  longer.set(column);
  return longer;
}

/** Moves the rows of `column` to the ids that `Lineage.keep` gave them; in place, since ids only ever become lower. */
export function moveRows(column: Int32Array | Float64Array, moved: Int32Array): void {
  for (let id = 0; id < moved.length; id++) if (moved[id] !== NONE) column[moved[id]] = column[id];
}
