import type { Page, Worker } from '@playwright/test';
import { expect, test, tinyManifest } from './bare-page';

test.slow();

/** Gives the page `harm()`: does it to its first worker. */
async function giveHarm(page: Page, harm: (worker: Worker) => Promise<unknown>): Promise<void> {
  const worker = page.waitForEvent('worker');
  await page.exposeFunction('harm', async () => {
    // The answer may never come.
    void harm(await worker).catch(() => {});
  });
}

/** Recognizes ten seconds of noise; `harm` is done when half of it is recognized. */
async function recognizeThrough(page: Page, harm: (worker: Worker) => Promise<unknown>) {
  await giveHarm(page, harm);
  return page.evaluate(async (manifestUrl) => {
    const restarts: string[] = [];
    const recognizer = window.bare.createRecognizer({
      manifestUrl,
      backend: 'wasm',
      onRestart: (reason) => restarts.push(reason),
    });
    const names = [await recognizer.setNames([{ text: 'Anna' }])];
    const finals: { utterance: number; startMs: number; endMs: number }[] = [];
    let harmed = false;
    // Noise has no pauses: what cuts it is the length.
    const session = recognizer.open({ source: window.bare.noise(10), endpoint: { maxUtteranceMs: 3000 } });
    for await (const event of session) {
      if (event.type === 'final') finals.push(event);
      if (event.type === 'error') throw new Error(event.error.message);
      if (event.type === 'restart') restarts.push(event.reason);
      if (event.type === 'progress' && event.doneMs > 5000 && !harmed) {
        harmed = true;
        await (window as unknown as { harm(): Promise<void> }).harm();
      }
    }
    names.push(await recognizer.setNames([{ text: 'Anna' }]));
    recognizer.dispose();
    return { restarts, finals, names: names.map(({ active }) => active) };
  }, tinyManifest);
}

const deaths: readonly (readonly [string, (worker: Worker) => Promise<unknown>, RegExp])[] = [
  ['ends', (worker) => worker.evaluate(() => close()), /ended/],
  [
    'hangs',
    (worker) =>
      worker.evaluate(() =>
        setTimeout(() => {
          for (;;);
        }, 0),
      ),
    /hangs/,
  ],
];

for (const [name, harm, reason] of deaths) {
  test(`a worker that ${name} in mid-sentence is replaced; a file goes on after its last final`, async ({ page }) => {
    const { restarts, finals, names } = await recognizeThrough(page, harm);
    expect(restarts).toEqual([expect.stringMatching(reason), expect.stringMatching(reason)]);
    expect(names).toEqual([1, 1]);
    expect(finals.map(({ utterance }) => utterance)).toEqual([...finals.keys()]);
    expect(finals.map(({ startMs }) => startMs)).toEqual([0, ...finals.slice(0, -1).map(({ endMs }) => endMs)]);
    expect(finals.at(-1)?.endMs).toBe(10_000);
  });
}

test('a worker that dies in mid-sentence leaves what was on the screen of a microphone as a final', async ({
  page,
}) => {
  await giveHarm(page, (worker) => worker.evaluate(() => close()));
  const { shown, finals, types } = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'wasm' });
    // A live source, as a microphone is, of noise.
    const source = Object.assign(window.bare.noise(600), { totalMs: undefined, kind: 'microphone' });
    const session = recognizer.open({ source });
    let shown = '';
    let harmed = false;
    const finals: string[] = [];
    const types: string[] = [];
    for await (const event of session) {
      if (event.type !== types.at(-1)) types.push(event.type);
      if (event.type === 'final') finals.push(event.text);
      if (event.type !== 'partial') continue;
      if (types.includes('restart')) void session.finish();
      shown = [...event.stable, ...event.unstable].map(({ text }) => text).join(' ');
      if (harmed || shown.length < 20) continue;
      harmed = true;
      await (window as unknown as { harm(): Promise<void> }).harm();
    }
    recognizer.dispose();
    return { shown, finals, types };
  }, tinyManifest);
  expect(finals[0]?.length).toBeGreaterThan(20);
  expect(finals).toHaveLength(2);
  expect(shown).not.toBe('');
  expect(types.indexOf('final')).toBeLessThan(types.indexOf('restart'));
});

test('a worker whose script does not load is given up after a few times, and calls are answered', async ({ page }) => {
  await page.route('**/assets/recognizer.worker-*.js', (route) => route.fulfill({ status: 404 }));
  const outcomes = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl });
    const session = recognizer.open({ source: window.bare.noise(1) });
    const names = await recognizer.setNames([]).catch(({ name }: Error) => name);
    const ready = await recognizer.ready.catch(({ name }: Error) => name);
    const events = [];
    for await (const event of session) events.push(event.type === 'error' ? event.error.name : event.type);
    return { names, ready, last: events.at(-1) };
  }, tinyManifest);
  expect(outcomes).toEqual({ names: 'WorkerDiedError', ready: 'WorkerDiedError', last: 'WorkerDiedError' });
});
