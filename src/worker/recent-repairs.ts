import type { FinalMerger } from '../core/merge/final-merger';
import type { RecentUtterance, RecentUtterances } from '../core/merge/recent-utterances';
import { bestOdds, repairsOf } from '../core/merge/repairs';
import { RenewedSearch } from '../core/merge/renewed-search';
import { reviseUtterance } from '../core/merge/revised-utterance';
import { wholeOf, type Name } from '../core/name';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { Vocabulary } from '../core/vocabulary';
import type { UtteranceRepair } from '../protocol/second-pass-api';
import type { SecondPassReader } from './second-pass-service';

const limits = {
  /** How often it looks whether a fresh sentence is still being revised, in ms. */
  waitMs: 50,
  /** Odds of a name below which an utterance is not read again: search and second pass seldom add more than 3 nats. */
  leastOdds: -3,
  /** Utterances that are read again, the likeliest first: a long list that is imported comes near in most of them. */
  readings: 16,
};

/** The list of now. */
export interface RepairList {
  readonly names: readonly Name[];
  /** Has `names`. */
  readonly merger: FinalMerger;
  readonly vocabulary: Vocabulary;
  /** How else the model may write names, by index. */
  readonly spell: (names: readonly Name[]) => Promise<readonly (readonly SoundSpelling[])[]>;
  readonly isCurrent: () => boolean;
}

/** An utterance in which a changed name sounds like what is written. */
interface NearMiss {
  readonly utterance: RecentUtterance;
  readonly odds: number;
}

/**
 * Looks for changed names in the utterances that were revised last. Each is merged with them alone, without asking the second
 * pass; where one of them comes near, the emissions are searched and the audio is read again, and both are merged under the
 * whole list, so that it is decided as in a fresh utterance. Fresh ones come first: a reading that they find under way is dropped and begun again.
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
    const isStale = () => search !== this.#searches || !list.isCurrent();
    const wanted = new Set(changed);
    const near = await this.#nearMisses(list, wanted, isStale);
    if (near === undefined || near.length === 0) return near && [];
    const spellings = await list.spell(list.names);
    const variants = new Map(list.names.map((name, index) => [name, spellings[index]]));
    const renewed = new RenewedSearch(list.vocabulary, list.names, (name) => variants.get(name) ?? []);
    const repairs = new Map<RecentUtterance, readonly UtteranceRepair[]>();
    for (const { utterance } of near) {
      const alternatives = [...utterance.alternatives, ...renewed.read(utterance)];
      let found: readonly UtteranceRepair[] | undefined;
      do {
        await this.#turn();
        if (isStale()) return undefined;
        found = await this.#read({ ...utterance, alternatives }, list.merger, wanted);
      } while (found === undefined && this.#dropped);
      if (found === undefined) return undefined;
      repairs.set(utterance, found);
    }
    if (isStale()) return undefined;
    return this.#recent.newestFirst.flatMap((utterance) => repairs.get(utterance) ?? []);
  }

  /** Utterances that are worth reading again, likeliest first. */
  async #nearMisses(
    { names, merger }: RepairList,
    changed: ReadonlySet<string>,
    isStale: () => boolean,
  ): Promise<readonly NearMiss[] | undefined> {
    // Few names are found much faster; most of a list would be indexed twice.
    const isFew = 2 * changed.size < names.length;
    const few = isFew ? names.filter(({ text }) => changed.has(text)) : names;
    const finder = isFew ? merger.with(few) : merger;
    const listed = new Set(names.map(wholeOf)).size;
    const near: NearMiss[] = [];
    for (const utterance of this.#recent.newestFirst) {
      await this.#turn();
      if (isStale()) return undefined;
      const unasked = await reviseUtterance(finder, utterance, () => Promise.resolve(undefined));
      const odds = bestOdds(unasked, changed, few, listed);
      if (odds > limits.leastOdds) near.push({ utterance, odds });
    }
    return near.toSorted((a, b) => b.odds - a.odds).slice(0, limits.readings);
  }

  /** Resolves when no fresh utterance is being revised. */
  async #turn(): Promise<void> {
    await this.#nextTask();
    while (this.#fresh > 0) await new Promise((resolve) => setTimeout(resolve, limits.waitMs));
  }

  /** What is to be repaired in an utterance, read again. Undefined when that was dropped, or cannot be done. */
  async #read(
    utterance: RecentUtterance,
    merger: FinalMerger,
    changed: ReadonlySet<string>,
  ): Promise<readonly UtteranceRepair[] | undefined> {
    const { id, words, samples, startMs, alternatives, languageModel } = utterance;
    const [{ words: heard }] = alternatives as [(typeof alternatives)[number]];
    this.#reading = id;
    this.#dropped = false;
    try {
      const reading = await this.#reader.read({ id, samples, startMs, words: heard, languageModel });
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
