import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultEndpoint } from '../core/endpointer';
import { compileNames } from '../core/name-trie';
import { Recognizer } from '../core/recognizer';
import { shippedModel } from '../core/shipped-model';
import type { OrtAcousticModel } from '../worker/ort-acoustic-model';
import { madeUpNames } from './made-up-names';
import { NOISES } from './noise';
import { openModel } from './open-model';

/** Seconds of each noise: a short form of the measurement in docs/evaluation.md. */
const SECONDS = 4;
const SEED = 2;

/**
 * Finals are what the second pass reads, and only there: where there is none, there is no text of either pass. Runs the
 * model that ships.
 */
describe('where nobody speaks', () => {
  let model: OrtAcousticModel;
  beforeAll(async () => (model = await openModel(`models/${shippedModel}`, undefined)), 60_000);
  afterAll(() => model.dispose());

  it.each(NOISES)('$name has no finals, with a list of names', async ({ samples }) => {
    const finals: string[] = [];
    const recognizer = new Recognizer(
      model,
      { endpoint: defaultEndpoint, nBest: 1 },
      {
        event: (event) => {
          if (event.type === 'final') finals.push(event.text);
        },
      },
    );
    model.reset();
    recognizer.setNames(
      compileNames(
        madeUpNames(100).map((text) => ({ text })),
        model.vocabulary,
      ),
    );
    await recognizer.push(samples(SECONDS, SEED));
    await recognizer.finish();
    expect(finals).toEqual([]);
  });
});
