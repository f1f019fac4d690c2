import type { AudioTaken } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import { type AudioSource, type AudioSourceEvent, postAudio } from './audio-source';
import { audioFileRate } from './audio-file-rate';

/** Limits, with the reason for each. */
const limits = {
  /** Block length in seconds: long enough that messages cost nothing, short enough for a smooth progress bar. */
  blockSeconds: 0.5,
  /** Audio on its way to the worker, in ms: the file is not copied into the port's queue as a whole. */
  inFlightMs: 8000,
  /**
   * Decoded samples in memory, in bytes of float32. Above it the browser resamples to 16 kHz while it decodes, which is
   * less exact than our resampler but takes a third: an hour in stereo is 1.4 GB at 48 kHz, 0.46 GB at 16 kHz.
   */
  decodedBytes: 512 * 2 ** 20,
  /** At 16 kHz stereo this is about 4.5 hours: what a 64-bit browser decodes in one piece. */
  decodedBytesAtMost: 2 * 2 ** 30,
  /** For the browser to read the file's metadata, in ms. */
  metadataMs: 3000,
};

const modelRate = 16_000;

/**
 * Decodes an audio file (wav, mp3, flac, ogg, opus, webm, m4a: whatever the browser knows). The whole file is decoded
 * at once, so its length is limited by memory. Rejects with an `RecognizerError` named AudioDecodeError.
 */
export async function openAudioFile(file: Blob, name: string = nameOf(file)): Promise<AudioFile> {
  const fail = (why: string, cause?: unknown) =>
    new RecognizerError('AudioDecodeError', `${name} (${file.size} bytes): ${why}`, { cause });
  if (file.size === 0) throw fail('the file is empty');
  const seconds = await mediaSeconds(file);
  const bytes = await file.arrayBuffer().catch((error: unknown) => {
    throw fail('the file cannot be read', error);
  });
  const nativeRate = audioFileRate(new Uint8Array(bytes)) ?? 48_000;
  const stereoBytes = (rate: number) => (seconds ?? 0) * rate * 2 * Float32Array.BYTES_PER_ELEMENT;
  if (stereoBytes(modelRate) > limits.decodedBytesAtMost) throw fail(`too long (${Math.round(seconds! / 60)} min)`);
  const rate = stereoBytes(nativeRate) > limits.decodedBytes ? modelRate : nativeRate;
  try {
    const audio = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
    return new AudioFile(audio, name);
  } catch (error) {
    throw fail(`the browser cannot decode it (${String(error)})`, error);
  }
}

/** A recorded source, sent as fast as the worker takes it. Made by `openAudioFile`, or of any AudioBuffer. */
export class AudioFile implements AudioSource {
  readonly kind = 'file';
  readonly name: string;
  readonly totalMs: number;
  onEvent: ((event: AudioSourceEvent) => void) | undefined;
  #audio: AudioBuffer;
  /** Next sample to send. */
  #next = 0;
  #inFlightMs = 0;
  #port: MessagePort | undefined;

  constructor(audio: AudioBuffer, name: string) {
    this.#audio = audio;
    this.name = name;
    this.totalMs = audio.duration * 1000;
  }

  start(openPort: () => MessagePort, fromMs: number): void {
    this.#port?.close();
    this.#next = Math.min(this.#audio.length, Math.round((fromMs / 1000) * this.#audio.sampleRate));
    this.#inFlightMs = 0;
    const port = openPort();
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<AudioTaken>) => {
      this.#inFlightMs -= data.ms;
      this.#send();
    });
    port.start();
    this.#send();
  }

  /** The user has heard enough: what was sent is recognized. At the file's end `finish` goes out by itself. */
  finish(): Promise<boolean> {
    this.#next = this.#audio.length;
    this.#sendFinish();
    return Promise.resolve(true);
  }

  stop(): void {
    this.#port?.close();
    this.#port = undefined;
  }

  #send(): void {
    const { length, sampleRate } = this.#audio;
    const blockSamples = Math.round(limits.blockSeconds * sampleRate);
    while (this.#port !== undefined && this.#inFlightMs < limits.inFlightMs) {
      if (this.#next >= length) return this.#sendFinish();
      const samples = mixToMono(this.#audio, this.#next, Math.min(length, this.#next + blockSamples));
      this.#next += samples.length;
      this.#inFlightMs += (1000 * samples.length) / sampleRate;
      postAudio(this.#port, samples, sampleRate);
    }
  }

  #sendFinish(): void {
    this.#port?.postMessage({ type: 'finish' });
    // Not closed: what is in the queue would be lost. The worker closes its end, which collects both.
    this.#port = undefined;
  }
}

function mixToMono(audio: AudioBuffer, begin: number, end: number): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(end - begin);
  for (let c = 0; c < audio.numberOfChannels; c++) {
    const channel = audio.getChannelData(c);
    for (let i = 0; i < mono.length; i++) mono[i]! += channel[begin + i]! / audio.numberOfChannels;
  }
  return mono;
}

function nameOf(file: Blob): string {
  return file instanceof File ? file.name : 'audio';
}

/** Length in seconds by the file's metadata, a guess for memory only; undefined where the browser cannot tell. */
function mediaSeconds(file: Blob): Promise<number | undefined> {
  const url = URL.createObjectURL(file);
  const element = document.createElement('audio');
  element.preload = 'metadata';
  return new Promise<number | undefined>((resolve) => {
    element.addEventListener('loadedmetadata', () =>
      resolve(Number.isFinite(element.duration) ? element.duration : undefined),
    );
    element.addEventListener('error', () => resolve(undefined));
    setTimeout(resolve, limits.metadataMs, undefined);
    element.src = url;
  }).finally(() => {
    element.removeAttribute('src');
    URL.revokeObjectURL(url);
  });
}
