/** A power of two; 32 kB, which stay in the cache. */
const ENTRIES = 4096;
/** The highest bits of a product are its best mixed ones. */
const PLACE_SHIFT = 32 - Math.log2(ENTRIES);
/** 2³² over the golden ratio: neighbouring keys go to distant places. */
const SPREAD = 0x9e3779b1;

/** What `find` returns where a walk is not remembered. */
export const UNKNOWN_WALK = -2;

/**
 * Where tokens lead from the nodes of a trie, as far as it was walked lately: hypotheses share nodes, and frames tokens. Each
 * walk has one place, where the last one stays.
 */
export class WalkMemo {
  /** By place: node · tokens + token, −1 where there is none; and the node after it. */
  readonly #walk = new Int32Array(ENTRIES).fill(-1);
  readonly #end = new Int32Array(ENTRIES);
  readonly #tokens: number;

  /** `tokens`: how many there are. */
  constructor(tokens: number) {
    this.#tokens = tokens;
  }

  find(node: number, token: number): number {
    const walk = node * this.#tokens + token;
    const place = placeOf(walk);
    return this.#walk[place] === walk ? this.#end[place] : UNKNOWN_WALK;
  }

  /** Remembers that `token` leads from `node` to `end`, and returns `end`. */
  keep(node: number, token: number, end: number): number {
    const walk = node * this.#tokens + token;
    const place = placeOf(walk);
    this.#walk[place] = walk;
    return (this.#end[place] = end);
  }

  /** To be called when the trie is another. */
  clear(): void {
    this.#walk.fill(-1);
  }
}

function placeOf(walk: number): number {
  return Math.imul(walk, SPREAD) >>> PLACE_SHIFT;
}
