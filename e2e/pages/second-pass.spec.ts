import { existsSync } from 'node:fs';
import type { Page, Worker } from '@playwright/test';
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
const figures = (page: Page) => page.locator('.performance-body');
const settings = (page: Page) => page.locator('#open-settings');

/** Loads the page with the second pass on, whatever this machine is good for. */
async function open(page: Page): Promise<void> {
  await page.goto('/');
  await settings(page).click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('On', { exact: true }).click();
  await page.getByText('Performance', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
}

async function ready(page: Page): Promise<void> {
  await open(page);
  await expect(state(page)).toContainText('are read a second time', { timeout: 90_000 });
}

async function list(page: Page, names: string): Promise<void> {
  await page.getByRole('button', { name: /^My names/ }).click();
  const field = page.getByRole('searchbox', { name: 'Add or find a name' });
  await field.fill(names);
  await field.press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
}

async function transcribe(page: Page): Promise<string> {
  await page.setInputFiles('#audio-file', fixturePath(dictation));
  await expect(page.locator('.file-job').last()).toContainText('Done', { timeout: 60_000 });
  return (await text(page).textContent()) ?? '';
}

/** The second pass alone writes signs that nobody says. */
const secondReading = /^\p{Lu}.*[.,?!]$/u;
const firstReading = /^\p{Lu}[^.,?!]*$/u;

/** How many of the words that say what the clip is about were written. */
const heard = (content: readonly string[], written: string) =>
  content.filter((word) =>
    written
      .toLowerCase()
      .split(/\P{L}+/u)
      .includes(word),
  ).length;

test('a dictated sentence is written at once and read again in place, with the name of the list', async ({ page }) => {
  await ready(page);
  await list(page, name.name);
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(text(page).locator('[data-revised]').first()).toBeVisible({ timeout: 60_000 });
  const written = (await text(page).textContent()) ?? '';
  // Capitals and full stops come from the second pass alone.
  expect(written).toMatch(/^\p{Lu}.*\.$/u);
  expect(heard(name.content, written), written).toBeGreaterThanOrEqual(3);
  expect(written).toContain(name.name);
  await expect(text(page).locator('.name')).toHaveText(name.name);
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await settings(page).click();
  await expect(figures(page)).toContainText('1 read again, 0 left as heard');
});

test('a name that is listed after it was dictated is offered where it was said, and written and taken back on demand', async ({
  page,
}) => {
  await ready(page);
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(text(page).locator('[data-revised]').first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  const written = (await text(page).textContent()) ?? '';
  expect(written).not.toContain(name.name);
  await list(page, name.name);
  const offer = page.getByRole('region', { name: 'Names that may have been said' });
  await expect(offer).toContainText(`“${name.name}” may have been said before.`, { timeout: 30_000 });
  await expect(text(page)).toHaveText(written);
  await offer.getByRole('button', { name: `Write “${name.name}”` }).click();
  await expect(text(page).locator('.name')).toHaveText(name.name);
  expect(heard(name.content, (await text(page).textContent()) ?? '')).toBeGreaterThanOrEqual(3);
  await expect(offer).toBeHidden();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(text(page)).toHaveText(written);
});

test('names that trouble other recognizers are warned of, by the shipped pronunciations', async ({ page }) => {
  await ready(page);
  await list(page, 'CRAN, Redis, Snyk, Ann, Art, Will, May, Mark, Bill, Rob, Kowalczyk');
  await page.getByRole('button', { name: /^My names/ }).click();
  await expect(page.locator('.name-row[data-collides]')).toHaveCount(10, { timeout: 60_000 });
  await expect(page.locator('.name-row:not([data-collides]) .name-text')).toHaveText('Kowalczyk');
});

test('a file is done when all of it is read again', async ({ page }) => {
  await ready(page);
  const written = await transcribe(page);
  expect(written).toMatch(secondReading);
  expect(heard(dictation.content, written), written).toBeGreaterThanOrEqual(3);
});

test('switched off, it is not loaded, and the first reading stands', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/');
  await settings(page).click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('Off', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(state(page)).toHaveText('The second pass is switched off.');
  const before = asked.length;
  const written = await transcribe(page);
  expect(written).toMatch(firstReading);
  expect(asked.slice(before).filter((url) => url.includes('moonshine'))).toEqual([]);
});

test('a worker that is killed in the middle of a reading leaves the first reading, and is started again', async ({
  page,
}) => {
  const second = page.waitForEvent('worker', { predicate: isSecondPass, timeout: 90_000 });
  await ready(page);
  const worker = await second;
  // It reads, and its answer never comes: however fast this machine is, the end comes in the middle of a reading.
  await worker.evaluate(() => {
    for (const port of [self, MessagePort.prototype]) port.postMessage = () => {};
  });
  await page.setInputFiles('#audio-file', fixturePath(dictation));
  await expect(text(page).locator('.said').first()).toBeVisible({ timeout: 60_000 });
  await worker.evaluate(() => close()).catch(() => {});
  await expect(page.locator('.notice')).toContainText('The second reading stopped and is being started again.');
  await expect(page.locator('.file-job')).toContainText('Done', { timeout: 60_000 });
  const first = (await text(page).textContent()) ?? '';
  expect(heard(dictation.content, first)).toBeGreaterThanOrEqual(3);
  expect(first).toMatch(firstReading);
  await expect(page.locator('.notice')).toContainText('was started again', { timeout: 60_000 });
  // The next is read a second time.
  await transcribe(page);
  await expect(text(page).locator('p').nth(1)).toHaveText(secondReading, { timeout: 30_000 });
});

for (const [what, file, hint, notice] of [
  ['is not there', 'manifest.json', /could not be loaded/, false],
  ['comes corrupt', 'encoder.onnx', /Expected encoder.onnx/, true],
] as const) {
  test(`a pack that ${what} leaves the first reading, and the page says so`, async ({ page }) => {
    await page.route(`**/models/moonshine-tiny/${file}`, (route) =>
      notice ? route.fulfill({ body: 'rubbish' }) : route.fulfill({ status: 404 }),
    );
    await open(page);
    await expect(state(page)).toHaveText(hint, { timeout: 90_000 });
    await expect(page.locator('.notice')).toHaveCount(notice ? 1 : 0);
    expect(heard(dictation.content, await transcribe(page))).toBeGreaterThanOrEqual(3);
  });
}

function isSecondPass(worker: Worker): boolean {
  return worker.url().includes('second-pass');
}
