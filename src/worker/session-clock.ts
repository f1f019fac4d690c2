import type { SessionStats } from '../protocol/recognizer-api';

/** Chunks that the percentiles look back on: half a minute. */
const chunks = 80;

/** What the recognizer costs. All times in ms. */
export class SessionClock {
  readonly #model = new Float32Array(chunks);
  #count = 0;
  #modelMs = 0;
  #decoderMs = 0;
  readonly #chunkMs: number;

  /** `chunkMs`: how much audio a chunk is. */
  constructor(chunkMs: number) {
    this.#chunkMs = chunkMs;
  }

  chunk(modelMs: number, decoderMs: number): void {
    this.#model[this.#count++ % chunks] = modelMs;
    this.#modelMs += modelMs;
    this.#decoderMs += decoderMs;
  }

  stats(): Pick<SessionStats, 'chunkMsP50' | 'chunkMsP95' | 'realTimeFactor' | 'decoderRealTimeFactor'> {
    const recent = this.#model.slice(0, Math.min(this.#count, chunks)).toSorted();
    const percentile = (share: number) => recent[Math.floor(share * (recent.length - 1))] ?? 0;
    const audioMs = Math.max(1, this.#count) * this.#chunkMs;
    return {
      chunkMsP50: percentile(0.5),
      chunkMsP95: percentile(0.95),
      realTimeFactor: (this.#modelMs + this.#decoderMs) / audioMs,
      decoderRealTimeFactor: this.#decoderMs / audioMs,
    };
  }
}
