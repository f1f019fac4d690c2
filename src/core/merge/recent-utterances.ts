import type { PieceWord, UtteranceToRevise } from './revised-utterance';

const LIMITS = {
  /**
   * How much speech is kept, in ms: a name is added soon after it was misread, and what was said longer ago has been read
   * over. A second takes 114 KB, its audio 64 and its emissions 50, all of it 34 MB: a tenth of what the second pass takes.
   */
  speechMs: 300_000,
};

/**
 * An utterance as it was revised, with all that it takes to revise it again. The audio is kept because the second pass's word
 * weighs most where a name is a common word too, and its caches, the other way to ask it, are twelve times as large.
 */
export interface RecentUtterance extends UtteranceToRevise {
  readonly id: string;
  /** 16 kHz, mono, from `startMs` on. */
  readonly samples: Float32Array;
  readonly startMs: number;
  /** As it was revised. */
  readonly words: readonly PieceWord[];
}

/** The utterances that were revised last, in bounded memory. */
export class RecentUtterances {
  readonly #speechMs: number;
  #utterances: RecentUtterance[] = [];

  constructor(speechMs: number = LIMITS.speechMs) {
    this.#speechMs = speechMs;
  }

  keep(utterance: RecentUtterance): void {
    this.#utterances.unshift(utterance);
    let speechMs = 0;
    const tooMany = this.#utterances.findIndex(
      ({ emissions, clock }) => (speechMs += emissions.frames * clock.frameMs) > this.#speechMs,
    );
    if (tooMany >= 0) this.#utterances.length = tooMany;
  }

  /** As of now. */
  get newestFirst(): readonly RecentUtterance[] {
    return this.#utterances.slice();
  }
}
