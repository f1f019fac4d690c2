import { UsageError } from './usage-error';

/** Audio as a file holds it: one array per channel, -1..1. */
export interface DecodedAudio {
  readonly channels: readonly Float32Array[];
  readonly sampleRate: number;
}

const FORMAT = { integer: 1, float: 3, extensible: 0xfffe };

/** Reads a RIFF WAVE file with 16-bit or 32-bit float samples; a `data` chunk that is cut off is read as far as it goes. */
export function decodeWav(bytes: Uint8Array, file: string): DecodedAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: { code: number; channels: number; sampleRate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = fourLetters(bytes, at);
    const start = at + 8;
    const size = Math.min(view.getUint32(at + 4, true), bytes.length - start);
    if (name === 'fmt ' && size >= 16) {
      const code = view.getUint16(start, true);
      format = {
        // The extensible header says the real format in the first two bytes of its GUID.
        code: code === FORMAT.extensible && size >= 26 ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        sampleRate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    } else if (name === 'data') {
      if (format === undefined) break;
      return { channels: readSamples(view, start, size, format, file), sampleRate: format.sampleRate };
    }
    at = start + size + (size % 2);
  }
  throw new UsageError(`Expected a WAV file with a format and data, got neither in ${file}`);
}

/** The four letters at `offset` that name a file's or a chunk's type. */
export function fourLetters(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function readSamples(
  view: DataView,
  start: number,
  size: number,
  format: { code: number; channels: number; bits: number },
  file: string,
): Float32Array[] {
  const { code, channels, bits } = format;
  const isInteger = code === FORMAT.integer && bits === 16;
  if (channels < 1 || !(isInteger || (code === FORMAT.float && bits === 32))) {
    throw new UsageError(
      `Expected 16-bit or 32-bit float samples in ${file}, got format ${code} with ${bits} bits, ${channels} channels`,
    );
  }
  const frames = Math.floor(size / (channels * (bits / 8)));
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      const index = frame * channels + channel;
      samples[frame] = isInteger
        ? view.getInt16(start + 2 * index, true) / 2 ** 15
        : view.getFloat32(start + 4 * index, true);
    }
    return samples;
  });
}
