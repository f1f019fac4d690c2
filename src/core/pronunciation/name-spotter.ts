/*
 * Finds where in an utterance thousands of names may have been said, by the phones alone: keyword spotting against a filler
 * (Rohlicek et al. 1989) on a trie of all pronunciations.
 *
 * 1. In each frame a phone, or the blank, costs what it is less probable than the frame's best. The filler is the path of
 *    the bests: it costs nothing, and stands before and behind a name. So a name may begin at any frame, whatever words
 *    somebody else reads there.
 * 2. Every node of the trie has the two states of a CTC alignment, its phone and the blank behind it, each with its least
 *    cost so far and the frame where that began (Viterbi). All names are walked together, and only states whose cost is
 *    bearable at their depth go on: of a large list most are dropped at their first phones.
 * 3. The cheapest end of a pronunciation is where it was said, if anywhere.
 */

import type { Emissions } from '../emissions';
import { PHONE_TOKENS, type Phones } from './phones';
import type { NameSound } from './sound-index';

const LIMITS = {
  /** Cost that a name may have, in nats per phone and in addition: beyond, something else was said. */
  perPhone: 2.5,
  inAddition: 4,
  /** Of a frame: what the model excludes may still be what it misheard. */
  perFrame: 9,
};

/** A name where it fits best: frames [start, end), and its cost there in nats per phone, 0 or more. */
export interface SpottedName {
  readonly name: number;
  readonly start: number;
  readonly end: number;
  readonly cost: number;
  readonly phones: number;
}

export class NameSpotter {
  /** In the order of their phones. */
  readonly #sounds: readonly NameSound[];
  /** By node, the root first, a node's children behind each other: [firstChild[n], firstChild[n + 1]). */
  readonly #firstChild: Int32Array;
  readonly #phone: Uint8Array;
  /** Least bearable cost: grows with the depth. */
  readonly #bearable: Float32Array;
  /** Sounds that end at the node: [firstEnd[n], endEnd[n]). */
  readonly #firstEnd: Int32Array;
  readonly #endEnd: Int32Array;
  /** By state, 2 · node for its phone and one more for the blank behind it: least cost, and the frame where it began. */
  #costs: Float32Array;
  #starts: Int32Array;
  #nextCosts: Float32Array;
  #nextStarts: Int32Array;
  /** Nodes one of whose states goes on; of the next frame, and whether a node is among them. */
  #active: Int32Array;
  #next: Int32Array;
  #nextCount = 0;
  readonly #isNext: Uint8Array;
  /** By sound: its cheapest end so far. */
  readonly #cost: Float32Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;

  constructor(sounds: readonly NameSound[]) {
    this.#sounds = sounds
      .filter(({ phones }) => phones.length > 0)
      .toSorted((a, b) => comparePhones(a.phones, b.phones));
    const nodes = trieOf(this.#sounds);
    this.#firstChild = Int32Array.from([...nodes.map(({ firstChild }) => firstChild), nodes.length]);
    this.#phone = Uint8Array.from(nodes, ({ phone }) => phone);
    this.#bearable = Float32Array.from(nodes, ({ depth }) => LIMITS.inAddition + LIMITS.perPhone * depth);
    this.#firstEnd = Int32Array.from(nodes, ({ firstEnd }) => firstEnd);
    this.#endEnd = Int32Array.from(nodes, ({ endEnd }) => endEnd);
    const states = 2 * nodes.length;
    this.#costs = new Float32Array(states).fill(Infinity);
    this.#nextCosts = new Float32Array(states).fill(Infinity);
    this.#starts = new Int32Array(states);
    this.#nextStarts = new Int32Array(states);
    this.#active = new Int32Array(nodes.length);
    this.#next = new Int32Array(nodes.length);
    this.#isNext = new Uint8Array(nodes.length);
    this.#cost = new Float32Array(this.#sounds.length);
    this.#start = new Int32Array(this.#sounds.length);
    this.#end = new Int32Array(this.#sounds.length);
  }

  /**
   * Names that may have been said in `phones` (natural logarithms of PHONE_TOKENS), each by its cheapest pronunciation. First
   * come those whose cost is farthest below what is bearable: many phones that fit fairly say more than three that fit well.
   * Throws a RangeError for other columns.
   */
  spot(phones: Emissions): SpottedName[] {
    const columns = PHONE_TOKENS.length;
    if (phones.vocabulary !== columns) {
      throw new RangeError(`Expected emissions of ${columns} phones, got ${phones.vocabulary}`);
    }
    this.#cost.fill(Infinity);
    const costs = new Float32Array(columns);
    let active = 0;
    for (let frame = 0; frame < phones.frames; frame++) {
      costsOf(phones.logProbs, frame * columns, costs);
      active = this.#step(frame, costs, active);
    }
    for (let i = 0; i < active; i++) this.#costs.fill(Infinity, 2 * this.#active[i], 2 * this.#active[i] + 2);
    return this.#cheapest();
  }

  /** One frame: the `count` active nodes and their children, and the root's, take part. Returns how many are active then. */
  #step(frame: number, costs: Float32Array, count: number): number {
    const firstChild = this.#firstChild;
    const phone = this.#phone;
    const was = this.#costs;
    const began = this.#starts;
    this.#nextCount = 0;
    for (let child = firstChild[0]; child < firstChild[1]; child++) this.#reach(2 * child, 0, frame);
    for (let i = 0; i < count; i++) {
      const node = this.#active[i];
      const said = 2 * node;
      const blank = said + 1;
      this.#reach(said, was[said], began[said]);
      this.#reach(blank, was[said], began[said]);
      this.#reach(blank, was[blank], began[blank]);
      for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
        // The same phone twice needs a blank between.
        if (phone[child] !== phone[node]) this.#reach(2 * child, was[said], began[said]);
        this.#reach(2 * child, was[blank], began[blank]);
      }
      was[said] = was[blank] = Infinity;
    }
    let kept = 0;
    for (let i = 0; i < this.#nextCount; i++) {
      const node = this.#next[i];
      this.#isNext[node] = 0;
      const said = 2 * node;
      const blank = said + 1;
      this.#nextCosts[said] += costs[phone[node] + 1];
      this.#nextCosts[blank] += costs[0];
      if (this.#nextCosts[said] < Infinity) this.#conclude(node, frame + 1);
      const bearable = this.#bearable[node];
      if (this.#nextCosts[said] > bearable) this.#nextCosts[said] = Infinity;
      if (this.#nextCosts[blank] > bearable) this.#nextCosts[blank] = Infinity;
      if (this.#nextCosts[said] < Infinity || this.#nextCosts[blank] < Infinity) this.#next[kept++] = node;
    }
    [this.#costs, this.#nextCosts] = [this.#nextCosts, this.#costs];
    [this.#starts, this.#nextStarts] = [this.#nextStarts, this.#starts];
    [this.#active, this.#next] = [this.#next, this.#active];
    return kept;
  }

  /** A way into `state` of the next frame. */
  #reach(state: number, cost: number, start: number): void {
    if (cost === Infinity) return;
    const node = state >> 1;
    if (this.#isNext[node] === 0) {
      this.#isNext[node] = 1;
      this.#next[this.#nextCount++] = node;
      this.#nextCosts[2 * node] = this.#nextCosts[2 * node + 1] = Infinity;
    }
    // Of equal cost the later start: a name is not longer than it must be.
    if (cost < this.#nextCosts[state] || (cost === this.#nextCosts[state] && start > this.#nextStarts[state])) {
      this.#nextCosts[state] = cost;
      this.#nextStarts[state] = start;
    }
  }

  /** The sounds of `node` may end before frame `end`. */
  #conclude(node: number, end: number): void {
    const cost = this.#nextCosts[2 * node];
    for (let sound = this.#firstEnd[node]; sound < this.#endEnd[node]; sound++) {
      if (cost >= this.#cost[sound]) continue;
      this.#cost[sound] = cost;
      this.#start[sound] = this.#nextStarts[2 * node];
      this.#end[sound] = end;
    }
  }

  #cheapest(): SpottedName[] {
    const best = new Map<number, SpottedName>();
    this.#sounds.forEach(({ name, phones: { length: phones } }, sound) => {
      if (this.#cost[sound] > LIMITS.inAddition + LIMITS.perPhone * phones) return;
      const cost = this.#cost[sound] / phones;
      const known = best.get(name);
      if (known !== undefined && known.cost <= cost) return;
      best.set(name, { name, start: this.#start[sound], end: this.#end[sound], cost, phones });
    });
    return [...best.values()].toSorted(bySlack);
  }
}

interface TrieNode {
  readonly phone: number;
  readonly depth: number;
  readonly firstEnd: number;
  readonly endEnd: number;
  firstChild: number;
}

/** Of sounds in the order of their phones, level by level. */
function trieOf(sounds: readonly NameSound[]): TrieNode[] {
  /** Sounds [first, end) share the phones down to the node. */
  const ranges = [{ first: 0, end: sounds.length, depth: 0, phone: 0 }];
  const nodes: TrieNode[] = [];
  for (let node = 0; node < ranges.length; node++) {
    const { first, end, depth, phone } = ranges[node];
    let next = first;
    while (next < end && sounds[next].phones.length === depth) next++;
    nodes.push({ phone, depth, firstEnd: first, endEnd: next, firstChild: ranges.length });
    while (next < end) {
      const begin = next;
      const child = sounds[begin].phones[depth];
      while (next < end && sounds[next].phones[depth] === child) next++;
      ranges.push({ first: begin, end: next, depth: depth + 1, phone: child });
    }
  }
  return nodes;
}

/** What each token costs in the row at `offset`. */
function costsOf(logProbs: Float32Array, offset: number, costs: Float32Array): void {
  let best = -Infinity;
  for (let token = 0; token < costs.length; token++) best = Math.max(best, logProbs[offset + token]);
  for (let token = 0; token < costs.length; token++) {
    costs[token] = Math.min(LIMITS.perFrame, best - logProbs[offset + token]);
  }
}

function comparePhones(a: Phones, b: Phones): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i === a.length || i === b.length ? a.length - b.length : a[i] - b[i];
}

function bySlack(a: SpottedName, b: SpottedName): number {
  return slackOf(b) - slackOf(a) || a.start - b.start || b.phones - a.phones || a.name - b.name;
}

/** How far the name's cost is below what is bearable, in nats. */
function slackOf({ cost, phones }: SpottedName): number {
  return (LIMITS.perPhone - cost) * phones;
}
