import { describe, expect, it } from 'vitest';
import { audioFileRate } from './audio-file-rate';

const text = (ascii: string) => Array.from(ascii, (character) => character.charCodeAt(0));
const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
const bytes = (...parts: (number[] | number)[]) =>
  Uint8Array.from([...parts.flat(), ...Array.from({ length: 64 }, () => 0)]);

const fmt = (rate: number) => [...text('fmt '), ...u32(16), 1, 0, 1, 0, ...u32(rate), ...u32(2 * rate), 2, 0, 16, 0];
const wav = (rate: number, ...before: number[][]) => bytes(text('RIFF'), u32(100), text('WAVE'), ...before, fmt(rate));
const ogg = (packet: number[]) =>
  bytes(
    text('OggS'),
    Array.from({ length: 22 }, () => 0),
    1,
    packet.length,
    packet,
  );
const mp3 = (version: number, index: number) => [0xff, 0xe0 | (version << 3) | (1 << 1), index << 2, 0];

describe('audioFileRate', () => {
  it('reads WAV, whatever chunk stands before the format', () => {
    expect(audioFileRate(wav(22_050))).toBe(22_050);
    expect(audioFileRate(wav(16_000, text('LIST'), u32(3), [1, 2, 3, 0]))).toBe(16_000);
  });

  it('reads FLAC', () => {
    const streamInfo = [...Array.from({ length: 14 }, () => 0), 44_100 >> 12, (44_100 >> 4) & 255, (44_100 & 15) << 4];
    expect(audioFileRate(bytes(text('fLaC'), streamInfo))).toBe(44_100);
  });

  it('reads Ogg: Opus is always 48 kHz, Vorbis says', () => {
    expect(audioFileRate(ogg([...text('OpusHead'), 1, 1, 0, 0, ...u32(16_000)]))).toBe(48_000);
    expect(audioFileRate(ogg([...text('\u0001vorbis'), ...u32(0), 2, ...u32(32_000)]))).toBe(32_000);
  });

  it('reads MP3, with and without a tag before it', () => {
    expect(audioFileRate(bytes(mp3(3, 0)))).toBe(44_100);
    expect(audioFileRate(bytes(mp3(2, 1)))).toBe(24_000);
    expect(audioFileRate(bytes(mp3(0, 2)))).toBe(8000);
    expect(
      audioFileRate(
        bytes(
          text('ID3'),
          [4, 0, 0, 0, 0, 1, 2],
          Array.from({ length: 130 }, () => 0),
          mp3(3, 1),
        ),
      ),
    ).toBe(48_000);
  });

  it('says nothing of others, of broken headers and of rates that no browser decodes to', () => {
    expect(audioFileRate(bytes(text('\u001aE\u00df\u00a3')))).toBeUndefined();
    expect(audioFileRate(bytes([0, 0, 0, 32], text('ftypM4A ')))).toBeUndefined();
    expect(audioFileRate(bytes([0xff, 0xf1, 0x50, 0x80]))).toBeUndefined();
    expect(audioFileRate(wav(1_000_000))).toBeUndefined();
    expect(audioFileRate(new Uint8Array(0))).toBeUndefined();
    expect(audioFileRate(Uint8Array.from(text('RIFF')))).toBeUndefined();
  });
});
