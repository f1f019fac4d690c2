import type { LanguageScore } from './language-model/language-score';
import { grown, moveRows } from './lineage';
import { compileNames, ROOT, startNode, stepTrie, type NameTrie } from './name-trie';
import { ROOT_PREFIX, type PrefixTree } from './prefix-tree';
import type { Vocabulary } from './vocabulary';
import { UNKNOWN_WALK, WalkMemo } from './walk-memo';

/** What an open match may be pulled by, as a share of its promise. */
export const MOST_PULLED = 0.5;

/*
 * What a list of names adds to each prefix of a search, in nats. All of it is a function of the prefix's text, so that
 * hypotheses merge exactly, nothing is paid twice, and what an abandoned match was promised is gone with it.
 *
 *   earned(p)   budgets of the names in p's closed words: those that a later word start has confirmed
 *   settled(p)  the same, as though p ended here and so closed its last word
 *   bonus(p)    what p is searched with: the most that earned(p) and any match still open at its end promise together
 *   pull(p)     adaptive boost (Dingliwal et al. 2022): what the tokens of the longest open match lacked to the best ones
 *               of their frames, in part. It raises the match's promise, by half at most. That is the one part that is no
 *               function of the text: a prefix has it from the frame on which it came into the search.
 *
 * Names do not overlap and do not pile up. Of all ways to take names out of the words, the one that covers the most
 * words counts, then the one with the fewest names (`Ann Arbor`, not `Ann` and `Arbor`), then the one that pays most.
 * settled is the last row of that dynamic programme, whose rows are the prefixes at word ends:
 *
 *   settled(p) = best of settled(before(p)) and of settled(before^w(p)) + pay for each name of w words that ends p
 *
 * The pay is the name's budget and, where a language model knows better what unlisted words are like than what this name is,
 * the difference (language-score.ts).
 */
export class NameCredit {
  /** By prefix: the trie's node for the open match. */
  node = new Int32Array(0);
  /** By prefix: settled(p) in nats, the words that its names cover, and how many names they are ... */
  settled = new Float64Array(0);
  #covered = new Int32Array(0);
  #names = new Int32Array(0);
  /** ... and the spelling that ends p in that way of taking names, or −1: names are read back along `nameStart`. */
  spelling = new Int32Array(0);
  bonus = new Float64Array(0);
  /** By prefix: nats by which the tokens of the open match were pulled towards the best ones of their frames. */
  pull = new Float64Array(0);

  readonly #tree: PrefixTree;
  readonly #language: LanguageScore;
  readonly #vocabulary: Vocabulary;
  readonly #none: NameTrie;
  #trie: NameTrie;
  /** By token: the node that it leads to at the beginning of a word. */
  readonly wordNode: Int32Array;
  readonly #walks: WalkMemo;
  /** In [0] the pay of the name or the promise of the match that is looked at. */
  readonly #pay = new Float64Array(1);

  constructor(tree: PrefixTree, language: LanguageScore) {
    this.#tree = tree;
    this.#language = language;
    this.#vocabulary = tree.vocabulary;
    this.#none = compileNames([], this.#vocabulary);
    this.#trie = this.#none;
    this.wordNode = new Int32Array(this.#vocabulary.size);
    this.#walks = new WalkMemo(this.#vocabulary.size);
    this.clear();
  }

  get trie(): NameTrie {
    return this.#trie;
  }

  /** Whether any name could be continued: without, only the tokens that all hypotheses try matter. */
  get active(): boolean {
    return this.#trie.letter.length > 1;
  }

  /** Forgets what was earned; to be called after `PrefixTree.clear`. */
  clear(): void {
    this.#reserve();
    this.settled[ROOT_PREFIX] = 0;
    this.#covered[ROOT_PREFIX] = 0;
    this.#names[ROOT_PREFIX] = 0;
    this.#renew();
  }

  /** Takes another list from here on, as though all prefixes had been written under it; the root keeps what it has. */
  setNames(trie: NameTrie | undefined): void {
    this.#trie = trie ?? this.#none;
    this.#walks.clear();
    const start = startNode(this.#trie);
    for (let token = 0; token < this.wordNode.length; token++) this.wordNode[token] = this.#walk(start, token);
    this.#language.setNames(this.#trie.active);
    this.#renew();
  }

  /** Follows the tree when its prefixes get other ids (`PrefixTree.keep`): the new root keeps what it has settled. */
  keep(moved: Int32Array): void {
    const columns = [this.node, this.settled, this.#covered, this.#names, this.spelling, this.bonus, this.pull];
    for (const column of columns) moveRows(column, moved);
    this.#reserve();
  }

  /** Computes all prefixes but the root anew. */
  #renew(): void {
    this.node[ROOT_PREFIX] = startNode(this.#trie);
    this.spelling[ROOT_PREFIX] = -1;
    this.bonus[ROOT_PREFIX] = this.settled[ROOT_PREFIX];
    this.pull[ROOT_PREFIX] = 0;
    const { parent, token, size } = this.#tree;
    for (let prefix = ROOT_PREFIX + 1; prefix < size; prefix++) {
      // What was pulled under another list is not known any more.
      this.pull[prefix] = 0;
      this.create(prefix, this.nodeAfter(parent[prefix], token[prefix]));
    }
  }

  /**
   * Computes the columns of `prefix`, which the tree has just added, at whose end the match `node` is open and whose `pull`
   * is set.
   */
  create(prefix: number, node: number): void {
    const { fail, words, spelling, budget } = this.#trie;
    const { before } = this.#tree;
    const { settled } = this;
    const covered = this.#covered;
    const names = this.#names;
    const pay = this.#pay;
    const previous = before[prefix];
    this.node[prefix] = node;
    this.bonus[prefix] = 0;
    this.addBonus(node, previous, this.#language.open, this.pull, prefix, this.bonus, prefix);
    this.spelling[prefix] = -1;
    settled[prefix] = settled[previous];
    covered[prefix] = covered[previous];
    names[prefix] = names[previous];
    for (let match = node; match !== ROOT; match = fail[match]) {
      if (spelling[match] < 0) continue;
      const start = this.wordsBack(previous, words[match] - 1);
      const wordsCovered = covered[start] + words[match];
      const namesTaken = names[start] + 1;
      pay[0] = budget[spelling[match]];
      this.#language.addGain(start, words[match], prefix, pay, 0);
      const paid = settled[start] + pay[0];
      const gain = wordsCovered - covered[prefix] || names[prefix] - namesTaken || (paid > settled[prefix] ? 1 : 0);
      if (gain <= 0) continue;
      this.spelling[prefix] = spelling[match];
      settled[prefix] = paid;
      covered[prefix] = wordsCovered;
      names[prefix] = namesTaken;
    }
  }

  /** The trie's node after `prefix` is extended by `token`: ROOT when no name is open there. */
  nodeAfter(prefix: number, token: number): number {
    const node = this.node[prefix];
    if (!this.#vocabulary.startsWord[token]) return node === ROOT ? ROOT : this.#walk(node, token);
    const next = this.#trie.nextWord[node];
    // Nearly all words begin no second word of a name: their nodes depend on the token alone.
    return next === startNode(this.#trie) ? this.wordNode[token] : this.#walk(next, token);
  }

  /** Whether the match `node`, after `prefix` is extended by `token`, is the one that is open at `prefix`, or begins. */
  goesOn(prefix: number, token: number, node: number): boolean {
    const { words } = this.#trie;
    const opensWord = this.#tree.beforeWord(prefix, token) === prefix && this.#vocabulary.startsWord[token];
    return words[node] === words[this.node[prefix]] + (opensWord ? 1 : 0);
  }

  /**
   * Adds the bonus of a prefix with the open match `node`, whose last word begins after the prefix `before`, of which the
   * language model says `open[at]` and which has been pulled by `pulls[at]`, to `scores[row]`. (A fractional number that a
   * function returns may be boxed on the heap.)
   */
  addBonus(
    node: number,
    before: number,
    open: Float64Array,
    pulls: Float64Array,
    at: number,
    scores: Float64Array,
    row: number,
  ): void {
    const { fail, words, promise } = this.#trie;
    const pay = this.#pay;
    let most = this.settled[before];
    for (let match = node; match !== ROOT; match = fail[match]) {
      const start = this.wordsBack(before, words[match] - 1);
      pay[0] = promise[match];
      if (match === node) pay[0] += Math.min(pulls[at], MOST_PULLED * promise[match]);
      this.#language.addOpenGain(start, words[match], open, at, pay, 0);
      most = Math.max(most, this.settled[start] + pay[0]);
    }
    scores[row] += most;
  }

  /** The prefix at which the name begins that ends `prefix` by `spelling[prefix]`. */
  nameStart(prefix: number): number {
    return this.wordsBack(this.#tree.before[prefix], this.#spellingWords(prefix) - 1);
  }

  /** Whether a name that `prefix` has taken, or may still take, has words on both sides of `wordEnd`. */
  spans(prefix: number, wordEnd: number): boolean {
    const { before } = this.#tree;
    const node = this.node[prefix];
    if (node !== ROOT && this.wordsBack(before[prefix], this.#trie.words[node] - 1) < wordEnd) return true;
    let end = before[prefix];
    while (end > wordEnd) end = this.spelling[end] < 0 ? before[end] : this.nameStart(end);
    return end < wordEnd;
  }

  #spellingWords(prefix: number): number {
    const { fail, words, spelling } = this.#trie;
    let match = this.node[prefix];
    while (spelling[match] !== this.spelling[prefix]) match = fail[match];
    return words[match];
  }

  wordsBack(prefix: number, words: number): number {
    for (; words > 0; words--) prefix = this.#tree.before[prefix];
    return prefix;
  }

  /** The node after the letters of `token`; a ▁ at their beginning has been read. */
  #walk(node: number, token: number): number {
    const known = this.#walks.find(node, token);
    if (known !== UNKNOWN_WALK) return known;
    const from = node;
    const { codes, firstCode, startsWord } = this.#vocabulary;
    for (let i = firstCode[token] + startsWord[token]; i < firstCode[token + 1] && node !== ROOT; i++) {
      node = stepTrie(this.#trie, node, codes[i]);
    }
    return this.#walks.keep(from, token, node);
  }

  #reserve(): void {
    const { capacity } = this.#tree;
    if (capacity === this.bonus.length) return;
    this.node = grown(this.node, capacity);
    this.settled = grown(this.settled, capacity);
    this.#covered = grown(this.#covered, capacity);
    this.#names = grown(this.#names, capacity);
    this.spelling = grown(this.spelling, capacity);
    this.bonus = grown(this.bonus, capacity);
    this.pull = grown(this.pull, capacity);
  }
}
