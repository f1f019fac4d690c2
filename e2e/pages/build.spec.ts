import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { shippedModel } from '../../src/core/shipped-model';

const dist = join(import.meta.dirname, '../../dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
const textOf = (extension: string) =>
  files
    .filter((file) => file.endsWith(extension))
    .map((file) => ({ file, text: readFileSync(join(dist, file), 'utf8') }));

test('each wasm binary is built once', () => {
  const names = files.filter((file) => file.endsWith('.wasm')).map((file) => file.replace(/-[\w-]{8}\.wasm$/, '.wasm'));
  expect(names).toEqual([...new Set(names)]);
});

test('no built file asks another origin for anything', () => {
  const foreign =
    /\b(?:fetch|import|importScripts|Worker|SharedWorker|addModule|sendBeacon|WebSocket|EventSource)\(\s*["'`](?:https?:|wss?:)?\/\//;
  const asked = textOf('.js').filter(({ text }) => foreign.test(text));
  const linked = textOf('.html').filter(({ text }) =>
    /\b(?:src|href|action|poster|data)\s*=\s*["']?(?:https?:)?\/\//i.test(text),
  );
  const styled = textOf('.css').filter(({ text }) => /(?:url\(|@import)\s*["']?(?:https?:)?\/\//i.test(text));
  expect([...asked, ...linked, ...styled].map(({ file }) => file)).toEqual([]);
});

test('the page and its parts are found from any folder of a host', () => {
  const absolute = textOf('.html').filter(({ text }) => /\b(?:src|href)="\//.test(text));
  expect(absolute.map(({ file }) => file)).toEqual([]);
});

test('the model ships as its manifest says', () => {
  const folder = join(dist, 'models', shippedModel);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  };
  const shipped = manifest.files.map(({ name }) => {
    const bytes = readFileSync(join(folder, name));
    return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  expect(shipped).toEqual(manifest.files);
});
