import { createHash } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import type { LoadProgress } from '../protocol/recognizer-api';
import { ModelStore } from '../store/model-store';
import { loadManifest, ModelLoader } from './load-model';
import { fileOf, manifestFormat, readManifest, stepOf, type ModelManifest } from './model-manifest';

const files: Readonly<Record<string, string>> = {
  'vocabulary.json': JSON.stringify({ blank: 0, pieces: ['<blank>', '▁', 'a'] }),
  'step16.onnx': 'the graph'.repeat(1000),
  'golden16.bin': 'the golden file',
  'weights.bin': 'the weights',
};

const manifest: ModelManifest = {
  format: manifestFormat,
  id: 'paper',
  version: '1',
  sampleRate: 16_000,
  frameSamples: 384,
  blank: 0,
  vocabulary: 'vocabulary.json',
  weights: 'weights.bin',
  steps: [{ chunkFrames: 16, chunkSamples: 6144, lookaheadSamples: 511, graph: 'step16.onnx', golden: 'golden16.bin' }],
  defaultStep: 16,
  inputs: { samples: 'samples' },
  outputs: { logits: 'logits' },
  states: [],
  golden: { windows: 1, tolerance: 0.01 },
  files: Object.entries(files).map(([name, text]) => ({
    name,
    bytes: text.length + (name === 'vocabulary.json' ? 2 : 0), // ▁ has three bytes
    sha256: createHash('sha256').update(text).digest('hex'),
  })),
};

const base = 'https://host/models/paper/';

/** A host of the files; `serve` may answer otherwise, by name and how often it was asked for. */
function host(serve: (name: string, time: number) => string | number | undefined = () => undefined) {
  const asked: string[] = [];
  const progress: LoadProgress[] = [];
  // A browser that has stored nothing yet.
  globalThis.indexedDB = new IDBFactory();
  const store = new ModelStore();
  const fetch = (url: string, init?: RequestInit) => {
    const name = url.slice(base.length);
    asked.push(`${name} ${init?.cache}`);
    const time = asked.filter((it) => it.startsWith(name)).length;
    const answer = serve(name, time) ?? files[name] ?? 404;
    return Promise.resolve(typeof answer === 'number' ? new Response(null, { status: answer }) : new Response(answer));
  };
  const load = async () => {
    const loader = new ModelLoader(manifest, `${base}manifest.json`, store, fetch, (it) => progress.push(it));
    return loader.model(await loader.vocabulary());
  };
  return { asked, progress, load, fetch };
}

describe('ModelLoader', () => {
  it('downloads the files, tells bytes of the whole, and keeps them', async () => {
    const { asked, progress, load } = host();
    const { graph, weights, golden, vocabulary } = await load();
    expect(new TextDecoder().decode(graph)).toBe(files['step16.onnx']);
    expect(new TextDecoder().decode(weights)).toBe(files['weights.bin']);
    expect(new TextDecoder().decode(golden)).toBe(files['golden16.bin']);
    expect(vocabulary.size).toBe(3);
    const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(progress.at(-1)).toEqual({ type: 'download', loadedBytes: total, totalBytes: total, fromCache: false });
    await load();
    expect(asked).toHaveLength(4);
    expect(progress.at(-1)).toEqual({ type: 'download', loadedBytes: total, totalBytes: total, fromCache: true });
  });

  it.each(['the grap', 'the graph'.repeat(2000), `x${'the graph'.repeat(1000).slice(1)}`])(
    'fetches a broken file once more, past the cache of the browser (%#)',
    async (broken) => {
      const { asked, load } = host((name, time) => (name === 'step16.onnx' && time === 1 ? broken : undefined));
      await load();
      expect(asked.filter((it) => it.startsWith('step'))).toEqual(['step16.onnx no-cache', 'step16.onnx reload']);
    },
  );

  it('refuses a file that is broken twice', async () => {
    const { load } = host((name) => (name === 'step16.onnx' ? 'rubbish' : undefined));
    await expect(load()).rejects.toMatchObject({ name: 'ModelCorruptError' });
  });

  it('says which file the server refused', async () => {
    const { load } = host((name) => (name === 'golden16.bin' ? 503 : undefined));
    await expect(load()).rejects.toMatchObject({ name: 'ModelUnavailableError', message: /golden16.bin.*503/ });
  });
});

describe('loadManifest', () => {
  const url = `${base}manifest.json`;

  it('asks for it anew each time', async () => {
    const { asked, fetch } = host(() => JSON.stringify(manifest));
    expect(await loadManifest(url, fetch)).toEqual(manifest);
    expect(asked).toEqual(['manifest.json no-cache']);
  });

  it('says by name what is wrong', async () => {
    const load = (answer: string | number) => loadManifest(url, host(() => answer).fetch);
    await expect(load(404)).rejects.toMatchObject({ name: 'ModelUnavailableError' });
    await expect(load('<!doctype html>')).rejects.toMatchObject({ name: 'ModelCorruptError' });
    await expect(load('{"format":"namesake-ctc/9"}')).rejects.toMatchObject({ name: 'ModelVersionError' });
    const offline = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(loadManifest(url, offline)).rejects.toMatchObject({ name: 'ModelUnavailableError' });
  });
});

describe('a manifest', () => {
  it('must have all that is needed', () => {
    const { files: _files, ...rest } = manifest;
    expect(() => readManifest(JSON.stringify(rest))).toThrow('Expected "files" in the manifest');
  });

  it('must have the phones that the pronunciations are made of, if it names any', () => {
    expect(readManifest(JSON.stringify({ ...manifest, phones: PHONE_TOKENS })).phones).toEqual(PHONE_TOKENS);
    const other = { ...manifest, phones: ['<blank>', 'aː'] };
    expect(() => readManifest(JSON.stringify(other))).toThrow(/Expected the phones <blank>,AA,.*, got <blank>,aː/);
  });

  it('knows its steps and files', () => {
    expect(stepOf(manifest)).toBe(manifest.steps[0]);
    expect(() => stepOf(manifest, 8)).toThrow('Expected a step of 16 frames, got 8');
    expect(() => fileOf(manifest, 'phones.json')).toThrow("Expected phones.json among the manifest's files");
  });
});
