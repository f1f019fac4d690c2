import { CtcBeamSearch } from '../core/beam-search';
import type { LanguageModel } from '../core/language-model/language-model';
import { AUTOMATIC_BOOST } from '../core/name';
import { compileNames } from '../core/name-trie';
import type { SearchOptions } from '../core/search-options';
import { textOf } from '../core/transcript';
import { Vocabulary } from '../core/vocabulary';
import { boostedNames } from './boosted-names';
import { EmissionsFolder } from './emissions-folder';
import type { Stream } from './manifest';

import type { Settings } from './settings';
import type { Transcriber, Transcription } from './transcriber';

/** Decodes emissions that were saved, by our own or another model. */
export class ReplayTranscriber implements Transcriber {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #emissions: EmissionsFolder;
  readonly #search: CtcBeamSearch;
  readonly #boost: number | undefined;

  private constructor(
    emissions: EmissionsFolder,
    options: Partial<SearchOptions>,
    boost: number | undefined,
    language: LanguageModel | undefined,
  ) {
    this.frameMs = emissions.header.frameMs;
    this.#emissions = emissions;
    this.#search = new CtcBeamSearch(new Vocabulary(emissions.header), options);
    this.#search.setLanguage(language);
    this.#boost = boost;
    this.settings = { beam: this.#search.options.beamSize, boost: boost ?? AUTOMATIC_BOOST };
  }

  static async open(
    folder: string,
    options: Partial<SearchOptions>,
    boost: number | undefined,
    language?: LanguageModel,
  ): Promise<ReplayTranscriber> {
    return new ReplayTranscriber(await EmissionsFolder.open(folder), options, boost, language);
  }

  async transcribe(stream: Stream, names: readonly string[]): Promise<Transcription> {
    const emissions = await this.#emissions.read(stream.id);
    const search = this.#search;
    search.setNames(names.length > 0 ? compileNames(boostedNames(names, this.#boost), search.vocabulary) : undefined);
    const start = performance.now();
    const { words } = search.decode(emissions);
    const ms = performance.now() - start;
    return { text: textOf(words), totalMs: ms, decoderMs: ms, chunkMs: [] };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
