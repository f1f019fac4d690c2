/*
 * Pronunciations of words that no dictionary has: an n-gram model of graphones, a graphone being a letter with the
 * phones, none to two, that it stands for (Bisani and Ney 2008; models/recipe/letter_to_sound.py trains it).
 *
 * 1. The n-grams are a trie, breadth first: node 0 is the empty one, the children of a node stand one after the other,
 *    ordered by their last graphone, and the graphones of a letter have consecutive numbers.
 * 2. A context is a node; what it does not have is asked of the context without its first graphone (`suffix`), at a cost.
 *    For a letter all its graphones are looked up at once, from the longest context down to the empty one.
 * 3. Letter by letter a beam of hypotheses is extended by each graphone of the letter. Costs are whole sixteenths of a
 *    nat, so the recipe's search, which decides what the dictionary need not say, finds exactly the same.
 */

import type { Phones } from './phones';

const LIMITS = {
  /** Hypotheses per letter; the recipe's `BEAM`. With 20 no more words come out right. */
  beam: 12,
  /** No word of any language that we know; each letter costs a step of the beam. */
  letters: 64,
};

/** Symbols: the word's beginning and its end; then the graphones. */
const BOS = 0;
const EOS = 1;
const FIRST_GRAPHONE = 2;
/** In `costs` of a lookup: not found yet. */
const UNKNOWN = -1;

/** The model as it is stored. */
export interface LetterToSoundTables {
  readonly order: number;
  readonly costsPerNat: number;
  /** By number; those of a letter are neighbours. */
  readonly graphones: readonly { readonly letter: string; readonly phones: Phones }[];
  /** Of node n, the children are firstChild[n] up to firstChild[n + 1]. */
  readonly firstChild: Int32Array;
  /** The last symbol of each n-gram. */
  readonly symbol: Uint16Array;
  readonly cost: Uint8Array;
  /** What it costs to ask the suffix instead. */
  readonly backoff: Int16Array;
}

export interface Pronunciation {
  readonly phones: Phones;
  /** Natural logarithm of its probability among the pronunciations of the same text. */
  readonly logProb: number;
}

interface Hypothesis {
  readonly cost: number;
  readonly context: number;
  readonly before: Hypothesis | undefined;
  readonly symbol: number;
}

export class LetterToSound {
  readonly #tables: LetterToSoundTables;
  readonly #suffix: Int32Array;
  /** The longest suffix of a node that has children, itself included: what goes on from there is the same. */
  readonly #context: Int32Array;
  readonly #start: number;
  /** Letter → its symbols, [first, end). */
  readonly #symbolsOf = new Map<string, readonly [number, number]>();
  /** For the graphones of one letter in one context: cost and node. */
  readonly #costs: Int32Array;
  readonly #nodes: Int32Array;

  constructor(tables: LetterToSoundTables) {
    this.#tables = tables;
    const { graphones, firstChild, symbol } = tables;
    const nodes = symbol.length;
    this.#suffix = new Int32Array(nodes);
    this.#context = new Int32Array(nodes);
    for (let node = 0; node < nodes; node++) {
      const suffix = this.#suffix[node];
      this.#context[node] = firstChild[node + 1] > firstChild[node] || node === 0 ? node : this.#context[suffix];
      for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
        // Every suffix of an n-gram is in the model too.
        this.#suffix[child] = node === 0 ? 0 : this.#child(suffix, symbol[child]);
      }
    }
    this.#start = this.#context[this.#child(0, BOS)];
    graphones.forEach(({ letter }, index) => {
      const first = this.#symbolsOf.get(letter)?.[0] ?? index + FIRST_GRAPHONE;
      this.#symbolsOf.set(letter, [first, index + FIRST_GRAPHONE + 1]);
    });
    const most = Math.max(1, ...[...this.#symbolsOf.values()].map(([first, end]) => end - first));
    this.#costs = new Int32Array(most);
    this.#nodes = new Int32Array(most);
  }

  /**
   * Up to `most` pronunciations of `word` (a to z and the apostrophe), likeliest first; none for a word with other
   * letters, without letters or of more than 64.
   */
  pronounce(word: string, most: number): Pronunciation[] {
    if (word.length === 0 || word.length > LIMITS.letters) return [];
    let beam: Hypothesis[] = [{ cost: 0, context: this.#start, before: undefined, symbol: BOS }];
    for (const letter of word) {
      const symbols = this.#symbolsOf.get(letter);
      if (symbols === undefined) return [];
      beam = this.#extend(beam, symbols[0], symbols[1]);
    }
    return this.#end(beam, most);
  }

  #extend(beam: readonly Hypothesis[], first: number, end: number): Hypothesis[] {
    const longer: Hypothesis[] = [];
    for (const before of beam) {
      this.#look(before.context, first, end);
      for (let symbol = first; symbol < end; symbol++) {
        const cost = before.cost + this.#costs[symbol - first];
        const worst = longer.length < LIMITS.beam ? Infinity : longer[LIMITS.beam - 1].cost;
        if (cost >= worst) continue;
        const context = this.#context[this.#nodes[symbol - first]];
        insert(longer, { cost, context, before, symbol }, LIMITS.beam);
      }
    }
    return longer;
  }

  #end(beam: readonly Hypothesis[], most: number): Pronunciation[] {
    const ended: Hypothesis[] = [];
    for (const before of beam) {
      this.#look(before.context, EOS, EOS + 1);
      insert(ended, { cost: before.cost + this.#costs[0], context: 0, before, symbol: EOS }, LIMITS.beam);
    }
    const { costsPerNat } = this.#tables;
    const best = ended[0].cost;
    /** Phones → probability relative to the best. */
    const found = new Map<string, { phones: Phones; weight: number }>();
    let total = 0;
    for (const hypothesis of ended) {
      const phones = this.#phones(hypothesis);
      const weight = Math.exp((best - hypothesis.cost) / costsPerNat);
      const same = found.get(phones.join());
      if (same === undefined) found.set(phones.join(), { phones, weight });
      else same.weight += weight;
      total += weight;
    }
    return Array.from(found.values(), ({ phones, weight }) => ({ phones, logProb: Math.log(weight / total) })).slice(
      0,
      most,
    );
  }

  /** Cost and node of the symbols [first, end) in `context`, into #costs and #nodes. */
  #look(context: number, first: number, end: number): void {
    const { firstChild, symbol, cost, backoff } = this.#tables;
    this.#costs.fill(UNKNOWN, 0, end - first);
    let missing = end - first;
    let spent = 0;
    for (let node = context; ; node = this.#suffix[node]) {
      const endChild = firstChild[node + 1];
      for (let child = this.#firstAtLeast(node, first); child < endChild && symbol[child] < end; child++) {
        const index = symbol[child] - first;
        if (this.#costs[index] !== UNKNOWN) continue;
        this.#costs[index] = spent + cost[child];
        this.#nodes[index] = child;
        missing--;
      }
      if (missing === 0 || node === 0) return;
      spent += backoff[node];
    }
  }

  /** The first child of `node` whose symbol is not below `least`. */
  #firstAtLeast(node: number, least: number): number {
    const { firstChild, symbol } = this.#tables;
    let low = firstChild[node];
    let high = firstChild[node + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (symbol[middle] < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #child(node: number, symbol: number): number {
    const child = this.#firstAtLeast(node, symbol);
    if (child < this.#tables.firstChild[node + 1] && this.#tables.symbol[child] === symbol) return child;
    throw new RangeError(`Expected the suffixes of all n-grams in the model, got none of node ${node}, ${symbol}`);
  }

  #phones(ended: Hypothesis): Phones {
    const reversed: Phones[] = [];
    let length = 0;
    for (let at = ended.before!; at.before !== undefined; at = at.before) {
      const { phones } = this.#tables.graphones[at.symbol - FIRST_GRAPHONE];
      reversed.push(phones);
      length += phones.length;
    }
    const all = new Uint8Array(length);
    for (let i = reversed.length - 1, at = 0; i >= 0; at += reversed[i--].length) all.set(reversed[i], at);
    return all;
  }
}

/** Into a list ordered by cost, after those of the same cost; of more than `most` the last is dropped. */
function insert(list: Hypothesis[], hypothesis: Hypothesis, most: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1].cost > hypothesis.cost) at--;
  list.splice(at, 0, hypothesis);
  if (list.length > most) list.pop();
}
