import { readFile } from 'node:fs/promises';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { readFailure } from './json-lines';
import { UsageError } from './usage-error';
import { type DecodedAudio, decodeWav, fourLetters } from './wav';

/** Reads an Ogg Opus or WAV file. Opus always comes at 48 kHz, as a browser decodes it. */
export async function readAudioFile(file: string): Promise<DecodedAudio> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError(`Cannot read the audio file ${file}: ${readFailure(error)}`);
  }
  const kind = fourLetters(bytes, 0);
  if (kind === 'OggS') return decodeOggOpus(bytes, file);
  if (kind === 'RIFF') return decodeWav(bytes, file);
  throw new UsageError(`Expected Ogg Opus or WAV in ${file}, got a file that starts with ${JSON.stringify(kind)}`);
}

/** The mean of all channels: one array of samples, -1..1. */
export function mixToMono(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (first === undefined || others.length === 0) return first ?? new Float32Array(0);
  const mono = first.slice();
  for (const channel of others) {
    for (let index = 0; index < mono.length; index++) mono[index]! += channel[index]!;
  }
  for (let index = 0; index < mono.length; index++) mono[index]! /= channels.length;
  return mono;
}

async function decodeOggOpus(bytes: Uint8Array, file: string): Promise<DecodedAudio> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  try {
    const { channelData, samplesDecoded, sampleRate, errors } = await decoder.decodeFile(bytes);
    const [error] = errors;
    if (error !== undefined) throw new UsageError(`Cannot decode ${file}: ${error.message}`);
    if (samplesDecoded === 0) throw new UsageError(`Expected Opus audio in ${file}, got none`);
    const samples = Math.min(samplesDecoded, promisedSamples(bytes) ?? samplesDecoded);
    return { channels: channelData.map((channel) => channel.subarray(0, samples)), sampleRate };
  } finally {
    decoder.free();
  }
}

/**
 * The length that the container states (RFC 7845, 4: the last page's granule position less the pre-skip). The decoder
 * trims the end only of files of several pages.
 */
function promisedSamples(bytes: Uint8Array): number | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.indexOf('OpusHead');
  const lastPage = buffer.lastIndexOf('OggS');
  if (head < 0 || head + 12 > buffer.length || lastPage + 14 > buffer.length) return undefined;
  const samples = Number(buffer.readBigInt64LE(lastPage + 6)) - buffer.readUInt16LE(head + 10);
  return samples > 0 ? samples : undefined;
}
