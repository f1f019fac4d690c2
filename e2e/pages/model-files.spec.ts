import type { Page, Route } from '@playwright/test';
import { expect, test, tinyManifest } from './bare-page';

interface Loaded {
  /** `ready`, or the error's name and message. */
  readonly outcome: string;
  readonly message: string;
  readonly fromCache: boolean;
  /** Bytes as told, of bytes in all. */
  readonly told: readonly [number, number];
  readonly notStored: string | undefined;
}

function load(page: Page, manifestUrl = tinyManifest): Promise<Loaded> {
  return page.evaluate(async (manifestUrl) => {
    const loaded = {
      outcome: '',
      message: '',
      fromCache: false,
      told: [0, 0] as [number, number],
      notStored: undefined,
    };
    const recognizer = window.bare.createRecognizer({
      manifestUrl,
      backend: 'wasm',
      onProgress: (progress) => {
        if (progress.type === 'not-stored') Object.assign(loaded, { notStored: progress.reason });
        if (progress.type !== 'download') return;
        loaded.fromCache = progress.fromCache;
        loaded.told = [progress.loadedBytes, progress.totalBytes];
      },
    });
    await recognizer.ready.then(
      () => (loaded.outcome = 'ready'),
      ({ name, message }: Error) => Object.assign(loaded, { outcome: name, message }),
    );
    recognizer.dispose();
    return loaded;
  }, manifestUrl);
}

const graph = '**/models/tiny/step16.onnx';

/** Counts the requests for the graph; the first `times` answers are spoiled. */
async function spoil(page: Page, times: number, how: (body: Buffer) => Buffer): Promise<() => number> {
  let requests = 0;
  await page.route(graph, async (route: Route) => {
    requests++;
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: requests > times ? body : how(body) });
  });
  return () => requests;
}

const truncate = (body: Buffer) => body.subarray(0, body.length / 2);
const flipBit = (body: Buffer) => {
  const flipped = Buffer.from(body);
  flipped[1000]! ^= 1;
  return flipped;
};

test('the model is downloaded once, with progress, and then kept', async ({ page }) => {
  const requests = await spoil(page, 0, truncate);
  const first = await load(page);
  expect(first).toMatchObject({ outcome: 'ready', fromCache: false });
  expect(first.told[0]).toBe(first.told[1]);
  const second = await load(page);
  expect(second).toMatchObject({ outcome: 'ready', fromCache: true, told: first.told });
  expect(requests()).toBe(1);
});

for (const [name, how] of [
  ['truncated', truncate],
  ['corrupt', flipBit],
] as const) {
  test(`a ${name} file is fetched once more`, async ({ page }) => {
    const requests = await spoil(page, 1, how);
    expect(await load(page)).toMatchObject({ outcome: 'ready' });
    expect(requests()).toBe(2);
  });

  test(`a file that comes ${name} twice is refused, and not kept`, async ({ page }) => {
    const requests = await spoil(page, 2, how);
    const { outcome, message } = await load(page);
    expect(outcome).toBe('ModelCorruptError');
    expect(message).toContain('step16.onnx');
    expect(await load(page)).toMatchObject({ outcome: 'ready' });
    expect(requests()).toBe(3);
  });
}

test('a kept copy that went bad is fetched again', async ({ page }) => {
  const requests = await spoil(page, 0, truncate);
  await load(page);
  await page.evaluate(async () => {
    const open = indexedDB.open('namesake-models');
    const database = await new Promise<IDBDatabase>((resolve) => {
      open.addEventListener('success', () => resolve(open.result));
    });
    const store = database.transaction('files', 'readwrite').objectStore('files');
    const keys = store.getAllKeys();
    keys.addEventListener('success', () => keys.result.forEach((key) => store.put(new Blob(['rubbish']), key)));
    await new Promise((resolve) => store.transaction.addEventListener('complete', resolve));
    database.close();
  });
  expect(await load(page)).toMatchObject({ outcome: 'ready', fromCache: false });
  expect(requests()).toBe(2);
  expect(await load(page)).toMatchObject({ outcome: 'ready', fromCache: true });
});

test('a browser that stores nothing runs the model from memory, and says so', async ({ page }) => {
  await page.route('**/assets/recognizer.worker-*.js', async (route) => {
    const response = await route.fetch();
    const body = `Object.defineProperty(globalThis, 'indexedDB', { value: undefined });\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  const { outcome, notStored } = await load(page);
  expect(outcome).toBe('ready');
  expect(notStored).toContain('Error');
});

test('a model that is not there, of another version, or none at all is refused by name', async ({ page }) => {
  const absent = await load(page, 'models/absent/manifest.json');
  expect(absent).toMatchObject({ outcome: 'ModelUnavailableError' });
  expect(absent.message).toContain('404');

  const newer = (route: Route) => route.fulfill({ json: { format: 'namesake-ctc/9' } });
  await page.route(`**/${tinyManifest}`, newer);
  const { outcome, message } = await load(page);
  expect(outcome).toBe('ModelVersionError');
  expect(message).toContain('namesake-ctc/9');

  await page.unroute(`**/${tinyManifest}`, newer);
  await page.route(`**/${tinyManifest}`, (route) => route.fulfill({ body: '<!doctype html>' }));
  expect(await load(page)).toMatchObject({ outcome: 'ModelCorruptError' });
});

test('a network that breaks is said to be unavailable, and loading can be tried again', async ({ page }) => {
  await page.route(graph, (route) => route.abort());
  expect(await load(page)).toMatchObject({ outcome: 'ModelUnavailableError' });
  await page.unroute(graph);
  expect(await load(page)).toMatchObject({ outcome: 'ready' });
});
