/**
 * Streaming sample-rate conversion by a polyphase windowed sinc.
 *
 * Output n is the band-limited signal at the input time t = n · from / to (in input samples), no delay added:
 *
 *   y[n] = Σ_k x[k] · h(k − t),   h(u) = 2c · sinc(2c·u) · kaiser(u / half)
 *
 * with the cutoff c, the lower of the two Nyquist frequencies, in cycles per input sample. t has only to/gcd different
 * fractions, so the filters of all phases are computed once; each is scaled to gain 1 at 0 Hz, or the phases would
 * modulate a constant. The window's shape and length follow Kaiser's formulas (Oppenheim & Schafer, Discrete-Time Signal
 * Processing, 7.6) for the attenuation and the transition band below.
 */

const design = {
  /** Stop band in dB: 16-bit audio has 98, speech from a room 40 to 60; beyond this nothing is heard or learned. */
  attenuation: 80,
  /**
   * End of the pass band and begin of the stop band as shares of the lower Nyquist frequency. To 16 kHz: all is heard up to
   * 7.76 kHz, since a model that learned from audio of 16 kHz misses what a shorter filter takes (half a point of word
   * errors for 7.3 kHz), and nothing from 8.24 kHz on. What lies between folds onto 7.76 to 8 kHz: the hiss of an s on an s.
   */
  passBand: 0.97,
  stopBand: 1.03,
  /** What audio files and devices have, with a margin; a header that says otherwise is broken. */
  minRate: 4000,
  maxRate: 768_000,
};

/** Converts one stream, in blocks of any length: the cutting changes no bit of the output. */
export class Resampler {
  readonly fromRate: number;
  readonly toRate: number;
  /** How much input beyond a moment is needed before its output comes, in seconds (5 ms from 48 kHz). */
  readonly latencySeconds: number;
  /** Taps on each side of t. */
  readonly #half: number;
  /** phases × 2·half, row-major; undefined where the rates are equal and nothing is to be done. */
  readonly #filters: Float32Array | undefined;
  readonly #phases: number;
  /** Whole input samples and phases that t moves on by with each output. */
  readonly #wholeStep: number;
  readonly #phaseStep: number;
  /** Input not yet used up; grows to the longest block and is reused. */
  #input: Float32Array;
  #inputLength: number;
  /** Of the next output: the first of its 2·half taps in `#input`, and its phase. */
  #first = 0;
  #phase = 0;
  #taken = 0;
  #given = 0;

  constructor(fromRate: number, toRate: number) {
    for (const rate of [fromRate, toRate]) {
      if (!Number.isInteger(rate) || rate < design.minRate || rate > design.maxRate) {
        throw new RangeError(`Expected a sample rate from ${design.minRate} to ${design.maxRate} Hz, got ${rate}`);
      }
    }
    const divisor = greatestCommonDivisor(fromRate, toRate);
    this.fromRate = fromRate;
    this.toRate = toRate;
    this.#phases = toRate / divisor;
    this.#wholeStep = Math.floor(fromRate / toRate);
    this.#phaseStep = (fromRate / divisor) % this.#phases;

    const nyquist = Math.min(0.5, (0.5 * toRate) / fromRate);
    const transition = nyquist * (design.stopBand - design.passBand);
    const taps = (design.attenuation - 7.95) / (14.36 * transition);
    this.#half = fromRate === toRate ? 0 : Math.ceil(taps / 2);
    this.#filters = fromRate === toRate ? undefined : makeFilters(this.#phases, this.#half, nyquist);
    this.latencySeconds = this.#half / fromRate;
    // Before the stream there was silence: the taps left of its first sample.
    this.#inputLength = Math.max(0, this.#half - 1);
    this.#input = new Float32Array(this.#inputLength + 1024);
  }

  /** What can be told now. The result belongs to the caller; with equal rates it is `samples` itself. */
  push(samples: Float32Array): Float32Array {
    this.#taken += samples.length;
    if (this.#filters === undefined) return samples;
    this.#append(samples.length).set(samples);
    const taps = 2 * this.#half;
    // t of output n lies at first + half − 1 + phase / phases; the last tap must be there.
    const room = this.#inputLength - taps - this.#first;
    if (room < 0) return new Float32Array(0);
    const step = this.#wholeStep + this.#phaseStep / this.#phases;
    const output = new Float32Array(Math.ceil((room + 1 - this.#phase / this.#phases) / step) + 1);
    const count = this.#fill(output);
    this.#discard();
    this.#given += count;
    return output.subarray(0, count);
  }

  /** The rest, as if silence followed. All outputs together are ceil(input · to / from). Nothing may be pushed after. */
  flush(): Float32Array {
    if (this.#filters === undefined) return new Float32Array(0);
    const total = Math.ceil((this.#taken * this.toRate) / this.fromRate);
    const missing = total - this.#given;
    return this.push(new Float32Array(2 * this.#half)).subarray(0, missing);
  }

  #fill(output: Float32Array): number {
    const input = this.#input;
    const filters = this.#filters!;
    const taps = 2 * this.#half;
    let count = 0;
    for (; this.#first + taps <= this.#inputLength; count++) {
      const [first, row] = [this.#first, this.#phase * taps];
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += input[first + k] * filters[row + k];
      output[count] = sum;
      this.#first += this.#wholeStep;
      this.#phase += this.#phaseStep;
      if (this.#phase >= this.#phases) {
        this.#phase -= this.#phases;
        this.#first++;
      }
    }
    return count;
  }

  /** Room for `length` more samples at the end of the input. */
  #append(length: number): Float32Array {
    const begin = this.#inputLength;
    this.#inputLength += length;
    if (this.#inputLength > this.#input.length) {
      const longer = new Float32Array(2 * this.#inputLength);
      longer.set(this.#input.subarray(0, begin));
      this.#input = longer;
    }
    return this.#input.subarray(begin, this.#inputLength);
  }

  #discard(): void {
    const used = Math.min(this.#first, this.#inputLength);
    this.#input.copyWithin(0, used, this.#inputLength);
    this.#inputLength -= used;
    this.#first -= used;
  }
}

function makeFilters(phases: number, half: number, cutoff: number): Float32Array {
  const taps = 2 * half;
  const beta = 0.1102 * (design.attenuation - 8.7);
  const peak = besselI0(beta);
  const filters = new Float32Array(phases * taps);
  const row = new Float64Array(taps);
  for (let phase = 0; phase < phases; phase++) {
    let gain = 0;
    for (let k = 0; k < taps; k++) {
      const u = k - (half - 1) - phase / phases;
      const angle = 2 * Math.PI * cutoff * u;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      // The window's ends lie at ±half; |u| never exceeds it.
      const window = besselI0(beta * Math.sqrt(Math.max(0, 1 - (u / half) ** 2))) / peak;
      row[k] = sinc * window;
      gain += row[k];
    }
    for (let k = 0; k < taps; k++) filters[phase * taps + k] = row[k] / gain;
  }
  return filters;
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
