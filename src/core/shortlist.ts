import { LOG_ZERO } from './log-math';

/** In the place of a token: the candidate is its source's own prefix, held for a frame. */
export const STAY = -1;

/**
 * The best candidates of a frame: at most `most`, none that is `width` nats or more below the best, none that is
 * impossible. Equal candidates rank in the order in which they come.
 *
 * To offer one, fill the columns in row `free` and call `offer`. (Numbers with a fraction that are passed to a function
 * or returned by it may be boxed on the heap, some hundred times a frame: here they only pass through typed arrays.)
 */
export class Shortlist {
  size = 0;
  /** Rows in the columns below, the best first. */
  readonly order: Int32Array;
  /** The row to be filled next. */
  free = 0;
  /** By row: what candidates are ranked by. */
  readonly score: Float64Array;
  /** By row: the slot of the hypothesis that the candidate comes from, and the token that extends it or STAY. */
  readonly slot: Int32Array;
  readonly token: Int32Array;
  /** By row: the node of the open name after the extension (name-credit.ts). */
  readonly node: Int32Array;
  /** By row: how much the open name has been pulled by (name-credit.ts). */
  readonly pull: Float64Array;
  /** By row: acoustic log-probability of the paths that end in a blank, of those that end in the token, and of both. */
  readonly blankSum: Float64Array;
  readonly tokenSum: Float64Array;
  readonly logProb: Float64Array;
  /** By row: what the language model adds (language-score.ts). */
  readonly language: Float64Array;
  /** In bar[0] the score that a candidate must exceed to come in. */
  readonly bar = new Float64Array(1);
  readonly #most: number;
  readonly #width: number;
  readonly #best = new Float64Array(1);

  constructor(most: number, width: number) {
    this.order = new Int32Array(most);
    this.score = new Float64Array(most + 1);
    this.slot = new Int32Array(most + 1);
    this.token = new Int32Array(most + 1);
    this.node = new Int32Array(most + 1);
    this.pull = new Float64Array(most + 1);
    this.blankSum = new Float64Array(most + 1);
    this.tokenSum = new Float64Array(most + 1);
    this.logProb = new Float64Array(most + 1);
    this.language = new Float64Array(most + 1);
    this.#most = most;
    this.#width = width;
  }

  clear(): void {
    this.size = 0;
    this.free = 0;
    this.bar[0] = LOG_ZERO;
    this.#best[0] = LOG_ZERO;
  }

  /** Takes the row `free` in if it is good enough. */
  offer(): void {
    const { order, score, free, bar } = this;
    const offered = score[free];
    if (offered <= bar[0]) return;
    let place = this.size;
    if (place === this.#most) this.free = order[--place];
    else this.free = ++this.size;
    for (; place > 0 && score[order[place - 1]] < offered; place--) order[place] = order[place - 1];
    order[place] = free;
    if (place === 0) this.#best[0] = offered;
    bar[0] = this.#best[0] - this.#width;
    if (this.size === this.#most) bar[0] = Math.max(bar[0], score[order[this.#most - 1]]);
  }

  /** Drops those that came in before a much better one. */
  trim(): void {
    const least = this.#best[0] - this.#width;
    while (this.size > 0 && this.score[this.order[this.size - 1]] <= least) this.size--;
  }
}
