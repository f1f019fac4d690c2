import { Resampler } from '../core/resampler';
import type { AudioMessage } from '../protocol/recognizer-api';
import { type AudioSource, type AudioSourceEvent, postAudio } from './audio-source';

/** What the model hears, so that a recording takes no more memory than it must: 64 KB a second. */
const keptRate = 16_000;

/**
 * A source whose sound is kept while it is sent on. Unlike with any other source the page is on the path of the samples: for
 * sentences that are to be recognized more than once.
 */
export class RecordedSource implements AudioSource {
  readonly kind: AudioSource['kind'];
  readonly totalMs: number | undefined;
  readonly #source: AudioSource;
  readonly #blocks: Float32Array[] = [];
  #resampler: Resampler | undefined;
  #tapped: MessagePort | undefined;

  constructor(source: AudioSource) {
    this.#source = source;
    this.kind = source.kind;
    this.totalMs = source.totalMs;
  }

  get onEvent(): ((event: AudioSourceEvent) => void) | undefined {
    return this.#source.onEvent;
  }

  set onEvent(react) {
    this.#source.onEvent = react;
  }

  start(openPort: () => MessagePort, fromMs: number): void {
    this.#source.start(() => this.#tap(openPort()), fromMs);
  }

  finish(): Promise<boolean> {
    return this.#source.finish();
  }

  stop(): void {
    this.#source.stop();
    this.#tapped?.close();
  }

  /** All that was heard. Whole when the session is over; undefined where nothing was. */
  recording(): AudioBuffer | undefined {
    this.#keep(this.#resampler?.flush() ?? new Float32Array(0));
    this.#resampler = undefined;
    const length = this.#blocks.reduce((sum, block) => sum + block.length, 0);
    if (length === 0) return undefined;
    const audio = new AudioBuffer({ length, sampleRate: keptRate });
    const samples = audio.getChannelData(0);
    let at = 0;
    for (const block of this.#blocks) {
      samples.set(block, at);
      at += block.length;
    }
    return audio;
  }

  /** The port that the source sends to; what comes there goes on to `port`. */
  #tap(port: MessagePort): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#tapped?.close();
    this.#tapped = port2;
    port2.addEventListener('message', ({ data }: MessageEvent<AudioMessage>) => {
      if (data.type === 'audio') {
        this.#hear(data.samples, data.sampleRate);
        postAudio(port, data.samples as Float32Array<ArrayBuffer>, data.sampleRate);
      } else {
        port.postMessage(data);
      }
    });
    port2.start();
    return port1;
  }

  #hear(samples: Float32Array, sampleRate: number): void {
    if (this.#resampler?.fromRate !== sampleRate) {
      this.#keep(this.#resampler?.flush() ?? new Float32Array(0));
      this.#resampler = new Resampler(sampleRate, keptRate);
    }
    this.#keep(this.#resampler.push(samples));
  }

  #keep(block: Float32Array): void {
    // The resampler may use its buffer again.
    if (block.length > 0) this.#blocks.push(block.slice());
  }
}
