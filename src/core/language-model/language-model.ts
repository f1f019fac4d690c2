import type { Lexicon } from './lexicon';

/** The word that no model knows: all words outside its lexicon. */
export const UNKNOWN = 1;
/** The id with which an utterance begins; it is no word. */
const START = 0;
/** The state of a model that knows nothing of what was said. */
const EMPTY = -1;
const NONE = -1;

/*
 * n-grams as a trie in typed arrays. Nodes of one word are numbered as the words, then come those of two and of three
 * words, siblings side by side and in order of their last word: the children of a node that is shorter than the longest
 * are the nodes from firstChild[node] up to firstChild[node + 1].
 */
export interface NgramTables {
  /** Costs per nat: an n-gram's probability is exp(−cost / costsPerNat). */
  readonly costsPerNat: number;
  /** Words with the two that are none, and so the nodes of one word. */
  readonly words: number;
  readonly firstChild: Int32Array;
  /** By node: its last word. */
  readonly word: Uint16Array;
  readonly cost: Uint8Array;
  /** By node shorter than the longest, added when it has no child for a word; below 0 for some. */
  readonly backoff: Int16Array;
}

/**
 * A back-off model of words, up to 3-grams. Its states are whole numbers, and so are its costs: sums of them are exact in any
 * order, and none is boxed on the heap.
 *
 * A trie and binary search, not a hash of contexts: the sorted children need no keys of their own, so a node takes 3 bytes
 * (and 6 more if it is not of the longest), and a word costs two searches among the followers of one or two words, most of
 * which have fewer than a hundred.
 */
export class LanguageModel {
  readonly lexicon: Lexicon;
  readonly costsPerNat: number;
  /** The state at the beginning of an utterance, and where nothing is known of what was before. */
  readonly start = START;
  readonly empty = EMPTY;
  readonly #tables: NgramTables;

  constructor(tables: NgramTables, lexicon: Lexicon) {
    this.#tables = tables;
    this.lexicon = lexicon;
    this.costsPerNat = tables.costsPerNat;
  }

  /** −log P(word | state) · costsPerNat. */
  cost(state: number, word: number): number {
    const { cost, backoff } = this.#tables;
    let total = 0;
    for (let node = state; node !== EMPTY; node = this.#shorter(node)) {
      const longer = this.#child(node, word);
      if (longer !== NONE) return total + cost[longer];
      total += backoff[node];
    }
    return total + cost[word];
  }

  /** The state after `word`: the longest end of what was said that any n-gram goes on from. */
  next(state: number, word: number): number {
    const last = state === EMPTY ? EMPTY : this.#tables.word[state];
    const pair = last === EMPTY ? NONE : this.#child(last, word);
    if (pair !== NONE && this.#goesOn(pair)) return pair;
    return this.#goesOn(word) ? word : EMPTY;
  }

  #shorter(node: number): number {
    return node < this.#tables.words ? EMPTY : this.#tables.word[node];
  }

  #goesOn(node: number): boolean {
    const { firstChild } = this.#tables;
    return firstChild[node + 1] > firstChild[node];
  }

  #child(node: number, wanted: number): number {
    const { firstChild, word } = this.#tables;
    let from = firstChild[node];
    let to = firstChild[node + 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      const found = word[middle];
      if (found === wanted) return middle;
      if (found < wanted) from = middle + 1;
      else to = middle;
    }
    return NONE;
  }
}
