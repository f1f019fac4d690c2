import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logSoftmax } from '../core/emissions';
import { AUTOMATIC_BOOST } from '../core/name';
import { EmissionsFolder } from './emissions-folder';
import { ReplayTranscriber } from './replay-transcriber';

const header = { pieces: ['<blank>', '▁', 'a', 'b', 'n', 'o'], blank: 0, frameMs: 24 };
const letters = '_ abno';

/** Emissions in which each frame's letter, `_` for the blank, is likely; `a/o` are two letters, the first a bit likelier. */
function draw(frames: string) {
  const rows = frames.split(/(?=[^/])(?<!\/)/u);
  const logits = new Float32Array(rows.length * letters.length);
  rows.forEach((row, frame) => {
    row.split('/').forEach((letter, rank) => {
      logits[frame * letters.length + letters.indexOf(letter)] = 8 - 2 * rank;
    });
  });
  logSoftmax(logits, letters.length);
  return { logProbs: logits, frames: rows.length, vocabulary: letters.length };
}

const stream = (id: string) => ({ id, clips: [] });

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'replay-'));
  const emissions = await EmissionsFolder.create(folder, header);
  await emissions.write('u', draw('_ a/onn_na__ b_oo'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('ReplayTranscriber', () => {
  it('decodes saved emissions, with names and without', async () => {
    const transcriber = await ReplayTranscriber.open(folder, { boost: AUTOMATIC_BOOST });
    expect((await transcriber.transcribe(stream('u'), [])).text).toBe('anna bo');
    expect((await transcriber.transcribe(stream('u'), ['Onna'])).text).toBe('Onna bo');
    expect((await transcriber.transcribe(stream('u'), [])).text).toBe('anna bo');
    expect(transcriber.frameMs).toBe(24);
  });

  it('passes on beam and boost', async () => {
    const transcriber = await ReplayTranscriber.open(folder, { beam: 4, boost: 0, techniques: 'trie' });
    expect(transcriber.settings).toEqual({ beam: 4, boost: 0, techniques: 'trie' });
    expect((await transcriber.transcribe(stream('u'), ['Onna'])).text).toBe('anna bo');
  });

  it('takes all its time in the decoder', async () => {
    const { totalMs, decoderMs, chunkMs } = await (await ReplayTranscriber.open(folder)).transcribe(stream('u'), []);
    expect(totalMs).toBeGreaterThan(0);
    expect(decoderMs).toBe(totalMs);
    expect(chunkMs).toEqual([]);
  });
});
