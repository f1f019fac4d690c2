import type { Page, Worker } from '@playwright/test';
import { chromiumWith, softwareWebGpu } from '../chromium';
import { expect, recognizeNoise, test, tinyManifest } from './bare-page';

test.use({ launchOptions: chromiumWith(...softwareWebGpu) });
// Its shaders take 5 to 20 s to compile for each device, several times that on a busy machine.
test.describe.configure({ timeout: 400_000 });

test('the CPU is preferred to a GPU that software simulates', async ({ page }) => {
  expect(await recognizeNoise(page, 'auto', 1)).toMatchObject({ ep: 'wasm', bundle: 'wasm' });
});

test('WebGPU, when asked for, writes what the CPU writes', async ({ page }) => {
  const onCpu = await recognizeNoise(page, 'wasm', 3);
  const onGpu = await recognizeNoise(page, 'webgpu', 3);
  expect(onGpu).toMatchObject({ ep: 'webgpu', bundle: 'jspi' });
  expect(onGpu.text).toBe(onCpu.text);
});

test('a GPU that gives no device leaves the CPU, in the bundle that is there, and the reason is told', async ({
  page,
}) => {
  await changeNextWorker(page, () => {
    GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('the driver says no'));
  });
  const { reason, text, ...backend } = await recognizeNoise(page, 'webgpu', 1);
  expect(backend).toMatchObject({ ep: 'wasm', bundle: 'jspi' });
  expect(reason).toContain('the driver says no');
  expect(text).not.toBe('');
});

test('a GPU that dies while the model is opened leaves the CPU', async ({ page }) => {
  await changeNextWorker(page, () => {
    // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      device.destroy();
      return device;
    };
  });
  const { ep, text } = await recognizeNoise(page, 'webgpu', 1);
  expect(ep).toBe('wasm');
  expect(text).not.toBe('');
});

test('a GPU that is lost is opened again, the second time the CPU takes over, and no word is lost', async ({
  page,
}) => {
  const expected = await recognizeNoise(page, 'wasm', 5);

  const { worker } = await changeNextWorker(page, rememberDevices);
  await page.exposeFunction('loseGpu', async () => (await worker).evaluate(loseLastDevice));
  const { backends, text } = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'webgpu' });
    const backends = [(await recognizer.ready).ep];
    const texts: string[] = [];
    let lost = 0;
    for await (const event of recognizer.open({ source: window.bare.noise(5) })) {
      if (event.type === 'final') texts.push(event.text);
      if (event.type === 'backend') backends.push(event.backend.ep);
      if (event.type === 'error') throw new Error(event.error.message);
      if (event.type === 'progress' && event.doneMs > 1000 * (lost + 1) && lost < 2) {
        lost++;
        await (window as unknown as { loseGpu(): Promise<void> }).loseGpu();
      }
    }
    return { backends, text: texts.join(' ') };
  }, tinyManifest);
  expect(backends).toEqual(['webgpu', 'webgpu', 'wasm']);
  expect(text).toBe(expected.text);
});

/** Makes `change` in the next worker before it asks for a device: the manifest is held back until then. */
async function changeNextWorker(page: Page, change: () => void): Promise<{ readonly worker: Promise<Worker> }> {
  const changed = async () => {
    const worker = await page.waitForEvent('worker');
    await worker.evaluate(change);
    return worker;
  };
  const worker = changed();
  await page.route(`**/${tinyManifest}`, async (route) => {
    await worker;
    await route.continue();
  });
  return { worker };
}

function rememberDevices(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    Object.assign(globalThis, { lastDevice: device });
    return device;
  };
}

function loseLastDevice(): void {
  (globalThis as unknown as { lastDevice: GPUDevice }).lastDevice.destroy();
}
