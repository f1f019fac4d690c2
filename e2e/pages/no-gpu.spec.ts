import { expect, recognizeNoise, test } from './bare-page';

for (const choice of ['auto', 'webgpu'] as const) {
  test(`without a GPU the CPU is used, and the reason told (${choice})`, async ({ page }) => {
    const { text, ...backend } = await recognizeNoise(page, choice);
    expect(backend).toMatchObject({ ep: 'wasm', bundle: 'wasm', threads: 1, reason: 'This browser offers no GPU.' });
    expect(text).not.toBe('');
  });
}
