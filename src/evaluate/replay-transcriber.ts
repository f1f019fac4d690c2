import { CtcBeamSearch } from '../core/beam-search';
import { AUTOMATIC_BOOST } from '../core/name';
import { compileNames } from '../core/name-trie';
import type { SearchOptions } from '../core/search-options';
import { alternatives } from '../core/transcript';
import { Vocabulary } from '../core/vocabulary';
import { boostedNames } from './boosted-names';
import { EmissionsFolder } from './emissions-folder';
import { secondsOf, type Stream } from './manifest';
import { ALTERNATIVES } from './pipeline-transcriber';
import type { Settings } from './settings';
import type { FirstPass, HeardStream } from './transcriber';

/** Others' emissions may not tell; times are then in frames. */
const UNKNOWN_FRAME_MS = 1;

/** Decodes emissions that were saved, by our own or another model. */
export class ReplayTranscriber implements FirstPass {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #emissions: EmissionsFolder;
  readonly #search: CtcBeamSearch;
  readonly #boost: number | undefined;

  private constructor(emissions: EmissionsFolder, options: Partial<SearchOptions>, boost: number | undefined) {
    this.frameMs = emissions.header.frameMs;
    this.#emissions = emissions;
    this.#search = new CtcBeamSearch(new Vocabulary(emissions.header), options);
    this.#boost = boost;
    this.settings = { beam: this.#search.options.beamSize, boost: boost ?? AUTOMATIC_BOOST };
  }

  static async open(
    folder: string,
    options: Partial<SearchOptions>,
    boost: number | undefined,
  ): Promise<ReplayTranscriber> {
    return new ReplayTranscriber(await EmissionsFolder.open(folder), options, boost);
  }

  async transcribe(stream: Stream, names: readonly string[]): Promise<HeardStream> {
    const emissions = await this.#emissions.read(stream.id);
    const search = this.#search;
    const trie = names.length > 0 ? compileNames(boostedNames(names, this.#boost), search.vocabulary) : undefined;
    search.setNames(trie);
    const start = performance.now();
    search.decode(emissions);
    const hypotheses = search.nBest(ALTERNATIVES);
    const ms = performance.now() - start;
    const clock = { originMs: 0, frameMs: this.frameMs ?? UNKNOWN_FRAME_MS };
    const readings = alternatives(hypotheses, [], trie?.texts ?? [], clock);
    // The last window is filled up with silence: the clip ends with its audio.
    const endMs = Math.min(emissions.frames * clock.frameMs, Math.round(16 * 1000 * secondsOf(stream)) / 16);
    const { text } = readings[0]!;
    return {
      text,
      totalMs: ms,
      decoderMs: ms,
      chunkMs: [],
      utterances: text === '' ? [] : [{ startMs: 0, endMs, alternatives: readings, emissions, clock }],
    };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
