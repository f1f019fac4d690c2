import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { drawNgrams, packNgrams, readNgrams } from '../core/language-model/drawn-language';
import { Draw } from '../core/drawn-speech';
import { openLanguage } from './open-language';

const url = 'https://host/models/paper/manifest.json';
const file = packNgrams(readNgrams(drawNgrams(new Draw(1), ['a', 'b'])));

const manifestOf = (bytes: Uint8Array) =>
  JSON.stringify({
    files: [{ name: 'language.bin', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }],
  });

/** A host of `served`, which are found to be missing where they are undefined. */
function host(manifest: string | undefined, served: Uint8Array | undefined) {
  const asked: string[] = [];
  const fetch = (url: string) => {
    asked.push(url.split('/').at(-1)!);
    const body = url.endsWith('.json') ? manifest : served && new Uint8Array(served);
    return Promise.resolve(body === undefined ? new Response(null, { status: 404 }) : new Response(body));
  };
  return { asked, open: () => openLanguage(url, fetch) };
}

describe('the language model', () => {
  it('is fetched once and then kept', async () => {
    globalThis.indexedDB = new IDBFactory();
    const { asked, open } = host(manifestOf(file), file);
    for (let turn = 0; turn < 2; turn++) {
      const model = await open();
      expect(model.cost(model.start, 2)).toBeGreaterThan(0);
    }
    expect(asked).toEqual(['manifest.json', 'language.bin', 'manifest.json']);
  });

  it.each([
    ['is not there', undefined, undefined, 'ModelUnavailableError'],
    ['has a manifest that is none', '<html>', file, 'ModelCorruptError'],
    ['has a manifest without files', '{}', file, 'ModelCorruptError'],
    ['comes broken twice', manifestOf(file), file.map((byte) => byte ^ 1), 'ModelCorruptError'],
    ['is of another format', manifestOf(new Uint8Array(9)), new Uint8Array(9), 'ModelVersionError'],
  ])('is refused by its name when it %s', async (_, manifest, served, name) => {
    globalThis.indexedDB = new IDBFactory();
    await expect(host(manifest, served).open()).rejects.toMatchObject({ name });
  });
});
