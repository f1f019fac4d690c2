import { existsSync, readFileSync } from 'node:fs';
import { type Remote, wrap } from 'comlink';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AcousticModel } from '../core/acoustic-model';
import { compileNames } from '../core/name-trie';
import { textOf } from '../core/transcript';
import { Recognizer } from '../core/recognizer';
import { shippedModel } from '../core/shipped-model';
import { openModel } from '../evaluate/open-model';
import { openCommonWords, openPronouncer, openVariants } from '../evaluate/open-pronouncer';
import { openSecondPass, SECOND_PASS_FOLDER } from '../evaluate/open-second-pass';
import { decodeWav } from '../evaluate/wav';
import { defaultEndpoint } from '../protocol/recognizer-api';
import type { FinalReviser, FinishedUtterance } from '../protocol/second-pass-api';
import type { SecondPassModel } from './second-pass-model';
import { SecondPassService } from './second-pass-service';

const missing = !existsSync(SECOND_PASS_FOLDER);
/** Somebody has "a letter for Brontë from the old man". */
const clip = 'e2e/fixtures/name.wav';

const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve));
const pronouncer = await openPronouncer();
const commonWords = await openCommonWords();
const variants = await openVariants(pronouncer);

const listed = ['Kubernetes', 'Brontë', 'Siobhán'];

/** What the streaming model gives of the clip, under the spellings of the names that the page compiles too. */
async function recognize(model: AcousticModel, names: readonly string[]): Promise<Omit<FinishedUtterance, 'id'>> {
  const samples = decodeWav(readFileSync(clip), clip).channels[0];
  const heard: Omit<FinishedUtterance, 'id'>[] = [];
  const recognizer = new Recognizer(
    model,
    { endpoint: defaultEndpoint, nBest: 5 },
    {
      event(event, from) {
        if (event.type !== 'final' || from === undefined) return;
        const { readPlain, ...copied } = from;
        const plain = readPlain?.();
        const { alternatives } = event;
        heard.push(structuredClone({ samples, startMs: 0, ...copied, alternatives, ...(plain && { plain }) }));
      },
    },
  );
  recognizer.setNames(
    compileNames(
      names.map((text) => ({ text })),
      model.vocabulary,
      variants,
    ),
  );
  model.reset();
  await recognizer.push(samples);
  await recognizer.finish();
  return heard[0];
}

describe.skipIf(missing)(
  `repairs by both shipped models${missing ? ' (the second is not in .cache: npm run second-pass)' : ''}`,
  { timeout: 60_000 },
  () => {
    let model: SecondPassModel;
    /** As it is recognized without names, and with `listed`. */
    let said: Omit<FinishedUtterance, 'id'>;
    let saidUnderList: Omit<FinishedUtterance, 'id'>;
    let vocabulary: Parameters<FinalReviser['setVocabulary']>[0];
    let service: SecondPassService;
    let reviser: Remote<FinalReviser>;

    beforeAll(async () => {
      const streaming = await openModel(`models/${shippedModel}`, undefined);
      vocabulary = { pieces: streaming.vocabulary.pieces, blank: streaming.vocabulary.blank };
      said = await recognize(streaming, []);
      saidUnderList = await recognize(streaming, listed);
      await streaming.dispose();
      model = await openSecondPass();
    }, 120_000);
    afterAll(() => model.dispose());

    beforeEach(async () => {
      service = new SecondPassService({
        openSounds: () => Promise.resolve({ pronouncer, commonWords }),
        openModel: () => Promise.resolve(model),
        memory: undefined,
        clock: () => performance.now(),
        nextTask,
        wasmUrls: () => [],
      });
      const url = 'https://host/manifest.json';
      await service.load({ manifestUrl: url, pronunciationsUrl: url, choice: 'on' }, () => {});
      const { port1, port2 } = new MessageChannel();
      await service.connect(port1);
      reviser = wrap<FinalReviser>(port2);
      await reviser.setVocabulary(vocabulary);
      return () => port1.close();
    });

    const list = (...names: readonly string[]) => service.setNames(names.map((text) => ({ text })));

    it('finds a name where it was said before it was listed, as a fresh utterance has it', async () => {
      const before = await reviser.revise({ ...said, id: 'before' });
      expect(before?.id).toBe('before');
      expect(before?.text).not.toContain('Brontë');
      await list(...listed);
      const repairs = await service.repairs(['Brontë']);
      expect(repairs).toMatchObject([{ utterance: 'before', word: { text: 'Brontë', name: { text: 'Brontë' } } }]);
      const [{ replaced, startMs, endMs, word }] = repairs as NonNullable<typeof repairs>;
      const replacedWords = before?.words.filter((word) => word.startMs >= startMs && word.endMs <= endMs);
      expect(textOf(replacedWords ?? [])).toBe(replaced);
      const fresh = await reviser.revise({ ...saidUnderList, id: 'fresh' });
      expect(word.decision?.terms).toMatchObject({ second: expect.any(Number) as number });
      expect(fresh?.words.find(({ name }) => name)?.decision).toEqual(word.decision);
    });

    it('keeps nothing of an utterance that is to be forgotten', async () => {
      expect(await reviser.revise({ ...said, id: 'test', forgotten: true })).toBeDefined();
      await list(...listed);
      expect(await service.repairs(['Brontë'])).toEqual([]);
    });

    it('finds nothing for names that nobody said, nor for listed ones that have not changed', async () => {
      await reviser.revise({ ...said, id: 'before' });
      await list('Brontë', 'Kubernetes');
      expect(await service.repairs(['Kubernetes'])).toEqual([]);
    });

    it('lets a fresh utterance be read first, and finds what it looked for nevertheless', async () => {
      for (const id of ['one', 'two']) await reviser.revise({ ...said, id });
      await list('Brontë');
      const order: string[] = [];
      const repairs = service.repairs(['Brontë']).then((found) => {
        order.push('repairs');
        return found;
      });
      await nextTask();
      const fresh = reviser.revise({ ...said, id: 'fresh' }).then(() => order.push('fresh'));
      await fresh;
      expect((await repairs)?.map(({ utterance }) => utterance)).toEqual(['two', 'one']);
      expect(order).toEqual(['fresh', 'repairs']);
    });

    it('gives up when the list changes, when it is asked anew, and when the second pass is off', async () => {
      await reviser.revise({ ...said, id: 'before' });
      await list('Brontë');
      const [first, second] = [service.repairs(['Brontë']), service.repairs(['Brontë'])];
      expect(await first).toBeUndefined();
      expect(await second).toHaveLength(1);
      const third = service.repairs(['Brontë']);
      await list('Brontë', 'Anna');
      expect(await third).toBeUndefined();
      await service.load({ manifestUrl: '', pronunciationsUrl: '', choice: 'off' }, () => {});
      expect(await service.repairs(['Brontë'])).toBeUndefined();
    });
  },
);
