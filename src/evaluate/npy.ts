/*
 * NumPy's .npy files, as far as emissions need them: little-endian float32, two dimensions, row-major.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html - magic, version, length of a Python
 * dictionary in ASCII, the dictionary, padding to 64 bytes, data.
 */

export interface Matrix {
  /** rows x columns, row-major. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

const MAGIC = '\u0093NUMPY';
const ALIGNMENT_BYTES = 64;

/** The bytes of a version 1.0 file. */
export function encodeNpy({ data, rows, columns }: Matrix): Uint8Array {
  if (data.length !== rows * columns) throw new RangeError(`Expected ${rows} x ${columns} numbers, got ${data.length}`);
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const unpadded = MAGIC.length + 4 + dictionary.length + 1;
  const header = `${dictionary}${' '.repeat((ALIGNMENT_BYTES - (unpadded % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES)}\n`;
  const dataStart = MAGIC.length + 4 + header.length;
  const bytes = new Uint8Array(dataStart + 4 * data.length);
  const view = new DataView(bytes.buffer);
  writeAscii(bytes, 0, MAGIC);
  bytes[MAGIC.length] = 1;
  view.setUint16(MAGIC.length + 2, header.length, true);
  writeAscii(bytes, MAGIC.length + 4, header);
  for (let index = 0; index < data.length; index++) view.setFloat32(dataStart + 4 * index, data[index]!, true);
  return bytes;
}

/** Reads a file of version 1, 2 or 3; throws a TypeError that says what else is in it. */
export function decodeNpy(bytes: Uint8Array): Matrix {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || readAscii(bytes, 0, MAGIC.length) !== MAGIC) {
    throw new TypeError(`Expected a .npy file, got one that starts with ${JSON.stringify(readAscii(bytes, 0, 6))}`);
  }
  const isFirstVersion = bytes[MAGIC.length] === 1;
  const headerStart = MAGIC.length + (isFirstVersion ? 4 : 6);
  const headerBytes = isFirstVersion ? view.getUint16(MAGIC.length + 2, true) : view.getUint32(MAGIC.length + 2, true);
  const header = readAscii(bytes, headerStart, headerBytes);
  const shape = /'shape': \((\d+), (\d+)\)/.exec(header);
  if (shape === null || !header.includes("'descr': '<f4'") || !header.includes("'fortran_order': False")) {
    throw new TypeError(`Expected float32 in two dimensions, row-major, got ${header.trim()}`);
  }
  const rows = Number(shape[1]);
  const columns = Number(shape[2]);
  const dataStart = headerStart + headerBytes;
  const expectedBytes = dataStart + 4 * rows * columns;
  if (bytes.length !== expectedBytes) {
    throw new TypeError(`Expected ${expectedBytes} bytes for ${rows} x ${columns} numbers, got ${bytes.length}`);
  }
  const data = new Float32Array(rows * columns);
  for (let index = 0; index < data.length; index++) data[index] = view.getFloat32(dataStart + 4 * index, true);
  return { data, rows, columns };
}

function writeAscii(bytes: Uint8Array, offset: number, text: string): void {
  for (let index = 0; index < text.length; index++) bytes[offset + index] = text.charCodeAt(index);
}

function readAscii(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
