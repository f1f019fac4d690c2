/** One field of a Protocol Buffers message, in the order of the wire: a varint, or the bytes of anything longer. */
export interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
  /** Of a value of 4 or 8 bytes. */
  readonly fixed?: 4 | 8;
}

const WIRE = { varint: 0, eightBytes: 1, bytes: 2, fourBytes: 5 };

/** Reads one message; nested ones stay bytes. https://protobuf.dev/programming-guides/encoding */
export function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError(`Expected a varint to end within ${bytes.length} bytes`);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const slice = (length: number) => {
    if (at + length > bytes.length) throw new RangeError(`Expected ${length} bytes at ${at}, got ${bytes.length - at}`);
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    const wire = tag & 7;
    if (wire === WIRE.varint) fields.push({ number, value: varint() });
    else if (wire === WIRE.bytes) fields.push({ number, value: slice(Number(varint())) });
    else if (wire === WIRE.fourBytes) fields.push({ number, value: slice(4), fixed: 4 });
    else if (wire === WIRE.eightBytes) fields.push({ number, value: slice(8), fixed: 8 });
    else throw new TypeError(`Expected a wire type of Protocol Buffers 3, got ${wire} at ${at}`);
  }
  return fields;
}

export function writeFields(fields: Iterable<Field>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { number, value, fixed } of fields) {
    const wire =
      typeof value === 'bigint'
        ? WIRE.varint
        : fixed === undefined
          ? WIRE.bytes
          : fixed === 4
            ? WIRE.fourBytes
            : WIRE.eightBytes;
    parts.push(varintBytes(BigInt((number << 3) | wire)));
    if (typeof value === 'bigint') parts.push(varintBytes(value));
    else {
      if (fixed === undefined) parts.push(varintBytes(BigInt(value.length)));
      parts.push(value);
    }
  }
  return Buffer.concat(parts);
}

export function textOf(value: bigint | Uint8Array): string {
  return Buffer.from(bytesOf(value)).toString('utf8');
}

export function bytesOf(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === 'bigint') throw new TypeError(`Expected bytes, got the number ${value}`);
  return value;
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
