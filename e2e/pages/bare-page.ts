import type { Page } from '@playwright/test';
import type { Bare } from '../bare/bare';
import { test as base } from './test';

export { expect } from './test';

declare global {
  interface Window {
    readonly bare: Bare;
  }
}

/** `test` on the bare page: `window.bare`, the recognizer's client, and the tiny model. */
export const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants it so
  baseURL: async ({}, use) => use(`http://localhost:${process.env['BARE_PORT']}`),
  page: async ({ page }, use) => {
    await page.goto('/');
    await use(page);
  },
});

export const tinyManifest = 'models/tiny/manifest.json';

/** The backend that `choice` leads to, and what the tiny model makes of `seconds` of noise on it. */
export function recognizeNoise(page: Page, choice: 'auto' | 'webgpu' | 'wasm', seconds = 6) {
  return page.evaluate(
    async ({ manifestUrl, backend, seconds }) => {
      const recognizer = window.bare.createRecognizer({ manifestUrl, backend });
      const texts: string[] = [];
      for await (const event of recognizer.open({ source: window.bare.noise(seconds) })) {
        if (event.type === 'final') texts.push(event.text);
        if (event.type === 'error') throw new Error(event.error.message);
      }
      const opened = await recognizer.ready;
      recognizer.dispose();
      return { ...opened, text: texts.join(' ') };
    },
    { manifestUrl: tinyManifest, backend: choice, seconds },
  );
}
