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
  kept.drop();
  expect(kept.all.frames).toBe(0);
});
