import { grown, Lineage, moveRows, NONE } from './lineage';
import type { Vocabulary } from './vocabulary';

/** The prefix from which all others of a tree descend: at first the empty one, later the end of what is committed. */
export const ROOT_PREFIX = 0;

/** Room for a few hundred frames of a live search between two clean-ups; small enough to stay in the cache. */
const INITIAL_CAPACITY = 4096;

/**
 * The token sequences a search has met, as a tree in typed arrays. One sequence has one id for as long as anything
 * descends from it, so that two hypotheses are the same if and only if their ids are. Ids rise from parent to child.
 */
export class PrefixTree {
  readonly vocabulary: Vocabulary;
  /** By prefix: its last token. */
  token = new Int32Array(INITIAL_CAPACITY);
  /** By prefix: the one that ends where its last word begins, for the root itself. A lone ▁ has begun its word. */
  before = new Int32Array(INITIAL_CAPACITY);
  readonly #lineage = new Lineage(INITIAL_CAPACITY);
  #firstChild = new Int32Array(INITIAL_CAPACITY);
  #nextSibling = new Int32Array(INITIAL_CAPACITY);

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.clear();
  }

  get parent(): Int32Array {
    return this.#lineage.parent;
  }

  get size(): number {
    return this.#lineage.size;
  }

  get capacity(): number {
    return this.#lineage.capacity;
  }

  /** Nothing but the empty prefix. */
  clear(): void {
    this.#lineage.size = 0;
    this.#lineage.add(NONE);
    this.token[ROOT_PREFIX] = NONE;
    this.before[ROOT_PREFIX] = ROOT_PREFIX;
    this.#firstChild[ROOT_PREFIX] = NONE;
  }

  /** The id of `prefix` extended by `token`, or NONE where the tree has none. */
  child(prefix: number, token: number): number {
    let child = this.#firstChild[prefix];
    while (child !== NONE && this.token[child] !== token) child = this.#nextSibling[child];
    return child;
  }

  /** Adds `prefix` extended by `token`, which is not in the tree yet. There must be room. */
  add(prefix: number, token: number): number {
    const id = this.#lineage.add(prefix);
    this.token[id] = token;
    this.before[id] = this.beforeWord(prefix, token);
    this.#firstChild[id] = NONE;
    this.#link(id, prefix);
    return id;
  }

  /** `before` of `prefix` extended by `token`. */
  beforeWord(prefix: number, token: number): number {
    const opensWord = this.vocabulary.startsWord[token] && this.token[prefix] !== this.vocabulary.bareWordStart;
    return opensWord ? prefix : this.before[prefix];
  }

  /** The longest prefix that both begin with. */
  common(a: number, b: number): number {
    const { parent } = this;
    while (a !== b) {
      if (a > b) a = parent[a];
      else b = parent[b];
    }
    return a;
  }

  /** Whether `prefix` goes on with another word after `wordEnd`. */
  continuesAfter(prefix: number, wordEnd: number): boolean {
    let before = prefix;
    do before = this.before[before];
    while (before > wordEnd);
    return before === wordEnd && prefix !== wordEnd;
  }

  /**
   * Makes room for `count` more prefixes: if need be, by dropping those that none of `tips[0..tipCount)` descends from,
   * and by growing when most are still in use. Returns as `keep` when prefixes have new ids.
   */
  makeRoom(count: number, tips: Int32Array, tipCount: number): Int32Array | undefined {
    if (this.size + count <= this.capacity) return undefined;
    const moved = this.keep(tips, tipCount);
    // Growing at half, not when full: else every frame would clean up the whole tree.
    let capacity = this.capacity;
    while (this.size + count > capacity / 2) capacity *= 2;
    if (capacity > this.capacity) this.#grow(capacity);
    return moved;
  }

  /** Makes `prefix` the root: what does not descend from it is gone at the next `keep`. */
  cut(prefix: number): void {
    this.parent[prefix] = NONE;
    this.before[prefix] = prefix;
  }

  /** Drops all prefixes that none of `tips[0..count)` descends from; renumbers and returns as `Lineage.keep`. */
  keep(tips: Int32Array, count: number): Int32Array {
    const moved = this.#lineage.keep(tips, count);
    moveRows(this.token, moved);
    moveRows(this.before, moved);
    for (let id = 0; id < this.size; id++) {
      this.before[id] = moved[this.before[id]];
      this.#firstChild[id] = NONE;
      if (this.parent[id] !== NONE) this.#link(id, this.parent[id]);
    }
    return moved;
  }

  #link(child: number, parent: number): void {
    this.#nextSibling[child] = this.#firstChild[parent];
    this.#firstChild[parent] = child;
  }

  #grow(capacity: number): void {
    this.#lineage.grow(capacity);
    this.token = grown(this.token, capacity);
    this.before = grown(this.before, capacity);
    this.#firstChild = grown(this.#firstChild, capacity);
    this.#nextSibling = grown(this.#nextSibling, capacity);
  }
}
