import type { AcousticModel } from '../core/acoustic-model';
import type { Emissions } from '../core/emissions';
import { defaultEndpoint } from '../core/endpointer';
import { AUTOMATIC_BOOST } from '../core/name';
import { compileNames } from '../core/name-trie';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { type RecognitionEvent, Recognizer } from '../core/recognizer';
import { defaultSearchOptions } from '../core/search-options';
import { boostedNames } from './boosted-names';
import { EmissionsFolder } from './emissions-folder';
import type { Stream } from './manifest';
import { RecordingModel } from './recording-model';
import type { Settings } from './settings';
import { readSpeech, SPEECH_RATE } from './speech';
import type { FirstPass, HeardStream, HeardUtterance } from './transcriber';
import { UsageError } from './usage-error';

type PipelineSettings = Pick<Settings, 'beam' | 'boost' | 'endpoint' | 'emissions'>;

/** As many readings of an utterance as the page asks for. */
export const ALTERNATIVES = 5;

/** Hears audio as the browser's worker does: the same `Recognizer`, chunk by chunk, from 16 kHz samples to finals. */
export class PipelineTranscriber implements FirstPass {
  readonly frameMs: number;
  readonly settings: Partial<Settings>;
  readonly #model: RecordingModel;
  readonly #folder: EmissionsFolder | undefined;
  readonly #asked: PipelineSettings;

  private constructor(model: AcousticModel, asked: PipelineSettings, folder: EmissionsFolder | undefined) {
    this.frameMs = frameMsOf(model);
    this.#model = new RecordingModel(model);
    this.#folder = folder;
    this.#asked = asked;
    this.settings = {
      'chunk-ms': this.frameMs * model.framesPerChunk,
      beam: asked.beam ?? defaultSearchOptions.beamSize,
      boost: asked.boost ?? AUTOMATIC_BOOST,
    };
  }

  /** Takes the model: it is disposed of with the transcriber. */
  static async open(model: AcousticModel, asked: PipelineSettings): Promise<PipelineTranscriber> {
    if (model.sampleRate !== SPEECH_RATE) {
      throw new UsageError(`Expected a model of ${SPEECH_RATE} Hz, got one of ${model.sampleRate} Hz`);
    }
    const { pieces, blank } = model.vocabulary;
    const phones = model.hearsPhones ? { phones: PHONE_TOKENS } : {};
    const folder =
      asked.emissions === undefined
        ? undefined
        : await EmissionsFolder.create(asked.emissions, { pieces, blank, frameMs: frameMsOf(model), ...phones });
    return new PipelineTranscriber(model, asked, folder);
  }

  async transcribe(stream: Stream, names: readonly string[]): Promise<HeardStream> {
    const { beam, boost, endpoint } = this.#asked;
    const finals: Extract<RecognitionEvent, { type: 'final' }>[] = [];
    const chunkMs: number[] = [];
    let decoderMs = 0;
    const recognizer = new Recognizer(
      this.#model,
      {
        endpoint: endpoint === 'on' ? defaultEndpoint : undefined,
        nBest: ALTERNATIVES,
        ...(beam !== undefined && { search: { beamSize: beam } }),
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

    const emissions = this.#model.recorded();
    await this.#folder?.write(stream.id, emissions);
    const text = finals.map((final) => final.text).join(' ');
    return { text, totalMs, decoderMs, chunkMs, utterances: finals.map((final) => this.#utterance(final, emissions)) };
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #utterance(
    { startMs, endMs, alternatives }: Extract<RecognitionEvent, { type: 'final' }>,
    { logProbs, frames, vocabulary }: Emissions,
  ): HeardUtterance {
    const { frameMs } = this;
    const first = Math.round(startMs / frameMs);
    const end = Math.min(frames, Math.ceil(endMs / frameMs));
    return {
      startMs,
      endMs,
      alternatives,
      emissions: { logProbs: logProbs.subarray(first * vocabulary, end * vocabulary), frames: end - first, vocabulary },
      clock: { originMs: startMs, frameMs },
    };
  }
}

function frameMsOf({ frameSamples, sampleRate }: AcousticModel): number {
  return (1000 * frameSamples) / sampleRate;
}
