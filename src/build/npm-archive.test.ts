import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { archiveFileName, fetchArchive, readTar } from './npm-archive';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'namesake-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const sha512 = (bytes: Uint8Array) => createHash('sha512').update(bytes).digest('base64');

/** Packs a package of our own, so that no registry is needed. */
function packPackage(): { readonly file: string; readonly bytes: Buffer } {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'deep'), { recursive: true });
  writeFileSync(join(source, 'package.json'), '{"name":"@ours/thing","version":"1.2.3"}');
  writeFileSync(
    join(source, 'deep', 'bytes.bin'),
    Uint8Array.from({ length: 1500 }, (_, index) => index),
  );
  spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source });
  const file = join(folder, 'ours-thing-1.2.3.tgz');
  return { file, bytes: readFileSync(file) };
}

describe('an archive', () => {
  it('has the name that npm gives it', () => {
    expect(archiveFileName({ name: '@ours/thing', version: '1.2.3', sha512: '' })).toBe('ours-thing-1.2.3.tgz');
    expect(archiveFileName({ name: 'thing', version: '1.2.3', sha512: '' })).toBe('thing-1.2.3.tgz');
  });

  it('is fetched anew when what the folder has is another', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
    packPackage();
    const archive = { name: '@ours/thing', version: '1.2.3', sha512: 'another' };
    await expect(fetchArchive(archive, folder)).rejects.toThrow('npm pack');
    vi.unstubAllEnvs();
  }, 60_000);

  it('is taken from the folder when it is the right one', async () => {
    const { bytes } = packPackage();
    const archive = { name: '@ours/thing', version: '1.2.3', sha512: sha512(bytes) };
    expect(await fetchArchive(archive, folder)).toEqual(bytes);
  });

  it('gives up its files, byte for byte', () => {
    const files = readTar(packPackage().bytes);
    expect([...files.keys()].toSorted()).toEqual(['package/deep/bytes.bin', 'package/package.json']);
    expect([...files.get('package/deep/bytes.bin')!]).toEqual(Array.from({ length: 1500 }, (_, index) => index % 256));
  });

  it('is refused when the registry cannot be reached; nothing is left behind', async () => {
    // Nothing listens on the first port.
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
    const archive = { name: '@ours/thing', version: '1.2.3', sha512: 'none' };
    await expect(fetchArchive(archive, folder)).rejects.toThrow('npm pack');
    expect(readdirSync(folder)).toEqual([]);
    vi.unstubAllEnvs();
  }, 60_000);
});
