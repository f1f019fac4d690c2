import { existsSync, readFileSync } from 'node:fs';
import { wrap } from 'comlink';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letters } from '../core/fake-acoustic-model';
import { readCommonWords } from '../core/pronunciation/common-words';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';
import { shippedModel } from '../core/shipped-model';
import { goldenSpeech } from '../evaluate/golden-speech';
import { openSecondPass, SECOND_PASS_FOLDER } from '../evaluate/open-second-pass';
import { RecognizerError } from '../protocol/recognizer-error';
import type { FinalReviser, SecondPassEvent } from '../protocol/second-pass-api';
import type { SecondPassModel } from './second-pass-model';
import { SecondPassService } from './second-pass-service';
import type { UtteranceToRead } from './utterance-reader';

const missing = !existsSync(SECOND_PASS_FOLDER);
const manifestUrl = 'https://host/manifest.json';
const pronunciationsUrl = 'https://host/pronunciations/manifest.json';
const wasmUrls = () => ['https://host/ort.wasm'];

let events: SecondPassEvent[] = [];
let opened = 0;
const pronouncer = new Pronouncer(readPronunciationFile(readFileSync('models/pronunciations/pronunciations.bin')));
const commonWords = readCommonWords(readFileSync('models/pronunciations/common-words.txt', 'utf8'));
/** One for all tests: it takes seconds to open. */
let model: SecondPassModel;
const openSounds = () => Promise.resolve({ pronouncer, commonWords });
/** How much slower the clock makes this machine look. */
let slowness = 1;
const clock = () => slowness * performance.now();
const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A service on a machine with so many GB. */
function serve(memory = 8): SecondPassService {
  events = [];
  opened = 0;
  slowness = 1;
  const openModel = () => {
    opened++;
    return Promise.resolve(model);
  };
  return new SecondPassService({ openSounds, openModel, memory, clock, nextTask, wasmUrls });
}

const load = (service: SecondPassService, choice: 'auto' | 'on' | 'off') =>
  service.load({ manifestUrl, pronunciationsUrl, choice }, (event) => events.push(event));

const lastState = () => events.findLast((event) => event.type === 'state')?.state;

describe('where it is not wanted', () => {
  it('is not loaded when it is switched off', async () => {
    const service = serve();
    expect(await load(service, 'off')).toEqual({
      active: false,
      pronounces: true,
      reason: 'The second pass is switched off.',
    });
    expect(opened).toBe(0);
  });

  it('is not loaded by itself on a small machine, and says why', async () => {
    const state = await load(serve(2), 'auto');
    expect(state).toEqual({
      active: false,
      pronounces: true,
      reason: 'The second pass is off: it needs more than the 2 GB of memory that are here.',
    });
    expect(opened).toBe(0);
  });

  it('reads nothing before it is loaded', async () => {
    const utterance = { id: 'a', samples: new Float32Array(16_000), startMs: 0, words: [], languageModel: true };
    expect(await serve().read(utterance)).toBeUndefined();
  });

  it('knows no common words before it is loaded', async () => {
    expect(await serve().collisions([{ text: 'Will' }])).toBeUndefined();
    expect(await serve().spellings([{ text: 'Will' }])).toBeUndefined();
    expect(await serve().commonAmong(['will'])).toBeUndefined();
  });

  it('rejects when the pronunciations cannot be had', async () => {
    const openSounds = () => Promise.reject(new Error('no such file'));
    const openModel = () => Promise.resolve(model);
    const service = new SecondPassService({ openSounds, openModel, memory: undefined, clock, nextTask, wasmUrls });
    await expect(load(service, 'on')).rejects.toThrow('no such file');
  });

  it('says so when its model cannot be had, and goes on reading nothing', async () => {
    const openModel = () => Promise.reject(new RecognizerError('ModelUnavailableError', 'no such file'));
    events = [];
    const service = new SecondPassService({ openSounds, openModel, memory: undefined, clock, nextTask, wasmUrls });
    expect(await load(service, 'on')).toEqual({
      active: false,
      pronounces: true,
      reason: 'The second pass is off: it could not be loaded (no such file).',
    });
    expect(events.at(-1)).toMatchObject({ type: 'state', failure: 'ModelUnavailableError' });
    expect(
      await service.read({ id: 'a', samples: new Float32Array(16_000), startMs: 0, words: [], languageModel: true }),
    ).toBeUndefined();
  });
});

describe.skipIf(missing)(
  `the second pass's service${missing ? ' (its model is not in .cache: npm run second-pass)' : ''}`,
  { timeout: 60_000 },
  () => {
    let samples: Float32Array;
    beforeAll(async () => {
      samples = await goldenSpeech(`models/${shippedModel}`);
      model = await openSecondPass(SECOND_PASS_FOLDER, clock);
    }, 120_000);
    afterAll(() => model.dispose());

    /** What the golden file says, as a first pass might have heard it. */
    const utterance = (id: string): UtteranceToRead => ({
      id,
      samples: samples.slice(),
      startMs: 5000,
      languageModel: true,
      words: [
        { text: 'in', startMs: 5050, endMs: 5200, confidence: 0.6 },
        { text: 'the only', startMs: 5200, endMs: 5700, confidence: 0.6 },
        { text: 'cents', startMs: 5700, endMs: 6100, confidence: 0.6 },
      ],
    });

    it('reads what the first pass heard, and scores candidates on it until it is released', async () => {
      const service = serve(2);
      expect(await load(service, 'on')).toMatchObject({ active: true });
      const reading = await service.read(utterance('a'));
      expect(reading?.pieces).toMatchObject([
        { startMs: 5000, judgement: 'accepted', reading: { text: 'In the only sense,', cut: undefined } },
      ]);
      const [said, other] = (await service.score('a', 0, ['In the only sense,', 'In the only pence,']))!;
      expect(said.logProb).toBeCloseTo(reading!.pieces[0].reading.logProbs.reduce((sum, logProb) => sum + logProb));
      expect(other.logProb).toBeLessThan(said.logProb);
      await service.release('a');
      expect(await service.score('a', 0, ['In'])).toBeUndefined();
      expect(await service.score('b', 0, ['In'])).toBeUndefined();
    });

    it('judges a reading where the first pass heard nothing', async () => {
      const service = serve();
      await load(service, 'on');
      const reading = await service.read({ ...utterance('a'), words: [] });
      expect(reading?.pieces).toEqual([]);
    });

    it('drops what waits or runs when it is released, and reads on', async () => {
      const service = serve();
      await load(service, 'on');
      const readings = ['a', 'b', 'c'].map((id) => service.read(utterance(id)));
      const settled = Promise.allSettled(readings);
      await service.release('a');
      await service.release('b');
      const [first, second, third] = await settled;
      expect(first).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
      expect(second).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
      expect(third).toMatchObject({ status: 'fulfilled', value: { id: 'c' } });
    });

    it('stops a reading that is released while it is written', async () => {
      const service = serve();
      await load(service, 'on');
      const aborted = service.read(utterance('a'));
      setTimeout(() => void service.release('a'), 1);
      await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
      expect(await service.read(utterance('a'))).toMatchObject({ id: 'a' });
    });

    it('switches itself off on a slow machine, says so, and gives what it has read', async () => {
      const service = serve();
      slowness = 1000;
      await load(service, 'auto');
      const readings = [await service.read(utterance('a')), await service.read(utterance('b'))];
      expect(readings.every((reading) => reading !== undefined)).toBe(true);
      expect(lastState()).toMatchObject({ active: false });
      expect(lastState()?.reason).toMatch(
        /^The second pass is off: a second of speech takes \d+\.\d\d s to read again/,
      );
      expect(lastState()?.realTimeFactor).toBeGreaterThan(10);
      expect(await service.read(utterance('c'))).toBeUndefined();
    });

    it('stays on there when that was asked for', async () => {
      const service = serve();
      slowness = 1000;
      await load(service, 'on');
      for (const id of ['a', 'b', 'c']) expect(await service.read(utterance(id))).toBeDefined();
      expect(lastState()).toMatchObject({ active: true });
    });

    it('tells common words that sound like a name, after the sentence that is being read', async () => {
      const service = serve();
      await load(service, 'on');
      const order: string[] = [];
      const reading = service.read(utterance('a')).then(() => order.push('read'));
      const checked = service.collisions([{ text: 'Will' }, { text: 'Kowalczyk' }]).then((found) => {
        order.push('checked');
        return found;
      });
      await reading;
      expect((await checked)?.map((collision) => collision?.words[0])).toEqual(['will', undefined]);
      expect(order).toEqual(['read', 'checked']);
      expect(await service.commonAmong(['Will', 'Kowalczyk'])).toEqual(['Will']);
    });

    it('keeps the caches of few utterances', async () => {
      const service = serve();
      await load(service, 'on');
      for (const id of ['a', 'b', 'c', 'd', 'e']) await service.read(utterance(id));
      expect(await service.score('a', 0, ['In'])).toBeUndefined();
      expect(await service.score('e', 0, ['In'])).toHaveLength(1);
    });

    it('serves whoever has a port to it', async () => {
      const service = serve();
      await load(service, 'on');
      const { port1, port2 } = new MessageChannel();
      await service.setNames([{ text: 'Sense' }]);
      await service.connect(port1);
      const reviser = wrap<FinalReviser>(port2);
      await reviser.setVocabulary({ pieces: letters.pieces, blank: letters.blank });
      const { words, ...rest } = utterance('a');
      const frames = Math.ceil(samples.length / 384);
      const logProbs = new Float32Array(frames * letters.size).fill(-Math.log(letters.size));
      const revision = await reviser.revise({
        ...rest,
        emissions: { logProbs, frames, vocabulary: letters.size },
        clock: { originMs: 5000, frameMs: 24 },
        alternatives: [{ words }],
      });
      expect(revision).toMatchObject({ second: 'In the only sense,' });
      expect(revision?.text).toMatch(/^In the only sense,$/i);
      expect(revision?.cost.audioMs).toBeCloseTo(samples.length / 16);
      // Emissions that say nothing date nothing, but every word that was heard stands beside some word.
      const heard = revision?.words.flatMap(({ heard }) => (heard === '' ? [] : [heard]));
      expect(heard?.join(' ')).toBe('in the only cents');
      port1.close();
    });
  },
);
