import type { CaptureMessage, CaptureReply } from '../protocol/capture-messages';

/** Block length: 20-40 ms keeps messages few (about 30 per second) and adds little latency. */
const blockSeconds = 0.032;

/**
 * Mixes the input's channels to mono and sends blocks of about 32 ms to the port that `connect` gave, which leads
 * straight to the recognizer's worker. One allocation per block (its buffer is transferred), none per quantum.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #blockSamples = Math.round(blockSeconds * sampleRate);
  #block = new Float32Array(this.#blockSamples);
  #filled = 0;
  #to: MessagePort | undefined;
  #finished = false;

  constructor() {
    super();
    this.port.addEventListener('message', ({ data }: MessageEvent<CaptureMessage>) => {
      if (data.type === 'connect') this.#to = data.port;
      else this.#finish();
    });
    this.port.start();
  }

  process(inputs: Float32Array[][]): boolean {
    const channels = inputs[0]!;
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let c = 0; c < channels.length; c++) sum += channels[c]![i]!;
      this.#block[this.#filled++] = sum / channels.length;
      if (this.#filled === this.#blockSamples) this.#send();
    }
    return !this.#finished;
  }

  #send(): void {
    const samples = this.#block.subarray(0, this.#filled);
    this.#to?.postMessage({ type: 'audio', samples, sampleRate }, [this.#block.buffer]);
    this.#block = new Float32Array(this.#blockSamples);
    this.#filled = 0;
  }

  #finish(): void {
    if (this.#filled > 0) this.#send();
    this.#to?.postMessage({ type: 'finish' });
    this.#to = undefined;
    this.#finished = true;
    const reply: CaptureReply = { type: 'finished' };
    this.port.postMessage(reply);
  }
}

registerProcessor('capture', CaptureProcessor);
