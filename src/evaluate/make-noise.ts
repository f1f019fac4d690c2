/*
 * npm run noise: two minutes each of sounds without words, as WAV files in .cache/noise with a manifest, for
 * npm run evaluate -- --manifest .cache/noise/noise.jsonl --endpoint on
 * Whatever is written there is an insertion.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeWav, NOISES } from './noise';

const FOLDER = '.cache/noise';
const SECONDS = 120;
const SEED = 1;

await mkdir(FOLDER, { recursive: true });
const rows: string[] = [];
for (const { name, samples } of NOISES) {
  const file = `${name}.wav`;
  await writeFile(path.join(FOLDER, file), encodeWav(samples(SECONDS, SEED)));
  rows.push(JSON.stringify({ audio_filepath: file, duration: SECONDS, text: '', source: 'noise', names: [] }));
}
await writeFile(path.join(FOLDER, 'noise.jsonl'), `${rows.join('\n')}\n`);
process.stdout.write(`${NOISES.length} files and noise.jsonl in ${FOLDER}\n`);
