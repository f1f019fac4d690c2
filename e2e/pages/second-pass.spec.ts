import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { chromiumWith, fakeMicrophone } from '../chromium';
import { fixturePath, fixtures } from '../fixtures/fixtures';
import { expect, test } from './test';

/** The whole path with both shipped models: what one dictates is read a second time, and the names stay. */

const { name, dictation } = fixtures;

test.skip(!existsSync('dist/models/moonshine-tiny'), 'the second pass is not in this build: npm run second-pass');
test.slow();
test.use({ launchOptions: chromiumWith(...fakeMicrophone(fixturePath(name))) });

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const state = (page: Page) => page.locator('#second-pass-state');

/** Loads the page with the second pass on, whatever this machine is good for. */
async function ready(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('On', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(state(page)).toContainText('are read a second time', { timeout: 90_000 });
  await page.getByRole('button', { name: 'Close Settings' }).click();
}

test('a sentence is written at once, and read again in place', async ({ page }) => {
  await ready(page);
  await page.setInputFiles('#audio-file', fixturePath(dictation));
  await expect(page.locator('.file-job')).toContainText('Done', { timeout: 60_000 });
  const written = (await text(page).textContent()) ?? '';
  expect(written).toMatch(/^\p{Lu}/u);
  expect(written).toMatch(/[.?!]$/);
});
