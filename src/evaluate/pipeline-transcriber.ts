import type { AcousticModel } from '../core/acoustic-model';
import { defaultEndpoint } from '../core/endpointer';
import type { LanguageModel } from '../core/language-model/language-model';
import { AUTOMATIC_BOOST } from '../core/name';
import { compileNames } from '../core/name-trie';
import { type RecognitionEvent, Recognizer } from '../core/recognizer';
import { defaultSearchOptions } from '../core/search-options';
import { boostedNames } from './boosted-names';
import { EmissionsFolder } from './emissions-folder';
import type { Stream } from './manifest';
import { RecordingModel } from './recording-model';
import { searchSettings } from './search-settings';
import type { Settings } from './settings';
import { readSpeech, SPEECH_RATE } from './speech';
import type { Transcriber, Transcription } from './transcriber';
import { UsageError } from './usage-error';

type PipelineSettings = Pick<Settings, 'beam' | 'boost' | 'endpoint' | 'emissions'> & Partial<Settings>;

/** Hears audio as the browser's worker does: the same `Recognizer`, chunk by chunk, from 16 kHz samples to finals. */
export class PipelineTranscriber implements Transcriber {
  readonly frameMs: number;
  readonly settings: Partial<Settings>;
  readonly #model: AcousticModel;
  /** The model itself, when its emissions are to be saved. */
  readonly #recording: RecordingModel | undefined;
  readonly #folder: EmissionsFolder | undefined;
  readonly #asked: PipelineSettings;
  readonly #language: LanguageModel | undefined;

  private constructor(
    model: AcousticModel,
    asked: PipelineSettings,
    folder: EmissionsFolder | undefined,
    language: LanguageModel | undefined,
  ) {
    this.frameMs = frameMsOf(model);
    this.#recording = folder === undefined ? undefined : new RecordingModel(model);
    this.#model = this.#recording ?? model;
    this.#folder = folder;
    this.#asked = asked;
    this.#language = language;
    this.settings = {
      'chunk-ms': this.frameMs * model.framesPerChunk,
      beam: asked.beam ?? defaultSearchOptions.beamSize,
      boost: asked.boost ?? AUTOMATIC_BOOST,
    };
  }

  /** Takes the model: it is disposed of with the transcriber. */
  static async open(
    model: AcousticModel,
    asked: PipelineSettings,
    language?: LanguageModel,
  ): Promise<PipelineTranscriber> {
    if (model.sampleRate !== SPEECH_RATE) {
      throw new UsageError(`Expected a model of ${SPEECH_RATE} Hz, got one of ${model.sampleRate} Hz`);
    }
    const { pieces, blank } = model.vocabulary;
    const folder =
      asked.emissions === undefined
        ? undefined
        : await EmissionsFolder.create(asked.emissions, { pieces, blank, frameMs: frameMsOf(model) });
    return new PipelineTranscriber(model, asked, folder, language);
  }

  async transcribe(stream: Stream, names: readonly string[]): Promise<Transcription> {
    const { boost, endpoint } = this.#asked;
    const finals: string[] = [];
    const chunkMs: number[] = [];
    let decoderMs = 0;
    const recognizer = new Recognizer(
      this.#model,
      {
        endpoint: endpoint === 'on' ? defaultEndpoint : undefined,
        nBest: 1,
        search: searchSettings(this.#asked),
      },
      {
        event: (event: RecognitionEvent) => {
          if (event.type === 'final') finals.push(event.text);
        },
        times: (modelMs, chunkDecoderMs) => {
          chunkMs.push(modelMs + chunkDecoderMs);
          decoderMs += chunkDecoderMs;
        },
      },
      () => performance.now(),
    );
    this.#model.reset();
    recognizer.setLanguage(this.#language);
    if (names.length > 0) recognizer.setNames(compileNames(boostedNames(names, boost), this.#model.vocabulary));

    let totalMs = 0;
    const timed = async (work: () => Promise<void>) => {
      const start = performance.now();
      await work();
      totalMs += performance.now() - start;
    };
    for await (const { samples, resampleMs } of readSpeech(stream)) {
      totalMs += resampleMs;
      await timed(() => recognizer.push(samples));
    }
    await timed(() => recognizer.finish());

    if (this.#recording !== undefined) await this.#folder!.write(stream.id, this.#recording.recorded());
    return { text: finals.join(' '), totalMs, decoderMs, chunkMs };
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }
}

function frameMsOf({ frameSamples, sampleRate }: AcousticModel): number {
  return (1000 * frameSamples) / sampleRate;
}
