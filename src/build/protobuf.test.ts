import { describe, expect, it } from 'vitest';
import { type Field, readFields, textOf, writeFields } from './protobuf';

describe('a message', () => {
  it('is written as the documentation of Protocol Buffers shows', () => {
    expect([...writeFields([{ number: 1, value: 150n }])]).toEqual([0x08, 0x96, 0x01]);
    const testing = { number: 2, value: Buffer.from('testing') };
    expect([...writeFields([testing])]).toEqual([0x12, 0x07, ...Buffer.from('testing')]);
    expect(textOf(readFields(writeFields([testing]))[0].value)).toBe('testing');
  });

  it('comes back as it was written, negative numbers and field numbers of two bytes included', () => {
    const fields: Field[] = [
      { number: 1, value: 0n },
      { number: 20, value: BigInt.asUintN(64, -1n) },
      { number: 3, value: Buffer.of(1, 2, 3, 4), fixed: 4 },
      { number: 4, value: Buffer.of(1, 2, 3, 4, 5, 6, 7, 8), fixed: 8 },
      { number: 2047, value: Buffer.alloc(300, 7) },
    ];
    expect(readFields(writeFields(fields))).toEqual(fields);
  });

  it('that is cut off is refused', () => {
    const bytes = writeFields([{ number: 2, value: Buffer.from('testing') }]);
    expect(() => readFields(bytes.subarray(0, -1))).toThrow('Expected 7 bytes at 2, got 6');
    expect(() => readFields(Uint8Array.of(0x08, 0x96))).toThrow('Expected a varint to end');
  });
});
