import type { FrameTokens } from './frame-tokens';
import type { LanguageScore } from './language-model/language-score';
import { LOG_ZERO } from './log-math';
import { MOST_PULLED, type NameCredit } from './name-credit';
import { letterBit, ROOT, startNode } from './name-trie';
import type { PrefixTree } from './prefix-tree';

/** How a token may extend a prefix: within its last word, within it along an open name, by another word, ... */
const INSIDE = 0;
const ALONG_NAME = 1;
const NEXT_WORD = 2;
/** ... or by the next word of an open name. */
const NEXT_OF_NAME = 3;
const KINDS = 4;

/** More than all roundings together, since promises are kept in 32 bits; in nats. */
const ROUNDING = 1e-4;

/*
 * What the extensions of a prefix can score at most, so that names and language model are asked of few of them: a long list
 * makes hundreds possible on a frame, of which some thirty come into the beam. Beside what it sounds like, an extension has
 *
 *     words + settled + promise + pull
 *
 *   words     within a word, open(p) of the prefix: it never rises; with another word, ended(p). Those of an open name may count
 *             as listed ones
 *   promise   of a name that begins, that after the token; of an open one, that of the prefix and for each letter what the best
 *             name below pays
 *   pull      at most what prefix and token have been pulled by
 *
 * Of all names that are open at once, the highest of each counts.
 */
export class ExtensionBounds {
  readonly #tree: PrefixTree;
  readonly #credit: NameCredit;
  readonly #language: LanguageScore;
  readonly #pull: number;
  /** By token: its letters without ▁, the bit of the first of them, and the promise of names that it begins. */
  readonly #letters: Uint8Array;
  readonly #firstLetter: Int32Array;
  readonly #begins: Float64Array;
  #mostLetters = 0;

  /** Of the frame: in [0] how its likeliest token sounds; by rank, how the token does, and what a name that it begins adds. */
  readonly #bestSound = new Float64Array(1);
  readonly #sound: Float64Array;
  readonly #begun: Float64Array;
  /** By rank, the most of this and all that follow: of tokens within a word, of those that begin one, and with what that adds. */
  readonly #bestInside: Float64Array;
  readonly #bestNext: Float64Array;
  readonly #bestBegun: Float64Array;

  /** Of the prefix, by kind: its acoustics, words and what is settled; what is promised, each letter, and pulled already. */
  readonly #sure = new Float64Array(KINDS);
  readonly #promise = new Float64Array(KINDS);
  readonly #perLetter = new Float64Array(KINDS);
  readonly #pulledBefore = new Float64Array(KINDS);
  /** By kind: bits of the letters with which names that are open go on. */
  readonly #nextLetters = new Int32Array(KINDS);
  readonly #words = new Float64Array(1);

  /** `pull`: as in `SearchOptions`. */
  constructor(tree: PrefixTree, credit: NameCredit, language: LanguageScore, pull: number) {
    this.#tree = tree;
    this.#credit = credit;
    this.#language = language;
    this.#pull = pull;
    const { size, codes, firstCode, startsWord } = tree.vocabulary;
    this.#letters = new Uint8Array(size);
    this.#firstLetter = new Int32Array(size);
    this.#begins = new Float64Array(size);
    this.#sound = new Float64Array(size);
    this.#begun = new Float64Array(size);
    this.#bestInside = new Float64Array(size + 1);
    this.#bestNext = new Float64Array(size + 1);
    this.#bestBegun = new Float64Array(size + 1);
    for (let token = 0; token < size; token++) {
      this.#letters[token] = firstCode[token + 1] - firstCode[token] - startsWord[token];
      this.#mostLetters = Math.max(this.#mostLetters, this.#letters[token]);
      const first = firstCode[token] + startsWord[token];
      // After a lone ▁ any letter may follow.
      this.#firstLetter[token] = this.#letters[token] > 0 ? letterBit(codes[first]) : -1;
    }
  }

  /** Follows `NameCredit.setNames`. */
  setNames(): void {
    const { trie, wordNode } = this.#credit;
    const { startsWord } = this.#tree.vocabulary;
    for (let token = 0; token < this.#begins.length; token++) {
      this.#begins[token] = startsWord[token] ? trie.promise[wordNode[token]] : 0;
    }
  }

  /** Reckons with a frame, of whose tokens the first `count` may be tried; `sound`: by token, how each sounds. */
  readFrame({ tokens }: FrameTokens, count: number, sound: Float32Array): void {
    const { startsWord } = this.#tree.vocabulary;
    const begins = this.#begins;
    const ranked = this.#sound;
    const begun = this.#begun;
    const bestInside = this.#bestInside;
    const bestNext = this.#bestNext;
    const bestBegun = this.#bestBegun;
    this.#bestSound[0] = sound[tokens[0]];
    bestInside[count] = LOG_ZERO;
    bestNext[count] = LOG_ZERO;
    bestBegun[count] = LOG_ZERO;
    for (let rank = count - 1; rank >= 0; rank--) {
      const token = tokens[rank];
      ranked[rank] = sound[token];
      const pulled = this.#pull * (this.#bestSound[0] - ranked[rank]);
      begun[rank] = begins[token] + Math.min(pulled, MOST_PULLED * begins[token]);
      bestInside[rank] = bestInside[rank + 1];
      bestNext[rank] = bestNext[rank + 1];
      bestBegun[rank] = bestBegun[rank + 1];
      if (startsWord[token]) {
        bestNext[rank] = Math.max(bestNext[rank], ranked[rank]);
        bestBegun[rank] = Math.max(bestBegun[rank], ranked[rank] + begun[rank]);
      } else bestInside[rank] = Math.max(bestInside[rank], ranked[rank]);
    }
  }

  /** Reckons with `prefix`, whose acoustics are `logProb[slot]`. */
  readPrefix(prefix: number, logProb: Float64Array, slot: number): void {
    const { trie, node, pull } = this.#credit;
    const { open, ended } = this.#language;
    const { before, token, vocabulary } = this.#tree;
    const previous = before[prefix];
    const end = token[prefix] === vocabulary.bareWordStart ? previous : prefix;
    const words = this.#words;
    const sure = this.#sure;
    words[0] = open[prefix];
    this.#reset(INSIDE, previous);
    sure[INSIDE] += logProb[slot];
    this.#reach(ALONG_NAME, node[prefix], ROOT, previous);
    this.#pulledBefore[ALONG_NAME] = pull[prefix];
    sure[ALONG_NAME] += logProb[slot];
    words[0] = ended[end];
    this.#reset(NEXT_WORD, end);
    // A lone ▁ has begun a name already.
    if (end !== prefix) sure[NEXT_WORD] += pull[prefix];
    sure[NEXT_WORD] += logProb[slot];
    // What begins here is reckoned with above.
    this.#reach(NEXT_OF_NAME, trie.nextWord[node[prefix]], startNode(trie), end);
    this.#pulledBefore[NEXT_OF_NAME] = pull[prefix];
    sure[NEXT_OF_NAME] += logProb[slot];
  }

  /** Whether the token of `rank`, or any after it, may score more than `bar[0]`. */
  anyFrom(rank: number, bar: Float64Array): boolean {
    const longest = this.#mostLetters;
    const inside = this.#bestInside;
    const next = this.#bestNext;
    return (
      inside[rank] + this.#sure[INSIDE] > bar[0] ||
      this.#bestBegun[rank] + this.#sure[NEXT_WORD] > bar[0] ||
      (this.#nextLetters[ALONG_NAME] !== 0 && this.#mayScore(ALONG_NAME, inside, rank, longest, bar)) ||
      (this.#nextLetters[NEXT_OF_NAME] !== 0 && this.#mayScore(NEXT_OF_NAME, next, rank, longest, bar))
    );
  }

  /** Whether `token` may open a name or go on with one. */
  isNamed(token: number): boolean {
    return this.#tree.vocabulary.startsWord[token] !== 0 || this.#goesOn(ALONG_NAME, token);
  }

  /** Whether `token`, which has that `rank`, may score more than `bar[0]`. */
  mayEnter(rank: number, token: number, bar: Float64Array): boolean {
    const sound = this.#sound;
    const letters = this.#letters[token];
    if (this.#tree.vocabulary.startsWord[token] === 0) {
      const kind = this.#goesOn(ALONG_NAME, token) ? ALONG_NAME : INSIDE;
      return this.#mayScore(kind, sound, rank, letters, bar);
    }
    return (
      sound[rank] + this.#sure[NEXT_WORD] + this.#begun[rank] > bar[0] ||
      (this.#goesOn(NEXT_OF_NAME, token) && this.#mayScore(NEXT_OF_NAME, sound, rank, letters, bar))
    );
  }

  #goesOn(kind: number, token: number): boolean {
    return (this.#nextLetters[kind] & this.#firstLetter[token]) !== 0;
  }

  /**
   * Whether a token of `letters` that sounds as likely as `sound[rank]` may score more than `bar[0]`. (A fractional number that
   * a function takes may be boxed on the heap.)
   */
  #mayScore(kind: number, sound: Float64Array, rank: number, letters: number, bar: Float64Array): boolean {
    const promise = Math.min(this.#promise[kind] + this.#perLetter[kind] * letters, this.#credit.trie.mostPaid);
    const pulled = this.#pulledBefore[kind] + this.#pull * (this.#bestSound[0] - sound[rank]);
    return sound[rank] + this.#sure[kind] + promise + Math.min(pulled, MOST_PULLED * promise) > bar[0];
  }

  #reset(kind: number, before: number): void {
    this.#sure[kind] = this.#words[0] + this.#credit.settled[before] + ROUNDING;
    this.#promise[kind] = 0;
    this.#perLetter[kind] = 0;
    this.#pulledBefore[kind] = 0;
    this.#nextLetters[kind] = 0;
  }

  /** Reckons with the match `node`, whose last word begins after the prefix `before`, and with all that it ends in before `least`. */
  #reach(kind: number, node: number, least: number, before: number): void {
    this.#reset(kind, before);
    const { fail, words, letters, perLetter, nextLetters } = this.#credit.trie;
    const unlisted = this.#words[0];
    for (let match = node; match !== least && match !== ROOT; match = fail[match]) {
      const start = this.#credit.wordsBack(before, words[match] - 1);
      this.#words[0] = unlisted;
      this.#language.raiseToListed(start, words[match], this.#words, 0);
      const sure = this.#words[0] + this.#credit.settled[start] + ROUNDING;
      this.#sure[kind] = Math.max(this.#sure[kind], sure);
      this.#promise[kind] = Math.max(this.#promise[kind], perLetter[match] * letters[match]);
      this.#perLetter[kind] = Math.max(this.#perLetter[kind], perLetter[match]);
      this.#nextLetters[kind] |= nextLetters[match];
    }
    this.#words[0] = unlisted;
  }
}
