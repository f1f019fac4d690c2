import type { FinalMerger } from '../core/merge/final-merger';
import type { RecentUtterance, RecentUtterances } from '../core/merge/recent-utterances';
import { isNearMiss, repairsOf } from '../core/merge/repairs';
import { reviseUtterance } from '../core/merge/revised-utterance';
import type { Name } from '../core/name';
import type { UtteranceRepair } from '../protocol/second-pass-api';
import type { SecondPassReader } from './second-pass-service';

/** How often it looks whether a fresh sentence is still being revised, in ms. */
const waitMs = 50;

/** The list of now, in the merger, and whether it still is. */
export interface RepairList {
  readonly merger: FinalMerger;
  readonly names: readonly Name[];
  readonly isCurrent: () => boolean;
}

/**
 * Looks for changed names in the utterances that were revised last: each is merged again under the list of now, and where a
 * changed name comes near, its audio is read again, so that the second pass decides as it does about a fresh utterance. Fresh
 * ones come first: a reading that they find under way is dropped and begun again.
 */
export class RecentRepairs {
  readonly #reader: SecondPassReader;
  readonly #recent: RecentUtterances;
  readonly #nextTask: () => Promise<void>;
  #fresh = 0;
  #reading: string | undefined;
  #dropped = false;
  #searches = 0;

  /** `nextTask` lets waiting calls in. */
  constructor(reader: SecondPassReader, recent: RecentUtterances, nextTask: () => Promise<void>) {
    this.#reader = reader;
    this.#recent = recent;
    this.#nextTask = nextTask;
  }

  /** Makes way for a fresh utterance, until what is returned is called. */
  makeWay(): () => void {
    this.#fresh++;
    if (this.#reading !== undefined) {
      this.#dropped = true;
      void this.#reader.release(this.#reading);
    }
    return () => this.#fresh--;
  }

  /**
   * Where names of `changed` (texts) would be written, newest utterance first. Undefined when the list changes meanwhile, when
   * it is asked anew, or when the second pass reads no longer. Rejects when that breaks.
   */
  async find(list: RepairList, changed: readonly string[]): Promise<readonly UtteranceRepair[] | undefined> {
    const search = ++this.#searches;
    const wanted = new Set(changed);
    const repairs: UtteranceRepair[] = [];
    for (const utterance of this.#recent.newestFirst) {
      for (let done = false; !done;) {
        await this.#turn();
        if (search !== this.#searches || !list.isCurrent()) return undefined;
        const found = await this.#look(utterance, list, wanted);
        if (found === undefined && !this.#dropped) return undefined;
        done = found !== undefined;
        repairs.push(...(found ?? []));
      }
    }
    return search === this.#searches && list.isCurrent() ? repairs : undefined;
  }

  /** Resolves when no fresh utterance is being revised. */
  async #turn(): Promise<void> {
    await this.#nextTask();
    while (this.#fresh > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  /** Undefined when it was dropped, or cannot be read. */
  async #look(
    utterance: RecentUtterance,
    { merger, names }: RepairList,
    changed: ReadonlySet<string>,
  ): Promise<readonly UtteranceRepair[] | undefined> {
    const { id, words, samples, startMs, alternatives } = utterance;
    const [{ words: heard }] = alternatives as [(typeof alternatives)[number]];
    const unasked = await reviseUtterance(merger, utterance, () => Promise.resolve(undefined));
    if (!isNearMiss(unasked, changed, names)) return [];
    this.#reading = id;
    this.#dropped = false;
    try {
      const reading = await this.#reader.read({ id, samples, startMs, words: heard });
      if (reading === undefined) return undefined;
      const { pieces } = reading;
      const revised = await reviseUtterance(merger, { ...utterance, pieces }, (piece, texts) =>
        this.#reader.score(id, piece, texts),
      );
      if (this.#dropped) return undefined;
      return repairsOf(words, revised, changed, heard).map((repair) => ({ utterance: id, ...repair }));
    } catch (error) {
      if (this.#dropped) return undefined;
      throw error;
    } finally {
      this.#reading = undefined;
      await this.#reader.release(id);
    }
  }
}
