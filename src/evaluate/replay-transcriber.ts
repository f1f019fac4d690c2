import { CtcBeamSearch } from '../core/beam-search';
import { AUTOMATIC_BOOST } from '../core/name';
import { textOf } from '../core/transcript';
import { Vocabulary } from '../core/vocabulary';
import { boostedNames } from './boosted-names';
import { EmissionsFolder } from './emissions-folder';
import type { Stream } from './manifest';
import type { Settings } from './settings';
import { searchOf, Techniques } from './techniques';
import type { Transcriber, Transcription } from './transcriber';

type ReplaySettings = Partial<Pick<Settings, 'beam' | 'boost' | 'techniques'>>;

/** Hypotheses whose names are weighed at the end. */
export const READINGS = 8;

/** Decodes emissions that were saved, by our own or another model. */
export class ReplayTranscriber implements Transcriber {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #emissions: EmissionsFolder;
  readonly #search: CtcBeamSearch;
  readonly #boost: number | undefined;
  readonly #techniques: Techniques;

  private constructor(
    emissions: EmissionsFolder,
    search: CtcBeamSearch,
    boost: number | undefined,
    techniques: Techniques,
  ) {
    this.frameMs = emissions.header.frameMs;
    this.#emissions = emissions;
    this.#search = search;
    this.#boost = boost;
    this.#techniques = techniques;
    this.settings = {
      beam: this.#search.options.beamSize,
      boost: boost ?? AUTOMATIC_BOOST,
      techniques: techniques.text,
    };
  }

  static async open(folder: string, { beam, boost, techniques }: ReplaySettings = {}): Promise<ReplayTranscriber> {
    const emissions = await EmissionsFolder.open(folder);
    const search = new CtcBeamSearch(new Vocabulary(emissions.header), searchOf(beam));
    const used = await Techniques.open(techniques, search.vocabulary, searchOf(beam));
    return new ReplayTranscriber(emissions, search, boost, used);
  }

  async transcribe(stream: Stream, texts: readonly string[]): Promise<Transcription> {
    const emissions = await this.#emissions.read(stream.id);
    const search = this.#search;
    const { trie, atEnd } = this.#techniques.names(boostedNames(texts, this.#boost));
    search.setNames(trie);
    const start = performance.now();
    let { words } = search.decode(emissions);
    if (atEnd !== undefined) {
      const readings = search.nBest(READINGS).map((hypothesis) => hypothesis.words);
      ({ words } = atEnd.decide(emissions, readings));
    }
    const ms = performance.now() - start;
    return { text: textOf(words), totalMs: ms, decoderMs: ms, chunkMs: [] };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
