import type { Page } from '@playwright/test';
import { chromiumWith, fakeMicrophone } from '../chromium';
import { type Fixture, fixturePath, fixtures } from '../fixtures/fixtures';
import { expect, test } from './test';

/** The whole path of the first pass with the shipped model: a microphone that speaks, the worklet, the worker, the page. */

const { name, dictation } = fixtures;

test.use({ launchOptions: chromiumWith(...fakeMicrophone(fixturePath(name))) });

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const said = (page: Page) => text(page).locator('.said');
const html = (page: Page) => page.locator('html');

async function ready(page: Page): Promise<void> {
  await page.goto('/');
  // What the second pass makes of it is second-pass.spec.ts's.
  await page.locator('#open-settings').click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('Off', { exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(html(page)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
}

async function list(page: Page, names: string): Promise<void> {
  await page.getByRole('button', { name: /^My names/ }).click();
  const field = page.getByRole('searchbox', { name: 'Add or find a name' });
  await field.fill(names);
  await field.press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
}

/** Dictates the microphone's clip and gives what was written. */
async function dictate(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(said(page).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await expect(html(page)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  return (await text(page).textContent()) ?? '';
}

/** How many of the words that say what the clip is about were written. */
const heard = ({ content }: Fixture, written: string) =>
  content.filter((word) =>
    written
      .toLowerCase()
      .split(/\P{L}+/u)
      .includes(word),
  ).length;

test('what is said into the microphone is written, and the name wrongly', async ({ page }) => {
  await ready(page);
  const written = await dictate(page);
  expect(heard(name, written), written).toBeGreaterThanOrEqual(3);
  expect(written).not.toContain(name.name);
});

test('a name of the list is written as the list has it, without a second download or a reload', async ({ page }) => {
  await ready(page);
  await list(page, name.name);
  const written = await dictate(page);
  expect(written).toContain(name.name);
  expect(heard(name, written), written).toBeGreaterThanOrEqual(3);
  await expect(text(page).locator('.name', { hasText: name.name })).toBeVisible();
  await page.reload();
  await expect(text(page)).toContainText(name.name);
});

test('words appear while they are spoken, before the sentence ends', async ({ page }) => {
  await ready(page);
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.locator('.live')).toContainText(/\p{L}/u, { timeout: 30_000 });
  await expect(said(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await expect(said(page).first()).toBeVisible({ timeout: 60_000 });
});

test('a file of speech is transcribed', async ({ page }) => {
  await ready(page);
  await page.setInputFiles('#audio-file', fixturePath(dictation));
  await expect(page.locator('.file-job')).toContainText('Done', { timeout: 60_000 });
  const written = (await text(page).textContent()) ?? '';
  expect(heard(dictation, written), written).toBeGreaterThanOrEqual(3);
});
