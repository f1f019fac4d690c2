import type { AcousticModel } from '../core/acoustic-model';
import { framesOf, type ModelEmissions } from '../core/emissions';
import { defaultEndpoint } from '../core/endpointer';
import type { LanguageModel } from '../core/language-model/language-model';
import { AUTOMATIC_BOOST } from '../core/name';
import { PlainReader } from '../core/plain-reader';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { type RecognitionEvent, Recognizer } from '../core/recognizer';
import { defaultSearchOptions } from '../core/search-options';
import { EmissionsFolder } from './emissions-folder';
import { FirstPassNames } from './first-pass-names';
import type { Stream } from './manifest';
import { RecordingModel } from './recording-model';
import { searchSettings } from './search-settings';
import type { Settings } from './settings';
import { READINGS } from './replay-transcriber';
import { readSpeech, SPEECH_RATE } from './speech';
import type { FirstPass, HeardStream, HeardUtterance } from './transcriber';
import { UsageError } from './usage-error';

type PipelineSettings = Pick<Settings, 'beam' | 'boost' | 'endpoint' | 'emissions' | 'techniques'> & Partial<Settings>;

type Final = Extract<RecognitionEvent, { type: 'final' }>;

/** Hears audio as the browser's worker does: the same `Recognizer`, chunk by chunk, from 16 kHz samples to finals. */
export class PipelineTranscriber implements FirstPass {
  readonly frameMs: number;
  readonly settings: Partial<Settings>;
  readonly #model: RecordingModel;
  readonly #folder: EmissionsFolder | undefined;
  readonly #asked: PipelineSettings;
  readonly #names: FirstPassNames;
  readonly #plain: PlainReader;
  readonly #language: LanguageModel | undefined;

  private constructor(
    model: AcousticModel,
    asked: PipelineSettings,
    folder: EmissionsFolder | undefined,
    names: FirstPassNames,
    language: LanguageModel | undefined,
  ) {
    this.frameMs = frameMsOf(model);
    this.#model = new RecordingModel(model);
    this.#folder = folder;
    this.#asked = asked;
    this.#names = names;
    this.#plain = new PlainReader(model.vocabulary, searchSettings(asked));
    this.#plain.setLanguage(language);
    this.#language = language;
    this.settings = {
      'chunk-ms': this.frameMs * model.framesPerChunk,
      beam: asked.beam ?? defaultSearchOptions.beamSize,
      boost: asked.boost ?? AUTOMATIC_BOOST,
      techniques: names.techniques,
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
    const { pieces, blank, prior } = model.vocabulary;
    const phones = model.hearsPhones ? { phones: PHONE_TOKENS } : {};
    const header = { pieces, blank, frameMs: frameMsOf(model), ...(prior !== undefined && { prior }), ...phones };
    const folder = asked.emissions === undefined ? undefined : await EmissionsFolder.create(asked.emissions, header);
    const names = await FirstPassNames.open(asked, model.vocabulary);
    return new PipelineTranscriber(model, asked, folder, names, language);
  }

  async transcribe(stream: Stream, texts: readonly string[]): Promise<HeardStream> {
    const { endpoint } = this.#asked;
    const finals: Final[] = [];
    const chunkMs: number[] = [];
    let decoderMs = 0;
    const recognizer = new Recognizer(
      this.#model,
      {
        endpoint: endpoint === 'on' ? defaultEndpoint : undefined,
        nBest: READINGS,
        search: searchSettings(this.#asked),
      },
      {
        event: (event: RecognitionEvent) => {
          if (event.type === 'final') finals.push(event);
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
    const trie = this.#names.trie(texts);
    recognizer.setNames(trie);

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

    const emissions = this.#model.recorded();
    await this.#folder?.write(stream.id, emissions);
    const text = finals.map((final) => final.text).join(' ');
    const utterances = finals.map((final) => this.#utterance(final, emissions, trie !== undefined));
    return { text, totalMs, decoderMs, chunkMs, utterances };
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #utterance({ startMs, endMs, alternatives }: Final, emissions: ModelEmissions, isNamed: boolean): HeardUtterance {
    const { frameMs } = this;
    const end = Math.min(emissions.frames, Math.ceil(endMs / frameMs));
    const heard = framesOf(emissions, Math.round(startMs / frameMs), end);
    const clock = { originMs: startMs, frameMs };
    const plain = isNamed ? this.#plain.read(heard, clock) : undefined;
    const languageModel = this.#language !== undefined;
    return { startMs, endMs, alternatives, ...(plain && { plain }), languageModel, emissions: heard, clock };
  }
}

function frameMsOf({ frameSamples, sampleRate }: AcousticModel): number {
  return (1000 * frameSamples) / sampleRate;
}
