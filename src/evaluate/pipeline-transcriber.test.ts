import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clip } from './manifest';
import { openModel } from './open-model';
import { PipelineTranscriber } from './pipeline-transcriber';
import { ReplayTranscriber } from './replay-transcriber';

/** The graph of the model that ships, with random weights: what it hears is noise, but it is deterministic. */
const TINY_MODEL = fileURLToPath(new URL('../../e2e/models/tiny', import.meta.url));
const TONE = fileURLToPath(new URL('fixtures/tone.opus', import.meta.url));
const CHUNK_SECONDS = 0.384;

const clip = (id: string): Clip => ({ id, audioFile: TONE, seconds: 0.25, text: '', speaker: 's', names: [] });
const asked = {
  beam: undefined,
  boost: undefined,
  endpoint: 'off',
  emissions: undefined,
  techniques: undefined,
} as const;

let emissions = '';
beforeAll(async () => {
  emissions = await mkdtemp(path.join(tmpdir(), 'pipeline-'));
});
afterAll(() => rm(emissions, { recursive: true }));

// WebAssembly may compile for seconds on a busy machine.
describe('PipelineTranscriber', { timeout: 60_000 }, () => {
  it('hears a stream chunk by chunk, and emissions it saves decode to the same text', async () => {
    const pipeline = await PipelineTranscriber.open(await openModel(TINY_MODEL, undefined), { ...asked, emissions });
    const stream = { id: 'tones', clips: Array.from({ length: 8 }, (_, index) => clip(`tone-${index}`)) };
    const heard = await pipeline.transcribe(stream, []);
    await pipeline.dispose();
    expect(heard.chunkMs).toHaveLength(Math.ceil((8 * 0.25) / CHUNK_SECONDS));
    expect(heard.totalMs).toBeGreaterThan(heard.decoderMs);

    const replay = await ReplayTranscriber.open(emissions);
    expect(replay.frameMs).toBe(pipeline.frameMs);
    expect((await replay.transcribe(stream, [])).text).toBe(heard.text);
  });

  it('forgets one stream before the next', async () => {
    const pipeline = await PipelineTranscriber.open(await openModel(TINY_MODEL, undefined), asked);
    const stream = { id: 'tone', clips: [clip('tone')] };
    const first = await pipeline.transcribe(stream, []);
    const second = await pipeline.transcribe(stream, []);
    expect(second.text).toBe(first.text);
    await pipeline.dispose();
  });

  it('tells what the flags that were not given came to', async () => {
    const pipeline = await PipelineTranscriber.open(await openModel(TINY_MODEL, 384), { ...asked, beam: 3 });
    expect(pipeline.settings).toMatchObject({ 'chunk-ms': 384, beam: 3 });
    await pipeline.dispose();
  });
});

describe('openModel', { timeout: 60_000 }, () => {
  it('refuses chunks that the model was not exported for', async () => {
    await expect(openModel(TINY_MODEL, 100)).rejects.toThrow(
      /Expected --chunk-ms 192 or 384 or 576, the steps of the model .*, got 100/,
    );
  });

  it('says where it looked for a model', async () => {
    await expect(openModel('nowhere', undefined)).rejects.toThrow(
      "Cannot read the model's manifest nowhere/manifest.json: there is no such file",
    );
  });
});
