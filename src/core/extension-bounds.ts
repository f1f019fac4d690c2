import type { LanguageScore } from './language-model/language-score';
import { MOST_PULLED, type NameCredit } from './name-credit';
import { letterBit, ROOT, startNode } from './name-trie';
import type { PrefixTree } from './prefix-tree';

/** How a token may extend a prefix: within its last word, within it along an open name, or by another word. */
export const INSIDE = 0;
export const ALONG_NAME = 1;
export const NEXT_WORD = 2;

/** More than all roundings together, since promises are kept in 32 bits; in nats. */
const ROUNDING = 1e-4;

/*
 * What the extensions of a prefix can score at most, so that names and language model are asked of few of them: a long list
 * makes hundreds possible on a frame, of which some thirty come into the beam.
 *
 *   INSIDE      open(p) never rises within a word, and no name is open after the token
 *   ALONG_NAME  a letter raises the promise of an open match by no more than what the best name below pays per letter
 *   NEXT_WORD   the word that ends is judged as it is, and a name that begins promises what it does after the token
 *
 * A promise counts as though it were pulled as far as it can be. Beside the acoustics, a token can have
 *
 *     most[kind] + perLetter[kind] · letters[token] + promised[token]    nats.
 */
export class ExtensionBounds {
  /** By kind, for the prefix of the last `take`. */
  readonly most = new Float64Array(3);
  readonly perLetter = new Float64Array(3);
  /** By token: its letters without ▁, and the highest promise of a name that begins with it, 0 within a word. */
  readonly letters: Uint8Array;
  readonly promised: Float64Array;
  /** The most of all tokens in [0], and in [1] of those after which a name is open. */
  readonly ofAll = new Float64Array(2);

  readonly #tree: PrefixTree;
  readonly #credit: NameCredit;
  readonly #language: LanguageScore;
  /** By token within a word: the bit of its first letter. */
  readonly #firstLetter: Int32Array;
  /** The bits of all letters with which names that are open at the prefix go on. */
  #nextLetters = 0;
  #mostLetters = 0;
  /** In [0] the highest of `promised`, in [1] what is looked at. */
  readonly #nats = new Float64Array(2);

  constructor(tree: PrefixTree, credit: NameCredit, language: LanguageScore) {
    this.#tree = tree;
    this.#credit = credit;
    this.#language = language;
    const { size, codes, firstCode, startsWord } = tree.vocabulary;
    this.letters = new Uint8Array(size);
    this.promised = new Float64Array(size);
    this.#firstLetter = new Int32Array(size);
    for (let token = 0; token < size; token++) {
      this.letters[token] = firstCode[token + 1] - firstCode[token] - startsWord[token];
      this.#mostLetters = Math.max(this.#mostLetters, this.letters[token]);
      if (startsWord[token] === 0) this.#firstLetter[token] = letterBit(codes[firstCode[token]]);
    }
  }

  /** Follows `NameCredit.setNames`. */
  setNames(): void {
    const { trie, wordNode } = this.#credit;
    const { startsWord } = this.#tree.vocabulary;
    this.#nats[0] = 0;
    for (let token = 0; token < this.promised.length; token++) {
      this.promised[token] = startsWord[token] ? (1 + MOST_PULLED) * trie.promise[wordNode[token]] : 0;
      this.#nats[0] = Math.max(this.#nats[0], this.promised[token]);
    }
  }

  /** Reckons with the extensions of `prefix`. */
  take(prefix: number): void {
    const { most, perLetter, ofAll } = this;
    const { trie, node, settled } = this.#credit;
    const { open, ended } = this.#language;
    const { before, token, vocabulary } = this.#tree;
    const previous = before[prefix];
    const end = token[prefix] === vocabulary.bareWordStart ? previous : prefix;
    const nats = this.#nats;
    most[INSIDE] = open[prefix] + settled[previous] + ROUNDING;
    most[ALONG_NAME] = most[INSIDE];
    perLetter[ALONG_NAME] = 0;
    this.#nextLetters = trie.nextLetters[node[prefix]];
    if (this.#nextLetters !== 0) this.#reach(ALONG_NAME, node[prefix], previous, open, prefix);
    most[NEXT_WORD] = ended[end] + settled[end] + ROUNDING;
    perLetter[NEXT_WORD] = 0;
    const next = trie.nextWord[node[prefix]];
    const isInName = next !== startNode(trie);
    if (isInName) this.#reach(NEXT_WORD, next, end, ended, end);
    const longest = this.#mostLetters;
    ofAll[1] = most[NEXT_WORD] + perLetter[NEXT_WORD] * longest + nats[0];
    if (this.#nextLetters !== 0) {
      ofAll[1] = Math.max(ofAll[1], most[ALONG_NAME] + perLetter[ALONG_NAME] * longest);
    }
    ofAll[0] = Math.max(ofAll[1], most[INSIDE]);
  }

  /** The kind of `token` as an extension of the prefix. */
  kind(token: number): number {
    if (this.#tree.vocabulary.startsWord[token]) return NEXT_WORD;
    return (this.#nextLetters & this.#firstLetter[token]) === 0 ? INSIDE : ALONG_NAME;
  }

  /** Raises the bounds of `kind` to those of the open match `node` and all that it ends in, of which the model says `words[at]`. */
  #reach(kind: number, node: number, before: number, words: Float64Array, at: number): void {
    const { most, perLetter } = this;
    const { trie, settled } = this.#credit;
    const language = this.#language;
    const nats = this.#nats;
    for (let match = node; match !== ROOT; match = trie.fail[match]) {
      const start = this.#credit.wordsBack(before, trie.words[match] - 1);
      const pulled = (1 + MOST_PULLED) * trie.perLetter[match];
      nats[1] = words[at];
      language.raiseToListed(start, trie.words[match], nats, 1);
      most[kind] = Math.max(most[kind], settled[start] + nats[1] + pulled * trie.letters[match] + ROUNDING);
      perLetter[kind] = Math.max(perLetter[kind], pulled);
    }
  }
}
