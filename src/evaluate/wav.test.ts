import { describe, expect, it } from 'vitest';
import { decodeWav } from './wav';

interface Wav {
  code?: number;
  bits?: number;
  channels?: number;
  data: ArrayBuffer;
  extraChunk?: boolean;
}

function wav({ code = 1, bits = 16, channels = 1, data, extraChunk = false }: Wav): Uint8Array {
  const chunk = (name: string, content: Uint8Array) => {
    const header = Buffer.alloc(8);
    header.write(name, 'latin1');
    header.writeUInt32LE(content.length, 4);
    return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
  };
  const format = Buffer.alloc(16);
  format.writeUInt16LE(code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(22_050, 4);
  format.writeUInt16LE(bits, 14);
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'),
    chunk('fmt ', format),
    ...(extraChunk ? [chunk('LIST', Buffer.from('odd'))] : []),
    chunk('data', new Uint8Array(data)),
  ]);
}

describe('decodeWav', () => {
  it('reads 16-bit samples as -1..1', () => {
    const { channels, sampleRate } = decodeWav(
      wav({ data: Int16Array.of(0, 16_384, -32_768, 32_767).buffer }),
      'a.wav',
    );
    expect(sampleRate).toBe(22_050);
    expect(channels).toEqual([Float32Array.of(0, 0.5, -1, 32_767 / 32_768)]);
  });

  it('reads float samples, channels apart, past chunks of other kinds', () => {
    const data = Float32Array.of(0.25, -0.25, 0.5, -0.5).buffer;
    const { channels } = decodeWav(wav({ code: 3, bits: 32, channels: 2, data, extraChunk: true }), 'a.wav');
    expect(channels).toEqual([Float32Array.of(0.25, 0.5), Float32Array.of(-0.25, -0.5)]);
  });

  it('reads what there is of a file that was cut off', () => {
    const whole = wav({ data: Int16Array.of(1, 2, 3, 4).buffer });
    expect(decodeWav(whole.subarray(0, -3), 'a.wav').channels[0]).toHaveLength(2);
  });

  it('refuses other formats', () => {
    expect(() => decodeWav(wav({ bits: 8, data: new ArrayBuffer(4) }), 'a.wav')).toThrow(
      'Expected 16-bit or 32-bit float samples in a.wav, got format 1 with 8 bits, 1 channels',
    );
    expect(() => decodeWav(wav({ code: 7, data: new ArrayBuffer(4) }), 'a.wav')).toThrow('got format 7');
    expect(() => decodeWav(new Uint8Array(20), 'a.wav')).toThrow('got neither in a.wav');
  });
});
