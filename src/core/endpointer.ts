import type { Emissions } from './emissions';

/**
 * Decides where an utterance begins and ends, once per chunk.
 *
 * 1. A frame has a *token* when the blank has less than half of its probability, and is *loud* when its level lies
 *    `loudAboveFloor` over the noise floor. The floor is the least level of the last 4 to 8 s (two windows that take
 *    turns), so that it follows the room without being lifted by speech.
 * 2. Silence counts the frames since the last that had a token or was loud, those included that lie beyond the chunk and
 *    are known by their level alone; the blank run counts those since the last token.
 * 3. An utterance that has begun (had a token) ends at a chunk's end
 *      - `silence`: when waiting for one more chunk would let the silence exceed `trailingSilenceMs`. The final is out
 *        after at most that much silence, usually earlier; a pause of that length always ends the utterance.
 *      - `noise`: the same for the blank run plus `noisePatienceMs`, so that a loud room does not hold it open;
 *      - `length`: when one more chunk would make it longer than `maxUtteranceMs`.
 */

export interface EndpointOptions {
  /**
   * A final is out after at most so much silence, in ms; less than about 600 cannot be kept, since chunks come every
   * 384 ms and no silence below 200 ms ends an utterance. Default 800.
   */
  readonly trailingSilenceMs: number;
  /** An utterance is cut at this length at the latest, in ms. Default 30,000. */
  readonly maxUtteranceMs: number;
}

export const defaultEndpoint: EndpointOptions = { trailingSilenceMs: 800, maxUtteranceMs: 30_000 };

/** Sizes of the acoustic model's frames and chunks, as in `AcousticModel`. */
export interface FrameGeometry {
  readonly sampleRate: number;
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly lookaheadSamples: number;
}

export type EndpointReason = 'silence' | 'noise' | 'length';

const limits = {
  /** dB over the noise floor: speech in a room lies 20 to 40 over it, breath and chairs below 10. */
  loudAboveFloor: 12,
  /** dBFS below which nothing is loud: digital silence and good microphones in quiet rooms would have no floor. */
  neverLoudBelow: -60,
  /** Length of one window of the floor: longer than speech goes on without the shortest gap. */
  floorWindowMs: 4000,
  /** How much longer than quiet a blank run must be when the room stays loud. */
  noisePatienceMs: 700,
  /** The least silence that ends an utterance however short `trailingSilenceMs` is: gaps inside words reach 150 ms. */
  leastSilenceMs: 200,
  /** The shortest utterance that may be asked for: there must be room for a word and the pause before it. */
  leastUtteranceMs: 3000,
  /** Below this nothing was heard that could become a token: an utterance that has not begun may be forgotten. */
  untouchedBlank: Math.log(0.9),
};

const halfProbability = Math.log(0.5);

export class Endpointer {
  readonly #geometry: FrameGeometry;
  /** Whole frames of a window beyond its chunk. */
  readonly #beyond: number;
  /** In frames: how much silence, blank and length there may be at a chunk's end. */
  readonly #mostSilence: number;
  readonly #mostBlank: number;
  readonly #mostFrames: number;
  readonly #floor: NoiseFloor;
  #frames = 0;
  #firstToken = -1;
  #lastToken = -1;
  #lastSound = -1;
  #untouched = true;

  constructor({ trailingSilenceMs, maxUtteranceMs }: EndpointOptions, geometry: FrameGeometry) {
    const { sampleRate, frameSamples, framesPerChunk, lookaheadSamples } = geometry;
    if (!(trailingSilenceMs > 0)) throw new RangeError(`Expected trailingSilenceMs > 0, got ${trailingSilenceMs}`);
    if (!(maxUtteranceMs >= limits.leastUtteranceMs)) {
      throw new RangeError(`Expected maxUtteranceMs >= ${limits.leastUtteranceMs}, got ${maxUtteranceMs}`);
    }
    const frameMs = (1000 * frameSamples) / sampleRate;
    const lookaheadMs = (1000 * lookaheadSamples) / sampleRate;
    const framesIn = (ms: number) => Math.floor(ms / frameMs);
    this.#geometry = geometry;
    this.#beyond = Math.floor(lookaheadSamples / frameSamples);
    const mostBeforeEnd = framesIn(trailingSilenceMs - lookaheadMs) - framesPerChunk;
    this.#mostSilence = Math.max(framesIn(limits.leastSilenceMs), mostBeforeEnd + this.#beyond);
    this.#mostBlank = Math.max(framesIn(limits.leastSilenceMs), mostBeforeEnd) + framesIn(limits.noisePatienceMs);
    this.#mostFrames = framesIn(maxUtteranceMs) - framesPerChunk;
    this.#floor = new NoiseFloor(framesIn(limits.floorWindowMs));
  }

  /** Begins an utterance here, or at `frame` of the current one. The noise floor is kept: the room stays the same. */
  begin(frame: number = this.#frames): void {
    const since = (at: number) => Math.max(-1, at - frame);
    this.#frames -= frame;
    this.#lastToken = since(this.#lastToken);
    this.#lastSound = since(this.#lastSound);
    this.#firstToken = this.#lastToken < 0 ? -1 : Math.max(0, since(this.#firstToken));
    this.#untouched = this.#frames === 0;
  }

  /** Hears one chunk: its emissions, and the samples of its window. */
  hear({ logProbs, frames, vocabulary }: Emissions, blank: number, samples: Float32Array): void {
    const { frameSamples } = this.#geometry;
    for (let frame = 0; frame < frames; frame++, this.#frames++) {
      const blankLogProb = logProbs[frame * vocabulary + blank];
      const level = decibels(samples, frame * frameSamples, frameSamples);
      if (this.#isLoud(level, this.#floor.hear(level))) this.#lastSound = this.#frames;
      if (blankLogProb < limits.untouchedBlank) this.#untouched = false;
      if (blankLogProb < halfProbability) {
        this.#lastSound = this.#lastToken = this.#frames;
        if (this.#firstToken < 0) this.#firstToken = this.#frames;
      }
    }
    for (let frame = 0; frame < this.#beyond; frame++) {
      const level = decibels(samples, (frames + frame) * frameSamples, frameSamples);
      if (this.#isLoud(level, this.#floor.level)) this.#lastSound = this.#frames + frame;
    }
  }

  #isLoud(level: number, floor: number): boolean {
    return level > Math.max(floor + limits.loudAboveFloor, limits.neverLoudBelow);
  }

  /** The frame, since `begin()`, of the utterance's first token; undefined before it. */
  get speechStart(): number | undefined {
    return this.#firstToken < 0 ? undefined : this.#firstToken;
  }

  /** Whether nothing at all was heard since `begin()`: the utterance may as well begin anew. */
  get untouched(): boolean {
    return this.#untouched;
  }

  /** Why the utterance ends here, at the end of the chunk that was heard last; undefined when it goes on. */
  endpoint(): EndpointReason | undefined {
    if (this.#frames > this.#mostFrames) return 'length';
    // What never became a token is given up as a long noise is.
    const blankRun = this.#frames - 1 - this.#lastToken;
    const silence = this.#frames + this.#beyond - 1 - this.#lastSound;
    if (this.#lastToken >= 0 && silence > this.#mostSilence) return 'silence';
    return blankRun > this.#mostBlank ? 'noise' : undefined;
  }
}

/** The least level of the last one to two windows. */
class NoiseFloor {
  readonly #windowFrames: number;
  #before = Infinity;
  #now = Infinity;
  #frames = 0;

  constructor(windowFrames: number) {
    this.#windowFrames = windowFrames;
  }

  get level(): number {
    return Math.min(this.#before, this.#now);
  }

  hear(level: number): number {
    if (this.#frames++ === this.#windowFrames) {
      this.#before = this.#now;
      this.#now = level;
      this.#frames = 1;
    }
    this.#now = Math.min(this.#now, level);
    return this.level;
  }
}

/** Mean power of `length` samples in dB relative to full scale; −100 for digital silence. */
function decibels(samples: Float32Array, begin: number, length: number): number {
  let power = 0;
  for (let i = begin; i < begin + length; i++) power += samples[i] * samples[i];
  return 10 * Math.log10(power / length + 1e-10);
}
