import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import type { LoadProgress } from '../protocol/recognizer-api';
import { openSecondPassStore } from '../store/second-pass-store';
import { ModelStore } from '../store/model-store';
import { FileLoader } from './file-loader';
import type { ModelFile } from './model-manifest';

const base = 'https://host/models/paper/';
const texts: Readonly<Record<string, string>> = { 'pieces.txt': 'one\ntwo', 'graph.onnx': 'the graph'.repeat(1000) };
const fileOf = (name: string, text: string): ModelFile => ({
  name,
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});
const files = Object.entries(texts).map(([name, text]) => fileOf(name, text));
const total = files.reduce((sum, { bytes }) => sum + bytes, 0);

/** A host of the files, asked by a browser that has stored nothing; `serve` may answer otherwise. */
function host(serve: (name: string, time: number) => string | number | undefined = () => undefined) {
  globalThis.indexedDB = new IDBFactory();
  const asked: string[] = [];
  const progress: LoadProgress[] = [];
  const store = openSecondPassStore();
  const fetch = (url: string, init?: RequestInit) => {
    const name = url.slice(base.length);
    asked.push(`${name} ${init?.cache}`);
    const time = asked.filter((it) => it.startsWith(name)).length;
    const answer = serve(name, time) ?? texts[name];
    return Promise.resolve(typeof answer === 'number' ? new Response(null, { status: answer }) : new Response(answer));
  };
  const loader = () => new FileLoader(files, `${base}manifest.json`, store, fetch, (it) => progress.push(it));
  return { asked, progress, loader };
}

describe('files', () => {
  it('come from the network once, with their bytes told as parts of the whole', async () => {
    const { asked, progress, loader } = host();
    for (const turn of ['network', 'store']) {
      const files = loader();
      for (const [name, text] of Object.entries(texts)) {
        expect(new TextDecoder().decode(await files.load(name))).toBe(text);
      }
      await files.tidy();
      const fromCache = turn === 'store';
      expect(progress.at(-1)).toEqual({ type: 'download', loadedBytes: total, totalBytes: total, fromCache });
    }
    expect(asked).toEqual(['pieces.txt no-cache', 'graph.onnx no-cache']);
  });

  it.each(['the grap', 'the graph'.repeat(2000), `x${'the graph'.repeat(1000).slice(1)}`])(
    'are fetched once more, past the cache of the browser, when they come broken (%#)',
    async (broken) => {
      const { asked, progress, loader } = host((_, time) => (time === 1 ? broken : undefined));
      expect(await loader().load('graph.onnx')).toHaveLength(9000);
      expect(asked).toEqual(['graph.onnx no-cache', 'graph.onnx reload']);
      expect(progress.at(-1)).toMatchObject({ loadedBytes: 9000 });
    },
  );

  it('that come broken twice are corrupt', async () => {
    const { loader } = host(() => 'something else');
    await expect(loader().load('graph.onnx')).rejects.toMatchObject({ name: 'ModelCorruptError' });
  });

  it('that the host refuses are unavailable', async () => {
    const { loader } = host(() => 404);
    await expect(loader().load('graph.onnx')).rejects.toMatchObject({ name: 'ModelUnavailableError' });
  });

  it('of another model stay when one tidies up', async () => {
    const { loader } = host();
    const other = new ModelStore();
    const [file] = files;
    await other.write(file, new TextEncoder().encode(texts[file.name]));
    const loading = loader();
    await loading.load('graph.onnx');
    await loading.tidy();
    expect(await other.read(file)).toBeDefined();
  });
});
