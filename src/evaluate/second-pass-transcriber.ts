import { watchReading } from '../core/second-pass/hallucination-guard';
import type { SecondPassModel } from '../worker/second-pass-model';
import type { Stream } from './manifest';
import type { Settings } from './settings';
import { readSpeech, SPEECH_RATE } from './speech';
import type { Transcriber, Transcription } from './transcriber';

/** Reads each clip by the second pass alone: what it writes without a first pass, names or a list. The peer to beat. */
export class SecondPassTranscriber implements Transcriber {
  readonly frameMs = undefined;
  readonly settings: Partial<Settings> = {};
  readonly #model: SecondPassModel;

  /** Takes the model: it is disposed of with the transcriber. */
  constructor(model: SecondPassModel) {
    this.#model = model;
  }

  async transcribe(stream: Stream): Promise<Transcription> {
    const texts: string[] = [];
    let totalMs = 0;
    let decoderMs = 0;
    for await (const { samples, resampleMs } of readSpeech(stream)) {
      totalMs += resampleMs;
      if (samples.length < this.#model.leastSamples) continue;
      const utterance = await this.#model.read(samples, { watch: watchReading(samples.length / SPEECH_RATE) });
      texts.push(utterance.reading.text);
      totalMs += utterance.encoderMs + utterance.decoderMs;
      decoderMs += utterance.decoderMs;
      utterance.release();
    }
    return { text: texts.join(' '), totalMs, decoderMs, chunkMs: [] };
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }
}
