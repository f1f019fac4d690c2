import type { AcousticModel } from '../core/acoustic-model';
import type { ModelEmissions } from '../core/emissions';
import type { Vocabulary } from '../core/vocabulary';
import type { OpenedModel } from './open-backend';

/**
 * How much audio is heard again after a loss, in ms. It restores the model's caches, which reach back 3 s in each of six
 * layers; the norm's statistics have a memory of the same length.
 */
const replayedMs = 20_000;

/** A model that breaks more often will not last the session. */
const mostLosses = 5;

/** Opens the model again after it was lost `losses` times, the last time for `reason`. Rejects when that is impossible. */
export type Reopen = (losses: number, reason: string) => Promise<OpenedModel>;

/**
 * An acoustic model that survives the loss of what it runs on: it is opened anew, hears the last seconds again, and the
 * window on which it broke. The decoder notices nothing, so no word is lost or written twice.
 */
export class RecoveringModel implements AcousticModel {
  readonly sampleRate: number;
  readonly chunkSamples: number;
  readonly lookaheadSamples: number;
  readonly frameSamples: number;
  readonly framesPerChunk: number;
  readonly vocabulary: Vocabulary;
  readonly hearsPhones: boolean;
  readonly #reopen: Reopen;
  #opened!: OpenedModel;
  #giveUp: (reason: Error) => void = () => {};
  #losses = 0;
  /** The last windows since `reset()`, a ring: window k is in row k mod rows. */
  readonly #windows: Float32Array;
  readonly #rows: number;
  #heard = 0;

  constructor(opened: OpenedModel, reopen: Reopen) {
    const { model } = opened;
    this.sampleRate = model.sampleRate;
    this.chunkSamples = model.chunkSamples;
    this.lookaheadSamples = model.lookaheadSamples;
    this.frameSamples = model.frameSamples;
    this.framesPerChunk = model.framesPerChunk;
    this.vocabulary = model.vocabulary;
    this.hearsPhones = model.hearsPhones;
    this.#open(opened);
    this.#reopen = reopen;
    this.#rows = Math.ceil((replayedMs / 1000) * (model.sampleRate / model.chunkSamples));
    this.#windows = new Float32Array(this.#rows * (model.chunkSamples + model.lookaheadSamples));
  }

  async infer(window: Float32Array): Promise<ModelEmissions> {
    let emissions: ModelEmissions | undefined;
    let again = this.#heard;
    while (emissions === undefined) {
      try {
        for (; again < this.#heard; again++) await this.#try(this.#row(again));
        emissions = await this.#try(window);
      } catch (error) {
        await this.#recover(error instanceof Error ? error.message : String(error));
        again = Math.max(0, this.#heard - this.#rows);
      }
    }
    this.#row(this.#heard++).set(window);
    return emissions;
  }

  reset(): void {
    this.#heard = 0;
    this.#opened.model.reset();
  }

  dispose(): Promise<void> {
    return this.#opened.model.dispose();
  }

  /** Does not wait for a run that a lost device leaves pending. */
  #try(window: Float32Array): Promise<ModelEmissions> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      this.#opened.model.infer(window).then(resolve, reject);
    });
  }

  /** Once per opened model: a `then` per window on a promise that stays pending would pile up. */
  #open(opened: OpenedModel): void {
    this.#opened = opened;
    void opened.lost.then((reason) => opened === this.#opened && this.#giveUp(new Error(reason)));
  }

  async #recover(reason: string): Promise<void> {
    this.#losses++;
    if (this.#losses > mostLosses) throw new Error(`Lost ${this.#losses} times: ${reason}`);
    // A session on a lost device may fail to close; there is nothing else to be done with it.
    await this.#opened.model.dispose().catch(() => {});
    this.#open(await this.#reopen(this.#losses, reason));
  }

  #row(window: number): Float32Array {
    const length = this.chunkSamples + this.lookaheadSamples;
    const row = window % this.#rows;
    return this.#windows.subarray(row * length, (row + 1) * length);
  }
}
