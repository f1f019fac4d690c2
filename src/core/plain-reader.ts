import { CtcBeamSearch } from './beam-search';
import type { Emissions } from './emissions';
import type { LanguageModel } from './language-model/language-model';
import type { NameTrie } from './name-trie';
import type { SearchOptions } from './search-options';
import { recognizedWords, type FrameClock, type RecognizedWord } from './transcript';
import type { Vocabulary } from './vocabulary';
import { readWhole } from './whole-reading';

/**
 * Reads a finished utterance once more without names. The search writes a name for the list's sake, and what else was heard
 * there is soon out of its beam: whoever weighs the name later needs to know it. Other words too come out a little worse beside
 * a long list.
 */
export class PlainReader {
  readonly #search: CtcBeamSearch;

  constructor(vocabulary: Vocabulary, options?: Partial<SearchOptions>) {
    this.#search = new CtcBeamSearch(vocabulary, options);
  }

  /** As for the search that wrote the names. */
  setLanguage(model: LanguageModel | undefined): void {
    this.#search.setLanguage(model);
  }

  /** Names that are not to be written: without the others they still are not. */
  setNegative(names: NameTrie | undefined): void {
    this.#search.setNames(names);
  }

  /** The words of the best reading of an utterance. */
  read(emissions: Emissions, clock: FrameClock): RecognizedWord[] {
    const { settled, hypotheses } = readWhole(this.#search, emissions, 1);
    return recognizedWords([...settled, ...hypotheses[0].words], [], clock);
  }
}
