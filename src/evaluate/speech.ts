import { Resampler } from '../core/resampler';
import { mixToMono, readAudioFile } from './audio-file';
import type { Stream } from './manifest';

/** What acoustic models hear, in Hz. */
export const SPEECH_RATE = 16_000;

export interface Speech {
  /** 16 kHz, mono. */
  readonly samples: Float32Array;
  /** Wall-clock time of the resampler, which is a part of the pipeline; decoding a file is not. */
  readonly resampleMs: number;
}

/** The stream's audio clip by clip, so that hours of it need not be in memory. */
export async function* readSpeech(stream: Stream): AsyncGenerator<Speech> {
  for (const clip of stream.clips) {
    const { channels, sampleRate } = await readAudioFile(clip.audioFile);
    const mono = mixToMono(channels);
    const start = performance.now();
    const resampler = new Resampler(sampleRate, SPEECH_RATE);
    const parts = [resampler.push(mono), resampler.flush()];
    const resampleMs = performance.now() - start;
    yield { samples: concatenate(parts), resampleMs };
  }
}

export function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
