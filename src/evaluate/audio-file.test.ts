import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mixToMono, readAudioFile } from './audio-file';

/*
 * A quarter of a second of 400 Hz on the left, silence on the right, written by Python's soundfile 0.14:
 *   t = np.arange(4000) / 16000
 *   sf.write('tone.opus', np.stack([0.5 * np.sin(2 * np.pi * 400 * t), 0 * t], 1), 16000, format='OGG', subtype='OPUS')
 */
const TONE = fileURLToPath(new URL('fixtures/tone.opus', import.meta.url));

async function withFile<Result>(content: string, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'audio-'));
  const file = path.join(folder, 'audio.ogg');
  await writeFile(file, content, 'latin1');
  try {
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The correlation of two signals of the same length, -1..1. */
function correlation(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, index) => sum + value * y[index], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('readAudioFile', () => {
  it('decodes Ogg Opus at 48 kHz, neither longer, shorter nor later than it was', async () => {
    const { channels, sampleRate } = await readAudioFile(TONE);
    expect(sampleRate).toBe(48_000);
    expect(channels.map((channel) => channel.length)).toEqual([12_000, 12_000]);
    const tone = Float32Array.from({ length: 12_000 }, (_, index) => Math.sin((2 * Math.PI * 400 * index) / 48_000));
    expect(correlation(channels[0].subarray(960, -960), tone.subarray(960, -960))).toBeGreaterThan(0.98);
  });

  it('says what is wrong with a file', async () => {
    await expect(readAudioFile('nowhere.opus')).rejects.toThrow(
      'Cannot read the audio file nowhere.opus: there is no such file',
    );
    await withFile('ID3 and so on', (file) =>
      expect(readAudioFile(file)).rejects.toThrow('Expected Ogg Opus or WAV in'),
    );
    await withFile('OggS but no pages', (file) =>
      expect(readAudioFile(file)).rejects.toThrow('Expected Opus audio in'),
    );
  });
});

describe('mixToMono', () => {
  it('takes the mean of all channels', () => {
    expect(mixToMono([Float32Array.of(1, 0, -1), Float32Array.of(0, 0.5, -1)])).toEqual(Float32Array.of(0.5, 0.25, -1));
  });

  it('gives a single channel as it is', () => {
    const mono = Float32Array.of(1, 2);
    expect(mixToMono([mono])).toBe(mono);
    expect(mixToMono([])).toHaveLength(0);
  });
});
