import { CtcBeamSearch } from '../beam-search';
import type { ModelEmissions } from '../emissions';
import type { Name } from '../name';
import { compileNames, type VariantsOf } from '../name-trie';
import { alternatives, type Alternative, type FrameClock } from '../transcript';
import type { Vocabulary } from '../vocabulary';

const LIMITS = {
  /** Readings of an utterance: as many as a session gives. */
  readings: 5,
};

/**
 * The biased search once more, over the emissions of utterances that were recognized under another list. It knows no language:
 * a name that it writes was perhaps not written with one, which the other terms of the merge have to make good.
 */
export class RenewedSearch {
  readonly #search: CtcBeamSearch;
  readonly #names: readonly string[];

  constructor(vocabulary: Vocabulary, names: readonly Name[], variants?: VariantsOf) {
    const trie = compileNames(names, vocabulary, variants);
    this.#search = new CtcBeamSearch(vocabulary);
    this.#search.setNames(trie);
    this.#names = trie.texts;
  }

  /** What it reads, best first. */
  read({ emissions, clock }: { readonly emissions: ModelEmissions; readonly clock: FrameClock }): Alternative[] {
    this.#search.decode(emissions);
    return alternatives(this.#search.nBest(LIMITS.readings), [], this.#names, clock);
  }
}
