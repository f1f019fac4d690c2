import { CtcBeamSearch } from '../core/beam-search';
import type { LanguageModel } from '../core/language-model/language-model';
import { AUTOMATIC_BOOST } from '../core/name';
import { PlainReader } from '../core/plain-reader';
import { alternatives, recognizedWords } from '../core/transcript';
import { Vocabulary } from '../core/vocabulary';
import { readWhole } from '../core/whole-reading';
import { EmissionsFolder } from './emissions-folder';
import { FirstPassNames } from './first-pass-names';
import { secondsOf, type Stream } from './manifest';
import { searchSettings } from './search-settings';
import type { Settings } from './settings';
import type { FirstPass, HeardStream } from './transcriber';

/** Others' emissions may not tell; times are then in frames. */
const UNKNOWN_FRAME_MS = 1;

/** Hypotheses whose names are weighed at the end. */
export const READINGS = 8;

/** Decodes emissions that were saved, by our own or another model, as the page reads what is spoken. */
export class ReplayTranscriber implements FirstPass {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #emissions: EmissionsFolder;
  readonly #search: CtcBeamSearch;
  readonly #plain: PlainReader;
  readonly #language: LanguageModel | undefined;
  readonly #names: FirstPassNames;

  private constructor(
    emissions: EmissionsFolder,
    search: CtcBeamSearch,
    language: LanguageModel | undefined,
    boost: number | undefined,
    names: FirstPassNames,
  ) {
    this.frameMs = emissions.header.frameMs;
    this.#emissions = emissions;
    this.#search = search;
    this.#search.setLanguage(language);
    this.#plain = new PlainReader(search.vocabulary, search.options);
    this.#plain.setLanguage(language);
    this.#language = language;
    this.#names = names;
    this.settings = {
      beam: this.#search.options.beamSize,
      boost: boost ?? AUTOMATIC_BOOST,
      techniques: names.techniques,
    };
  }

  static async open(
    folder: string,
    settings: Partial<Settings> = {},
    language?: LanguageModel,
  ): Promise<ReplayTranscriber> {
    const emissions = await EmissionsFolder.open(folder);
    const options = searchSettings(settings);
    const search = new CtcBeamSearch(new Vocabulary(emissions.header), options);
    const names = await FirstPassNames.open(settings, search.vocabulary);
    return new ReplayTranscriber(emissions, search, language, settings.boost, names);
  }

  async transcribe(stream: Stream, texts: readonly string[]): Promise<HeardStream> {
    const emissions = await this.#emissions.read(stream.id);
    const trie = this.#names.trie(texts);
    const search = this.#search;
    search.setNames(trie);
    const names = trie?.texts ?? [];
    const clock = { originMs: 0, frameMs: this.frameMs ?? UNKNOWN_FRAME_MS };
    const start = performance.now();
    const { settled, hypotheses } = readWhole(search, emissions, READINGS);
    const ms = performance.now() - start;
    const readings = alternatives(hypotheses, recognizedWords(settled, names, clock), names, clock);
    // The last window is filled up with silence: the clip ends with its audio.
    const endMs = Math.min(emissions.frames * clock.frameMs, 1000 * secondsOf(stream));
    const { text } = readings[0]!;
    const plain = trie && this.#plain.read(emissions, clock);
    const languageModel = this.#language !== undefined;
    const heard = {
      startMs: 0,
      endMs,
      alternatives: readings,
      ...(plain && { plain }),
      languageModel,
      emissions,
      clock,
    };
    return {
      text,
      totalMs: ms,
      decoderMs: ms,
      chunkMs: [],
      utterances: text === '' ? [] : [heard],
    };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
