import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedModel } from '../core/shipped-model';
import { goldenSpeech } from '../evaluate/golden-speech';
import { openSecondPass, SECOND_PASS_FOLDER } from '../evaluate/open-second-pass';
import type { SecondPassModel } from './second-pass-model';

const missing = !existsSync(SECOND_PASS_FOLDER);

describe.skipIf(missing)(
  `the second pass${missing ? ' (its model is not in .cache: npm run second-pass)' : ''}`,
  { timeout: 60_000 },
  () => {
    let model: SecondPassModel;
    let samples: Float32Array;

    beforeAll(async () => {
      model = await openSecondPass();
      samples = await goldenSpeech(`models/${shippedModel}`);
    }, 120_000);

    afterAll(() => model?.dispose());

    it('reads what is said', async () => {
      const utterance = await model.read(samples);
      const { reading } = utterance;
      expect(reading.text).toBe('In the only sense,');
      expect(reading.tokens).toEqual(model.pieces.encode(reading.text));
      expect(reading.logProbs).toHaveLength(reading.tokens.length + 1);
      expect(reading.logProbs.every((logProb) => logProb <= 0)).toBe(true);
      utterance.release();
    });

    it('reads the same again', async () => {
      const [first, second] = await Promise.all([model.read(samples), model.read(samples)]);
      expect(second.reading).toEqual(first.reading);
    });

    it('scores its own reading as it has read it', async () => {
      const utterance = await model.read(samples);
      const [scores] = await model.score(utterance, [utterance.reading.tokens]);
      expectClose(scores, utterance.reading.logProbs);
    });

    it('scores the same alone and in any company and order', async () => {
      const utterance = await model.read(samples);
      const texts = [
        'In the only sense,',
        'In the only',
        'Siobhan',
        'In the lonely cents and then quite another thing',
        '',
      ];
      const candidates = texts.map((text) => model.pieces.encode(text));
      const together = await model.score(utterance, candidates);
      const turned = await model.score(utterance, candidates.toReversed());
      for (const [index, candidate] of candidates.entries()) {
        const [alone] = await model.score(utterance, [candidate]);
        expect(alone).toHaveLength(candidate.length + 1);
        expectClose(together[index], alone);
        expectClose(turned.at(-1 - index)!, alone);
      }
      expectClose(together[0], utterance.reading.logProbs);
    });

    it('prefers what was said', async () => {
      const utterance = await model.read(samples);
      const candidates = ['In the only sense,', 'In the only pence,', 'It was a dark night,'];
      const scores = await model.score(
        utterance,
        candidates.map((text) => model.pieces.encode(text)),
      );
      const sums = scores.map((logProbs) => logProbs.reduce((sum, logProb) => sum + logProb));
      expect(sums[0]).toBeGreaterThan(sums[1] + 2);
      expect(sums[1]).toBeGreaterThan(sums[2]);
    });

    it('scores more candidates than fit into one run', async () => {
      const utterance = await model.read(samples);
      const candidates = Array.from({ length: 40 }, (_, index) => model.pieces.encode(`${'so '.repeat(index)}it is`));
      const scores = await model.score(utterance, candidates);
      expect(scores.map(({ length }) => length)).toEqual(candidates.map(({ length }) => length + 1));
      const [last] = await model.score(utterance, candidates.slice(-1));
      expectClose(scores.at(-1)!, last);
    });

    it('can be cut while it writes', async () => {
      const { reading } = await model.read(samples, {
        watch: (tokens) => (tokens.length === 3 ? { reason: 'repetition', keep: 2 } : undefined),
      });
      expect(reading).toMatchObject({ text: 'In the', cut: 'repetition' });
      expect(reading.logProbs).toHaveLength(2);
    });

    it('scores on after a cut', async () => {
      const whole = await model.read(samples);
      const cut = await model.read(samples, {
        watch: (tokens) => (tokens.length === 3 ? { reason: 'rate', keep: 3 } : undefined),
      });
      const [scores] = await model.score(cut, [whole.reading.tokens]);
      expectClose(scores, whole.reading.logProbs);
    });

    it('stops between two steps when it is aborted, and reads on', async () => {
      const abort = new AbortController();
      let steps = 0;
      const aborted = model.read(samples, {
        signal: abort.signal,
        watch: () => {
          if (++steps === 2) abort.abort();
          return undefined;
        },
      });
      await expect(aborted).rejects.toThrow('aborted');
      expect(steps).toBe(2);
      await expect(model.read(samples, { signal: abort.signal })).rejects.toThrow('aborted');
      const { reading } = await model.read(samples);
      expect(reading.text).toBe('In the only sense,');
    });

    it('refuses what is no utterance', async () => {
      await expect(model.read(new Float32Array(100))).rejects.toThrow('Expected 0.1 to 40 s of audio, got 0.00625 s');
      await expect(model.read(new Float32Array(50 * 16_000))).rejects.toThrow('got 50 s');
    });

    it('scores nothing on an utterance that was released', async () => {
      const utterance = await model.read(samples);
      utterance.release();
      await expect(model.score(utterance, [utterance.reading.tokens])).rejects.toThrow();
    });
  },
);

/** To a hundredth of what the published decoder is off by: float sums in another order. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    expect(Math.abs(actual[index] - expected[index])).toBeLessThan(1e-3);
  }
}
