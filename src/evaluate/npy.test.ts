import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy';

/** numpy 2.4: np.save(file, np.array([[0, -1.5, 2], [3, 4, -np.inf]], dtype=np.float32)), in base64. */
const NUMPY_FILE =
  'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAg' +
  'ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADAvwAAAEAAAEBAAACAQAAAgP8=';
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const matrix = { data: Float32Array.of(0, -1.5, 2, 3, 4, -Infinity), rows: 2, columns: 3 };

describe('.npy files', () => {
  it('are what numpy writes, byte for byte', () => {
    expect(encodeNpy(matrix)).toEqual(bytes(NUMPY_FILE));
    expect(decodeNpy(bytes(NUMPY_FILE))).toEqual(matrix);
  });

  it('are read wherever they lie in memory', () => {
    const file = bytes(NUMPY_FILE);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(decodeNpy(shifted.subarray(3))).toEqual(matrix);
  });

  it('may be empty', () => {
    const empty = { data: new Float32Array(0), rows: 0, columns: 258 };
    expect(decodeNpy(encodeNpy(empty))).toEqual(empty);
  });

  it('are refused when they hold something else', () => {
    const text = Buffer.from(encodeNpy(matrix)).toString('latin1');
    const decode = (changed: string) => () => decodeNpy(new Uint8Array(Buffer.from(changed, 'latin1')));
    expect(decode('hello world, hello')).toThrow('Expected a .npy file, got one that starts with "hello "');
    expect(decode(text.replace('<f4', '<f8'))).toThrow(
      "Expected float32 in two dimensions, row-major, got {'descr': '<f8'",
    );
    expect(decode(text.replace('(2, 3)', '(6,)  '))).toThrow('Expected float32 in two dimensions');
    expect(decode(text.slice(0, -1))).toThrow('Expected 152 bytes for 2 x 3 numbers, got 151');
    expect(() => encodeNpy({ ...matrix, rows: 3 })).toThrow('Expected 3 x 3 numbers, got 6');
  });
});
