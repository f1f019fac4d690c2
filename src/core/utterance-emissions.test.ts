import { expect, it } from 'vitest';
import { draw, letters } from './fake-acoustic-model';
import { UtteranceEmissions } from './utterance-emissions';

it('keeps the frames that are not dropped, in order', () => {
  const kept = new UtteranceEmissions(12, letters.size);
  kept.append(draw('abcd'));
  kept.append(draw('efgh'));
  expect(kept.all).toEqual(draw('abcdefgh'));
  kept.drop(3);
  kept.append(draw('ij'));
  expect(kept.all).toEqual(draw('defghij'));
  expect(kept.first(3)).toEqual(draw('def'));
  kept.drop();
  expect(kept.all.frames).toBe(0);
});

it('keeps the phones of the same frames, where there are any', () => {
  const phones = (...values: number[]) => ({
    logProbs: Float32Array.from(values),
    frames: values.length,
    vocabulary: 1,
  });
  const kept = new UtteranceEmissions(6, letters.size);
  kept.append({ ...draw('ab'), phones: phones(-1, -2) });
  kept.append({ ...draw('cd'), phones: phones(-3, -4) });
  kept.drop(1);
  expect(kept.all).toEqual({ ...draw('bcd'), phones: phones(-2, -3, -4) });
});

it('holds more than was expected', () => {
  const kept = new UtteranceEmissions(2, letters.size);
  kept.append(draw('abc'));
  kept.append(draw('defgh'));
  expect(kept.all).toEqual(draw('abcdefgh'));
  expect(kept.first(2)).toEqual(draw('ab'));
});
