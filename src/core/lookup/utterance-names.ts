import { CtcBeamSearch } from '../beam-search';
import type { ModelEmissions } from '../emissions';
import type { Word } from '../hypothesis';
import type { LanguageModel } from '../language-model/language-model';
import type { Name } from '../name';
import { compileNames, type VariantsOf } from '../name-trie';
import type { Pronouncer } from '../pronunciation/pronouncer';
import type { SearchOptions } from '../search-options';
import type { Vocabulary } from '../vocabulary';
import { NameLookup, type LookedUp } from './name-lookup';

/** Which of the techniques that wait for an utterance's end are used. */
export interface EndTechniques {
  /** The search's names are weighed against what is read without the list, by subwords and phones. */
  readonly rescoring: boolean;
  /** Names are looked up by their sound. */
  readonly lookup: boolean;
}

/** Decides which names of the list a finished utterance has. */
export class UtteranceNames {
  readonly #techniques: EndTechniques;
  /** Reads without the list, but for its negative names. */
  readonly #plain: CtcBeamSearch;
  readonly #lookup: NameLookup;

  constructor(
    vocabulary: Vocabulary,
    pronouncer: Pronouncer,
    techniques: EndTechniques,
    search: Partial<SearchOptions> = {},
  ) {
    this.#techniques = techniques;
    this.#plain = new CtcBeamSearch(vocabulary, search);
    this.#lookup = new NameLookup(vocabulary, pronouncer);
  }

  setLanguage(model: LanguageModel | undefined): void {
    this.#plain.setLanguage(model);
  }

  /** `variants`: as for `compileNames`. */
  setNames(names: readonly Name[], variants?: VariantsOf): void {
    const negative = names.map((name) => (name.negative === true ? name : { ...name, enabled: false }));
    this.#plain.setNames(compileNames(negative, this.#plain.vocabulary));
    this.#lookup.setNames(names, variants);
  }

  /**
   * The words of an utterance with the names that are likelier than not. `readings`: what the biased search read, best
   * first.
   */
  decide(emissions: ModelEmissions, readings: readonly (readonly Word[])[]): LookedUp {
    const { rescoring, lookup } = this.#techniques;
    // What spelling alone says the search has weighed already.
    if (emissions.phones === undefined) return { words: readings[0], before: readings[0], decisions: [] };
    const words = rescoring ? this.#plain.decode(emissions).words : readings[0];
    const heard = rescoring ? readings.flatMap((reading) => reading.filter(({ name }) => name !== undefined)) : [];
    if (!rescoring && !lookup) return { words, before: words, decisions: [] };
    return this.#lookup.lookUp({ emissions, words, heard, bySound: lookup });
  }
}
