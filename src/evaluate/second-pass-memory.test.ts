import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecondPassModel } from '../worker/second-pass-model';
import { SecondPassMemory } from './second-pass-memory';

/** Writes how many samples it heard, and finds a text as probable as it is short. */
class CountingReader {
  reads = 0;
  scored: string[] = [];
  readonly pieces = { encode: (text: string) => (this.scored.push(text), Array.from(text, () => 1)) };

  read(samples: Float32Array) {
    this.reads++;
    const reading = {
      text: `${samples.length}`,
      tokens: [1],
      logProbs: [-1],
      wordLogProbs: [-1],
      emptyLogProb: -9,
      cut: undefined,
    };
    return Promise.resolve({ reading, encoderMs: 0, decoderMs: 0, release: () => {} });
  }

  score(_: unknown, candidates: readonly (readonly number[])[]) {
    return Promise.resolve(candidates.map((tokens) => Float32Array.from(tokens, () => -1)));
  }

  dispose() {
    return Promise.resolve();
  }
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'memory-'));
});
afterEach(() => rm(folder, { recursive: true }));

const open = async (model: CountingReader, at: string | undefined = folder) =>
  new SecondPassMemory(at, () => Promise.resolve(model as unknown as SecondPassModel)).stream('u', () =>
    Promise.resolve(new Float32Array(32_000)),
  );

describe('SecondPassMemory', () => {
  it('asks the model once, whenever the same is asked', async () => {
    const model = new CountingReader();
    const first = await open(model);
    expect((await first.read(0, 16_000, {})).text).toBe('16000');
    expect((await first.score(0, 16_000, ['ab', 'a'], {})).map(({ logProb }) => logProb)).toEqual([-2, -1]);
    await first.close();

    const again = await open(model);
    expect((await again.read(3, 16_001, {})).text).toBe('16000');
    expect((await again.score(0, 16_000, ['a', 'abc'], {})).map(({ logProb }) => logProb)).toEqual([-1, -3]);
    expect(model.scored).toEqual(['ab', 'a', 'abc']);
    await again.close();
    // Once more for the caches that the new text is scored on.
    expect(model.reads).toBe(2);
  });

  it('tells stretches apart', async () => {
    const stream = await open(new CountingReader());
    expect((await stream.read(0, 16_000, {})).text).toBe('16000');
    expect((await stream.read(0, 24_000, {})).text).toBe('24000');
  });

  it('remembers nothing without a folder', async () => {
    const model = new CountingReader();
    for (let time = 0; time < 2; time++) {
      const stream = await new SecondPassMemory(undefined, () =>
        Promise.resolve(model as unknown as SecondPassModel),
      ).stream('u', () => Promise.resolve(new Float32Array(32_000)));
      await stream.read(0, 16_000, {});
      await stream.close();
    }
    expect(model.reads).toBe(2);
  });
});
