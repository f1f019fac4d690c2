/**
 * The tokens worth trying on one frame: those within `floor` nats of the best one, the `tried` likeliest first and in
 * order. Every hypothesis tries those; the others only continue names. The blank is not among them.
 */
export class FrameTokens {
  /** Reused: valid up to `count` until the next `rank`. */
  readonly tokens: Int32Array;
  count = 0;
  /** How many of `tokens` stand first and in order. */
  tried = 0;
  readonly #blank: number;
  readonly #most: number;
  readonly #floor: number;

  constructor(vocabulary: number, blank: number, most: number, floor: number) {
    this.tokens = new Int32Array(vocabulary);
    this.#blank = blank;
    this.#most = most;
    this.#floor = floor;
  }

  /** Reads a frame; `logProbs`: of each token, perhaps divided by its prior and then above 0 (prefix-search.ts). */
  rank(logProbs: Float32Array): void {
    const { tokens } = this;
    const most = this.#most;
    let best = -Infinity;
    for (let token = 0; token < tokens.length; token++) if (logProbs[token] > best) best = logProbs[token];
    const least = best - this.#floor;
    let count = 0;
    for (let token = 0; token < tokens.length; token++) {
      const logProb = logProbs[token];
      if (logProb < least || logProb === -Infinity || token === this.#blank) continue;
      let place = Math.min(count, most);
      if (place === most) {
        const last = tokens[most - 1];
        if (logProb <= logProbs[last]) {
          tokens[count++] = token;
          continue;
        }
        tokens[count] = last;
        place--;
      }
      for (; place > 0 && logProbs[tokens[place - 1]] < logProb; place--) tokens[place] = tokens[place - 1];
      tokens[place] = token;
      count++;
    }
    this.count = count;
    this.tried = Math.min(count, most);
  }
}
