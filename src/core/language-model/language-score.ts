import { grown, moveRows } from '../lineage';
import { ROOT_PREFIX, type PrefixTree } from '../prefix-tree';
import type { SearchOptions } from '../search-options';
import { UNKNOWN_WALK, WalkMemo } from '../walk-memo';
import { UNKNOWN, type LanguageModel } from './language-model';
import { LEXICON_ROOT, OUTSIDE, stepLexicon } from './lexicon';

/*
 * What a language model says of each prefix of a search, in nats and weighted. It is a function of the prefix's words alone,
 * so hypotheses merge exactly, and it is never part of a prefix's acoustics.
 *
 *   ended(p)  as though p ended here: for each word w after the words h, weight · log P(w | h) + wordBonus
 *   open(p)   what p is searched with while its last word may go on: that of the words before, and of the last one the
 *             highest that it can still become without its context: the likeliest word that begins so (smearing, as in
 *             flashlight's lexicon trie), or an unknown one
 *
 * Without that look-ahead a word is free until it ends, and the beam fills with prefixes that never end one.
 *
 * An unknown word has the probability of the class of all unknown words, less `unknownWord` and `unknownLetter` for each of
 * its letters, which stand for the probability that it is just this one; a known one is never less likely than that.
 *
 * Names of the list are a class as well (OOV/BOOST), which they share evenly: of N names, one after the words h may count as
 * weight · (log P(unknown | h) + listedName − log N) for all of its words, where that is more than what the model says of them.
 * name-credit.ts asks for the difference when it credits a name and leaves it out where a match breaks. The model's file never
 * changes.
 */
export class LanguageScore {
  /** By prefix, see above. 0 without a model. */
  ended = new Float64Array(0);
  open = new Float64Array(0);
  /** By prefix: the node in the lexicon of its last word, and the letters of that word. */
  #node = new Int32Array(0);
  #letters = new Int32Array(0);
  /** By prefix: the model's state after its last word, and what the class of unknown words costs next. */
  #state = new Int32Array(0);
  #unknown = new Int32Array(0);
  /** In [0] what each name has of its class, weighted. */
  readonly #share = new Float64Array(1);
  readonly #tree: PrefixTree;
  readonly #options: SearchOptions;
  #model: LanguageModel | undefined;
  /** Nats for one unit of cost. */
  #weight = 0;
  /** Whether the root of the tree is the beginning of an utterance, not a committed word. */
  #begins = true;
  /** By token: the node that it leads to at the beginning of a word. */
  readonly #wordNode: Int32Array;
  readonly #walks: WalkMemo;

  constructor(tree: PrefixTree, options: SearchOptions) {
    this.#tree = tree;
    this.#options = options;
    this.#wordNode = new Int32Array(tree.vocabulary.size);
    this.#walks = new WalkMemo(tree.vocabulary.size);
    this.clear();
  }

  /** Whether there is a model: without one, everything is 0 and nothing need be asked. */
  get active(): boolean {
    return this.#model !== undefined;
  }

  /** To be called after `PrefixTree.clear`. */
  clear(): void {
    this.#reserve();
    this.ended[ROOT_PREFIX] = 0;
    this.open[ROOT_PREFIX] = 0;
    this.#begins = true;
    this.#renew();
  }

  /** Takes another model from here on, as though all prefixes had been written under it. */
  setModel(model: LanguageModel | undefined): void {
    this.#model = model;
    this.#walks.clear();
    this.#weight = model === undefined ? 0 : this.#options.languageWeight / model.costsPerNat;
    if (model !== undefined) {
      for (let token = 0; token < this.#wordNode.length; token++)
        this.#wordNode[token] = this.#walk(LEXICON_ROOT, token);
    }
    this.#renew();
  }

  /** Takes the number of names that share the class of listed names. */
  setNames(count: number): void {
    const { languageWeight, listedName } = this.#options;
    this.#share[0] = languageWeight * (listedName - Math.log(Math.max(1, count)));
  }

  /** Follows the tree when its prefixes get other ids (`PrefixTree.keep`): the new root keeps what it has. */
  keep(moved: Int32Array): void {
    const columns = [this.ended, this.open, this.#node, this.#letters, this.#state, this.#unknown];
    for (const column of columns) moveRows(column, moved);
    if (moved[ROOT_PREFIX] !== ROOT_PREFIX) this.#begins = false;
    this.#reserve();
  }

  /** Computes the columns of `prefix`, which the tree has just added. */
  create(prefix: number): void {
    const model = this.#model;
    if (model === undefined) return;
    const { parent, token, before } = this.#tree;
    const { wordBonus } = this.#options;
    const previous = before[prefix];
    const state = this.#state[previous];
    this.#node[prefix] = this.#nodeAfter(parent[prefix], token[prefix]);
    const letters = (this.#letters[prefix] = this.#lettersAfter(parent[prefix], token[prefix]));
    this.open[prefix] = 0;
    this.addOpen(parent[prefix], token[prefix], this.open, prefix);
    this.ended[prefix] = this.ended[previous];
    this.#state[prefix] = state;
    this.#unknown[prefix] = this.#unknown[previous];
    if (letters === 0) return; // a lone ▁
    const node = this.#node[prefix];
    const known = node === OUTSIDE ? -1 : model.lexicon.word[node];
    const word = known < 0 ? UNKNOWN : known;
    let cost = this.#unknownCost(previous, letters);
    if (known >= 0) cost = Math.min(cost, model.cost(state, word));
    this.ended[prefix] += wordBonus - this.#weight * cost;
    this.#arrive(prefix, model.next(state, word));
  }

  /**
   * Adds open(p) of `prefix` extended by `token` to `scores[row]`. (A fractional number that a function returns may be boxed
   * on the heap.)
   */
  addOpen(prefix: number, token: number, scores: Float64Array, row: number): void {
    const previous = this.#tree.beforeWord(prefix, token);
    const node = this.#nodeAfter(prefix, token);
    let cost = this.#unknownCost(previous, this.#lettersAfter(prefix, token));
    if (node !== OUTSIDE) cost = Math.min(cost, this.#model!.lexicon.leastCost[node]);
    scores[row] += this.ended[previous] - this.#weight * cost;
  }

  /**
   * Adds to `gains[row]` what an open name of `words` words so far, which begins after the prefix `start`, has over
   * `searched[at]`, the open(p) of its prefix.
   */
  addOpenGain(
    start: number,
    words: number,
    searched: Float64Array,
    at: number,
    gains: Float64Array,
    row: number,
  ): void {
    if (this.#model === undefined) return;
    const own = searched[at] - this.ended[start] - (words - 1) * this.#options.wordBonus;
    // No class makes a name likelier than certain, or the search's bounds would not hold.
    const listed = Math.min(0, this.#share[0] - this.#weight * this.#unknown[start]);
    gains[row] += Math.max(0, listed - own);
  }

  /**
   * Raises `most[row]`, what the model says of a prefix, to what it would say if the last `words` words, after the prefix
   * `start`, were a listed name.
   */
  raiseToListed(start: number, words: number, most: Float64Array, row: number): void {
    if (this.#model === undefined) return;
    const listed = Math.min(0, this.#share[0] - this.#weight * this.#unknown[start]);
    most[row] = Math.max(most[row], this.ended[start] + (words - 1) * this.#options.wordBonus + listed);
  }

  /** Adds to `gains[row]` what a name of `words` words, from after `start` to the end of `prefix`, has over ended(p). */
  addGain(start: number, words: number, prefix: number, gains: Float64Array, row: number): void {
    if (this.#model === undefined) return;
    const own = this.ended[prefix] - this.ended[start] - words * this.#options.wordBonus;
    const listed = Math.min(0, this.#share[0] - this.#weight * this.#unknown[start]);
    gains[row] += Math.max(0, listed - own);
  }

  /** Takes `state` for the one after the last word of `prefix`. */
  #arrive(prefix: number, state: number): void {
    this.#state[prefix] = state;
    this.#unknown[prefix] = this.#model!.cost(state, UNKNOWN);
  }

  #unknownCost(previous: number, letters: number): number {
    const { unknownWord, unknownLetter } = this.#options;
    return this.#unknown[previous] + Math.round((unknownWord + letters * unknownLetter) * this.#model!.costsPerNat);
  }

  #nodeAfter(prefix: number, token: number): number {
    return this.#tree.vocabulary.startsWord[token] ? this.#wordNode[token] : this.#walk(this.#node[prefix], token);
  }

  #lettersAfter(prefix: number, token: number): number {
    const { firstCode, startsWord } = this.#tree.vocabulary;
    const letters = firstCode[token + 1] - firstCode[token];
    return startsWord[token] ? letters - 1 : this.#letters[prefix] + letters;
  }

  /** The node after the letters of `token`; a ▁ at their beginning has been read. */
  #walk(node: number, token: number): number {
    if (node === OUTSIDE) return OUTSIDE;
    const known = this.#walks.find(node, token);
    if (known !== UNKNOWN_WALK) return known;
    const from = node;
    const { codes, firstCode, startsWord } = this.#tree.vocabulary;
    const { lexicon } = this.#model!;
    for (let i = firstCode[token] + startsWord[token]; i < firstCode[token + 1] && node !== OUTSIDE; i++) {
      node = stepLexicon(lexicon, node, codes[i]);
    }
    return this.#walks.keep(from, token, node);
  }

  /** Computes all prefixes anew; of what is committed nothing is known any more. */
  #renew(): void {
    const model = this.#model;
    this.#node[ROOT_PREFIX] = LEXICON_ROOT;
    this.#letters[ROOT_PREFIX] = 0;
    this.ended[ROOT_PREFIX] = 0;
    this.open[ROOT_PREFIX] = 0;
    if (model === undefined) {
      // All rows: those of prefixes to come are not written.
      this.ended.fill(0);
      this.open.fill(0);
      return;
    }
    this.#arrive(ROOT_PREFIX, this.#begins ? model.start : model.empty);
    for (let prefix = ROOT_PREFIX + 1; prefix < this.#tree.size; prefix++) this.create(prefix);
  }

  #reserve(): void {
    const { capacity } = this.#tree;
    if (capacity === this.open.length) return;
    this.ended = grown(this.ended, capacity);
    this.open = grown(this.open, capacity);
    this.#node = grown(this.#node, capacity);
    this.#letters = grown(this.#letters, capacity);
    this.#state = grown(this.#state, capacity);
    this.#unknown = grown(this.#unknown, capacity);
  }
}
