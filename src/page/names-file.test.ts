import { describe, expect, it } from 'vitest';
import { isNamesFile, NamesFileError, readNamesFile } from './names-file';

const file = (name: string, ...content: BlobPart[]) => new File(content, name);
const read = async (...file_: Parameters<typeof file>) =>
  (await readNamesFile(file(...file_))).map((name) => name.text).join(' | ');

/** UTF-16 with a byte order mark, as Windows programs save "Unicode text". */
function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  view.setUint16(0, 0xfeff, littleEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i + 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

describe('a file of names', () => {
  it('is read in the encodings that programs write', async () => {
    expect(await read('names.txt', 'Jürgen\nŁukasz')).toBe('Jürgen | Łukasz');
    expect(await read('names.txt', '\ufeffJürgen')).toBe('Jürgen');
    expect(await read('names.txt', utf16('Jürgen\nŁukasz', true))).toBe('Jürgen | Łukasz');
    expect(await read('names.txt', utf16('Jürgen\nŁukasz', false))).toBe('Jürgen | Łukasz');
    expect(await read('names.txt', new Uint8Array([0x4a, 0xfc, 0x72, 0x67, 0x65, 0x6e]))).toBe('Jürgen');
  });

  it('is a table, contacts or JSON by its name', async () => {
    expect(await read('a.csv', 'name,group\nAnn,x')).toBe('Ann');
    expect(await read('a.vcf', 'BEGIN:VCARD\nFN:Ann\nEND:VCARD')).toBe('Ann');
    expect(await read('a.json', '["Ann"]')).toBe('Ann');
  });

  it('is refused with a sentence that has its name', async () => {
    const refused = async (...content: Parameters<typeof file>) => {
      const error = await readNamesFile(file(...content)).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(NamesFileError);
      return (error as Error).message;
    };
    expect(await refused('photo.txt', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]))).toMatch(
      /“photo.txt” is not text/,
    );
    expect(await refused('sheet.csv', 'PK\u0003\u0004')).toMatch(/is not text/);
    expect(await refused('a.json', '{"names": 3}')).toMatch(/“a.json” has no list of names/);
    expect(await refused('a.txt', '\n\n')).toMatch(/“a.txt” has no names/);
    expect(await refused('a.txt')).toMatch(/has no names/);
    expect(await refused('a.txt', new Uint8Array(21_000_000))).toMatch(/too large for a list of names \(21 MB/);
  });

  it('is told from audio by its extension or type', () => {
    for (const name of ['a.txt', 'a.CSV', 'a.vcf', 'a.json']) expect(isNamesFile(file(name))).toBe(true);
    for (const name of ['a.wav', 'a.mp3', 'text.ogg', 'names']) expect(isNamesFile(file(name))).toBe(false);
    expect(isNamesFile(new File([], 'names', { type: 'text/plain' }))).toBe(true);
  });
});
