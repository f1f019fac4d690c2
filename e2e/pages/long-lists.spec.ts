import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './test';

/** Lists far longer than anyone's, on the whole page with all that looks through names. How quick it is, it prints. */

test.skip(!existsSync('dist/models/moonshine-tiny'), 'the second pass is not in this build: npm run second-pass');
test.slow();

const field = (page: Page) => page.getByRole('searchbox', { name: 'Add or find a name' });
const count = (page: Page) => page.locator('.names-count');

/** `count` different full names, as people write them. */
function fullNames(count: number): string[] {
  const syllables = 'an be ka lo mir no ran sil tor vek wen zo dal fer gri hul'.split(' ');
  const word = (number: number) => {
    const [a, b, c] = [number % 16, (number >> 4) % 16, (number >> 8) % 16].map((at) => syllables[at]!);
    const text = a! + b! + c!;
    return text[0]!.toUpperCase() + text.slice(1);
  };
  return Array.from(
    { length: count },
    (_, index) => `${word(index * 7)} ${word(Math.floor(index / 4096) * 1009 + index * 13)}`,
  );
}

/** As the browser does on Ctrl+V. */
async function paste(page: Page, names: readonly string[]): Promise<void> {
  await field(page).evaluate((input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, names.join('\n'));
}

/** Opens the page with the second pass, and the list of names. */
async function open(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  await page.goto('/');
  await page.locator('#open-settings').click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('On', { exact: true }).click();
  await expect(page.locator('#second-pass-state')).toContainText('are read a second time', { timeout: 90_000 });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^My names/ }).click();
}

async function add(page: Page, name: string): Promise<void> {
  await field(page).fill(name);
  await field(page).press('Enter');
}

/** Prints the tasks that kept the page from answering since the last call. */
async function tell(page: Page, what: string): Promise<void> {
  const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
  const longest = Math.max(0, ...tasks).toFixed(0);
  console.log(`${what}: longest task ${longest} ms, ${tasks.length} of more than 50 ms`);
}

test('10,000 names are pasted, looked through and kept, and one undo takes them back', async ({ page }) => {
  await open(page);
  await add(page, 'Siobhán Murphy');
  await tell(page, 'the page opens');
  await paste(page, fullNames(10_000));
  await expect(page.locator('.import-summary')).toHaveText('10,000 names to add');
  await tell(page, '10,000 names are pasted');
  await page.getByRole('button', { name: 'Add 10,000 names' }).click();
  await expect(count(page)).toHaveText('10,001 names');
  await tell(page, 'they are added');
  // Whoever is added now waits for the others to be looked through.
  await add(page, 'Cran');
  await expect(page.locator('.name-note').first()).toHaveText(/^Sounds like/, { timeout: 120_000 });
  await tell(page, 'they are looked through, and one name more');
  await page.reload();
  await page.getByRole('button', { name: 'My names, 10,002 names' }).click();
  await expect(count(page)).toHaveText('10,002 names');
  await field(page).fill('siobhan');
  await expect(page.locator('.name-text')).toHaveText(['Siobhán Murphy']);
  await field(page).fill('');
  await tell(page, 'the page opens again');
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expect(count(page)).toBeHidden();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(count(page)).toHaveText('10,002 names');
  await tell(page, 'all are removed, and come back');
});

test('of 50,000 names those come in that have room, and the rest is told', async ({ page }) => {
  await open(page);
  await add(page, 'Siobhán Murphy');
  await tell(page, 'the page opens');
  await paste(page, fullNames(50_000));
  await expect(page.locator('.import-summary')).toHaveText('19,999 names to add, 30,001 skipped');
  await expect(page.locator('.import-group h4')).toHaveText([
    'New (19,999)',
    'Left out: a list holds at most 20,000 names (30,001)',
  ]);
  await tell(page, '50,000 names are pasted');
  await page.getByRole('button', { name: 'Add 19,999 names' }).click();
  await expect(count(page)).toHaveText('20,000 names');
  await tell(page, '19,999 are added');
  await add(page, 'Cran');
  await expect(page.locator('.names-body > .field-problem')).toHaveText(
    '“Cran” has no room: a list holds at most 20,000 names. Remove some first.',
  );
  await field(page).fill('siobhan');
  await expect(page.locator('.name-text')).toHaveText(['Siobhán Murphy']);
  await page.locator('.names-tools').getByRole('button', { name: 'Undo' }).click();
  await field(page).fill('');
  await expect(count(page)).toHaveText('1 name');
  await expect(page.locator('.name-text')).toHaveText(['Siobhán Murphy']);
  await tell(page, 'they are taken back');
});
