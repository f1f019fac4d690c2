import type { AcousticModel } from './acoustic-model';
import { CtcBeamSearch } from './beam-search';
import type { ModelEmissions } from './emissions';
import { Endpointer, type EndpointOptions } from './endpointer';
import type { Word } from './hypothesis';
import type { LanguageModel } from './language-model/language-model';
import type { NameTrie } from './name-trie';
import { PlainReader } from './plain-reader';
import type { SearchOptions } from './search-options';
import {
  alternatives,
  recognizedWords,
  textOf,
  type Alternative,
  type FrameClock,
  type RecognizedWord,
} from './transcript';
import { UtteranceEmissions } from './utterance-emissions';

export type RecognitionEvent =
  /** An utterance has begun. */
  | { readonly type: 'speechstart'; readonly atMs: number }
  /** `stable` grows and changes in no other way until the final; `unstable` may change. */
  | {
      readonly type: 'partial';
      readonly utterance: number;
      readonly stable: readonly RecognizedWord[];
      readonly unstable: readonly RecognizedWord[];
    }
  | {
      readonly type: 'final';
      readonly utterance: number;
      readonly text: string;
      /** The stretch of audio that was read, exact to the sample; the words have times of their own. */
      readonly startMs: number;
      readonly endMs: number;
      readonly words: readonly RecognizedWord[];
      /** Best first; the first is the text itself. */
      readonly alternatives: readonly Alternative[];
    };

/** What a final was read from. */
export interface HeardUtterance {
  /** From `startMs` of the final on. A view: valid until the listener returns. */
  readonly emissions: ModelEmissions;
  readonly clock: FrameClock;
  /**
   * Where names are listed or stand in the text: reads it once more, for the words of its best reading without any. To be called before
   * the listener returns.
   */
  readonly readPlain?: () => readonly RecognizedWord[];
  /** Whether a language model had a say in the words. */
  readonly languageModel: boolean;
}

export interface RecognizerOptions {
  /** Undefined: the whole stream is one utterance. */
  readonly endpoint: EndpointOptions | undefined;
  /** Alternatives per final, at least 1. */
  readonly nBest: number;
  readonly search?: Partial<SearchOptions>;
  /** Whether the model forgets at each endpoint what it has heard. Its caches and statistics know the room: default false. */
  readonly resetModel?: boolean;
  /** Where the stream's times and utterances count from. */
  readonly resume?: { readonly atMs: number; readonly utterance: number };
}

export interface RecognizerListener {
  /** `heard`: with each final, where utterances end by themselves. */
  event(event: RecognitionEvent, heard?: HeardUtterance): void;
  /** After each chunk: how long model and decoder took, in ms of the clock. */
  times?(modelMs: number, decoderMs: number): void;
}

/** The key of a partial without words. */
const nothingShown = '0 ';

/**
 * The whole pipeline: 16 kHz samples → windows → `AcousticModel` → `CtcBeamSearch` → events. Memory does not grow with the
 * stream: what is kept belongs to the current utterance.
 */
export class Recognizer {
  readonly #model: AcousticModel;
  readonly #options: RecognizerOptions;
  readonly #listener: RecognizerListener;
  readonly #clock: () => number;
  readonly #search: CtcBeamSearch;
  readonly #plain: PlainReader;
  readonly #endpointer: Endpointer | undefined;
  readonly #emissions: UtteranceEmissions | undefined;
  /** The next window, as far as it has come: #heard samples. */
  readonly #window: Float32Array;
  #heard = 0;
  #names: readonly string[] = [];
  #language: LanguageModel | undefined;

  /** Samples of the stream before the next window, and before the utterance. */
  #nextSample = 0;
  #startSample = 0;
  #utterance: number;
  #stable: RecognizedWord[] = [];
  #speaking = false;
  /** The last partial, to send each only once. */
  #shown = nothingShown;

  constructor(
    model: AcousticModel,
    options: RecognizerOptions,
    listener: RecognizerListener,
    clock: () => number = () => 0,
  ) {
    if (!(options.nBest >= 1)) throw new RangeError(`Expected nBest >= 1, got ${options.nBest}`);
    this.#model = model;
    this.#options = options;
    this.#listener = listener;
    this.#clock = clock;
    this.#search = new CtcBeamSearch(model.vocabulary, options.search);
    this.#plain = new PlainReader(model.vocabulary, options.search);
    this.#window = new Float32Array(model.chunkSamples + model.lookaheadSamples);
    this.#utterance = options.resume?.utterance ?? 0;
    if (options.endpoint !== undefined) {
      this.#endpointer = new Endpointer(options.endpoint, model);
      const mostFrames = Math.ceil((options.endpoint.maxUtteranceMs / 1000) * (model.sampleRate / model.frameSamples));
      this.#emissions = new UtteranceEmissions(mostFrames + model.framesPerChunk, model.vocabulary.size);
    }
  }

  /** Hypotheses that the decoder keeps. */
  get beamSize(): number {
    return this.#search.options.beamSize;
  }

  /** Takes another list of names, also in mid-utterance. `negative`: of those that are not to be written alone. */
  setNames(names: NameTrie | undefined, negative?: NameTrie): void {
    this.#search.setNames(names);
    this.#plain.setNegative(negative);
    this.#names = names?.texts ?? [];
  }

  /** Takes a language model, or none, also in mid-utterance. */
  setLanguage(model: LanguageModel | undefined): void {
    this.#language = model;
    this.#search.setLanguage(model);
    this.#plain.setLanguage(model);
  }

  /** Hears `samples`, of any number. One call at a time. Rejects when the model does. */
  async push(samples: Float32Array): Promise<void> {
    const { chunkSamples } = this.#model;
    for (let at = 0; at < samples.length;) {
      const piece = samples.subarray(at, at + this.#window.length - this.#heard);
      this.#window.set(piece, this.#heard);
      this.#heard += piece.length;
      at += piece.length;
      if (this.#heard < this.#window.length) continue;
      await this.#hearWindow();
      this.#heard -= chunkSamples;
    }
  }

  /** Hears what is left, followed by silence, and gives the last final. Nothing may be pushed after. */
  async finish(): Promise<void> {
    const end = this.#nextSample + this.#heard;
    while (this.#heard > 0) {
      this.#window.fill(0, this.#heard);
      await this.#hearWindow();
      this.#heard = Math.max(0, this.#heard - this.#model.chunkSamples);
    }
    this.#nextSample = end;
    this.#giveFinal();
  }

  async #hearWindow(): Promise<void> {
    const { chunkSamples, vocabulary } = this.#model;
    const begun = this.#clock();
    const emissions = await this.#model.infer(this.#window);
    const inferred = this.#clock();
    this.#search.step(emissions);
    this.#emissions?.append(emissions);
    this.#endpointer?.hear(emissions, vocabulary.blank, this.#window);
    this.#window.copyWithin(0, chunkSamples);
    this.#nextSample += chunkSamples;
    this.#show();
    this.#endUtterance();
    this.#listener.times?.(inferred - begun, this.#clock() - inferred);
  }

  #show(): void {
    const start = this.#endpointer?.speechStart;
    if (start !== undefined && !this.#speaking) {
      this.#speaking = true;
      this.#listener.event({
        type: 'speechstart',
        atMs: this.#msAt(this.#startSample + start * this.#model.frameSamples),
      });
    }
    const committed = this.#search.commit();
    this.#stable.push(...this.#words(committed));
    this.#showPartial(this.#words(this.#search.best().words));
  }

  #showPartial(unstable: readonly RecognizedWord[]): void {
    const stable = this.#stable.slice();
    const shown = `${stable.length} ${textOf([...stable, ...unstable])}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#listener.event({ type: 'partial', utterance: this.#utterance, stable, unstable });
  }

  #endUtterance(): void {
    const reason = this.#endpointer?.endpoint();
    if (reason === 'length') this.#cut();
    else if (reason !== undefined) this.#giveFinal();
    else if (this.#endpointer?.untouched === true) this.#begin();
  }

  #giveFinal(): void {
    this.#search.end();
    const hypotheses = this.#search.nBest(this.#options.nBest);
    const readings = alternatives(hypotheses, this.#stable, this.#names, this.#frameClock);
    // What was shown of a noise is taken back.
    if (readings[0].text === '') this.#showPartial([]);
    else this.#emitFinal(readings, this.#nextSample, this.#emissions?.all);
    if (this.#options.resetModel === true) this.#model.reset();
    this.#begin();
  }

  /** Ends an utterance that is too long in its longest pause, and decodes what was said after it again. */
  #cut(): void {
    const words = [...this.#stable, ...this.#words(this.#search.best().words)];
    const pause = longestPause(words);
    if (pause === undefined) return this.#giveFinal();
    const { originMs, frameMs } = this.#frameClock;
    const frame = Math.round((pause.atMs - originMs) / frameMs);
    const before = words.slice(0, pause.word);
    const cutSample = this.#startSample + frame * this.#model.frameSamples;
    this.#emitFinal(
      [{ text: textOf(before), words: before, score: this.#search.best().logProb }],
      cutSample,
      this.#emissions?.first(frame),
    );
    this.#begin(frame);
    this.#search.step(this.#emissions!.all);
    this.#show();
  }

  #emitFinal(readings: readonly Alternative[], endSample: number, emissions: ModelEmissions | undefined): void {
    const { text, words } = readings[0];
    const final = {
      type: 'final',
      utterance: this.#utterance++,
      text,
      startMs: this.#msAt(this.#startSample),
      endMs: this.#msAt(endSample),
      words,
      alternatives: readings,
    } as const;
    this.#listener.event(final, emissions && this.#heardFrom(emissions, words));
  }

  #heardFrom(emissions: ModelEmissions, words: readonly RecognizedWord[]): HeardUtterance {
    const clock = this.#frameClock;
    const isNamed = this.#names.length > 0 || words.some(({ name }) => name !== undefined);
    return {
      emissions,
      clock,
      languageModel: this.#language !== undefined,
      ...(isNamed && { readPlain: () => this.#plain.read(emissions, clock) }),
    };
  }

  /** Begins an utterance here, or at `frame` of the current one. */
  #begin(frame?: number): void {
    this.#startSample = frame === undefined ? this.#nextSample : this.#startSample + frame * this.#model.frameSamples;
    this.#stable = [];
    this.#speaking = false;
    this.#shown = nothingShown;
    this.#search.begin();
    this.#emissions?.drop(frame);
    this.#endpointer?.begin(frame);
  }

  #words(words: readonly Word[]): RecognizedWord[] {
    return recognizedWords(words, this.#names, this.#frameClock);
  }

  get #frameClock(): FrameClock {
    const { frameSamples, sampleRate } = this.#model;
    return { originMs: this.#msAt(this.#startSample), frameMs: (1000 * frameSamples) / sampleRate };
  }

  #msAt(sample: number): number {
    return (this.#options.resume?.atMs ?? 0) + (1000 * sample) / this.#model.sampleRate;
  }
}

/** The longest gap between two words of the later half, as the word after it and its middle. */
function longestPause(words: readonly RecognizedWord[]): { readonly word: number; readonly atMs: number } | undefined {
  let longest: { word: number; atMs: number } | undefined;
  let longestMs = -1;
  const halfMs = words.length > 0 ? (words[0].startMs + words.at(-1)!.endMs) / 2 : 0;
  for (let word = 1; word < words.length; word++) {
    const [from, to] = [words[word - 1].endMs, words[word].startMs];
    if (from < halfMs || to - from <= longestMs) continue;
    longestMs = to - from;
    longest = { word, atMs: (from + to) / 2 };
  }
  return longest;
}
