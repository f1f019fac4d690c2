import { CtcBeamSearch } from '../core/beam-search';
import type { LanguageModel } from '../core/language-model/language-model';
import type { LookedUp } from '../core/lookup/name-lookup';
import { AUTOMATIC_BOOST } from '../core/name';
import { alternatives, recognizedWords, textOf, type Alternative } from '../core/transcript';
import { Vocabulary } from '../core/vocabulary';
import { EmissionsFolder } from './emissions-folder';
import { secondsOf, type Stream } from './manifest';
import { searchSettings } from './search-settings';
import type { Settings } from './settings';
import { Techniques } from './techniques';
import { openUserList, type UserList } from './user-list';
import type { FirstPass, HeardStream } from './transcriber';
import { UsageError } from './usage-error';

/** Others' emissions may not tell; times are then in frames. */
const UNKNOWN_FRAME_MS = 1;

/** Hypotheses whose names are weighed at the end. */
export const READINGS = 8;

/** Decodes emissions that were saved, by our own or another model. */
export class ReplayTranscriber implements FirstPass {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #emissions: EmissionsFolder;
  readonly #search: CtcBeamSearch;
  readonly #list: UserList;
  readonly #techniques: Techniques;
  /** The last list, which the next stream may have as well. */
  #names: ({ readonly texts: readonly string[] } & ReturnType<Techniques['names']>) | undefined;

  private constructor(
    emissions: EmissionsFolder,
    search: CtcBeamSearch,
    boost: number | undefined,
    list: UserList,
    techniques: Techniques,
  ) {
    this.frameMs = emissions.header.frameMs;
    this.#emissions = emissions;
    this.#search = search;
    this.#list = list;
    this.#techniques = techniques;
    this.settings = {
      beam: this.#search.options.beamSize,
      boost: boost ?? AUTOMATIC_BOOST,
      techniques: techniques.text,
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
    search.setLanguage(language);
    const used = await Techniques.open(settings.techniques, search.vocabulary, options, language);
    return new ReplayTranscriber(emissions, search, settings.boost, await openUserList(settings), used);
  }

  async transcribe(stream: Stream, texts: readonly string[]): Promise<HeardStream> {
    const { emissions, trie, hypotheses, decided, ms } = await this.#decode(stream, texts);
    const clock = { originMs: 0, frameMs: this.frameMs ?? UNKNOWN_FRAME_MS };
    const readings: Alternative[] = alternatives(hypotheses, [], trie?.texts ?? [], clock);
    if (decided !== undefined) {
      const words = recognizedWords(decided.words, trie?.texts ?? [], clock);
      readings.unshift({ text: textOf(words), words, score: readings[0]!.score });
    }
    // The last window is filled up with silence: the clip ends with its audio.
    const endMs = Math.min(emissions.frames * clock.frameMs, 1000 * secondsOf(stream));
    const { text } = readings[0]!;
    return {
      text,
      totalMs: ms,
      decoderMs: ms,
      chunkMs: [],
      utterances: text === '' ? [] : [{ startMs: 0, endMs, alternatives: readings, emissions, clock }],
    };
  }

  /** What the techniques for an utterance's end say of the stream, and why. */
  async decide(stream: Stream, texts: readonly string[]): Promise<LookedUp> {
    const { decided } = await this.#decode(stream, texts);
    if (decided === undefined)
      throw new UsageError('Expected names, and --techniques that decide about them at the end');
    return decided;
  }

  async #decode(stream: Stream, texts: readonly string[]) {
    const emissions = await this.#emissions.read(stream.id);
    const search = this.#search;
    if (this.#names?.texts !== texts) this.#names = { texts, ...this.#techniques.names(this.#list(texts)) };
    const { trie, atEnd } = this.#names;
    search.setNames(trie);
    const start = performance.now();
    search.decode(emissions);
    const hypotheses = search.nBest(READINGS);
    const decided = atEnd?.decide(
      emissions,
      hypotheses.map(({ words }) => words),
    );
    return { emissions, trie, hypotheses, decided, ms: performance.now() - start };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
