import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test } from './scripted-page';

/** What people write in place of what was heard is proposed as a name; which words are common, scripted-second-pass.js says. */

test.use(beepingMicrophone);

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const paragraphs = (page: Page) => text(page).locator('p');
const toast = (page: Page) => page.locator('.toast');

async function dictate(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
}

/** Selects `length` characters from `offset` on and types over them. */
async function typeOver(page: Page, offset: number, length: number, typed: string): Promise<void> {
  await text(page).click();
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < offset; step++) await page.keyboard.press('ArrowRight');
  for (let step = 0; step < length; step++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type(typed);
}

test('a corrected word is proposed as a name when the caret has left it, and added only on demand', async ({
  page,
  script,
}) => {
  await dictate(page);
  await script.final('call shevon please');
  await typeOver(page, 5, 6, 'Siobhan');
  await expect(paragraphs(page)).toHaveText(['Call Siobhan please']);
  // Longer than the page waits: the caret is still in the word.
  await page.waitForTimeout(1000);
  await expect(toast(page)).toBeHidden();
  await page.keyboard.press('End');
  await expect(toast(page)).toContainText('Add “Siobhan” to My names?');
  expect(await script.names()).toEqual([]);
  await toast(page).getByRole('button', { name: 'Add' }).press('Enter');
  await expect.poll(() => script.names()).toEqual([{ text: 'Siobhan' }]);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => script.names()).toEqual([]);
});

test('a word is proposed once', async ({ page, script }) => {
  await dictate(page);
  await script.final('call shevon please', 0);
  await script.final('call shevon now', 1);
  await typeOver(page, 5, 6, 'Siobhan');
  await page.keyboard.press('End');
  await toast(page).getByRole('button', { name: 'Dismiss' }).click();
  await typeOver(page, 25, 6, 'Siobhan’s');
  await page.keyboard.press('End');
  await expect(paragraphs(page)).toHaveText(['Call Siobhan please', 'Call Siobhan’s now']);
  await page.waitForTimeout(1000);
  await expect(toast(page)).toBeHidden();
});

test('common words, what was only added, and listed names are not proposed', async ({ page, script }) => {
  await dictate(page);
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('searchbox').fill('Jan Kowalczyk');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
  await toast(page).getByRole('button', { name: 'Dismiss' }).click();
  await script.final('than call kovalchick please');
  await typeOver(page, 0, 4, 'then');
  await typeOver(page, 10, 10, 'Kowalczyk');
  await page.keyboard.press('End');
  await page.keyboard.type(' Okonkwo');
  await page.keyboard.press('Home');
  await expect(paragraphs(page)).toHaveText(['then call Kowalczyk please Okonkwo']);
  await page.waitForTimeout(1000);
  await expect(toast(page)).toBeHidden();
});

test('several words become one name, across the edges of marked names', async ({ page, script }) => {
  await dictate(page);
  await script.final('call Ann/1 kovalchick now');
  await typeOver(page, 5, 14, 'Anna Kowalczyk');
  await page.keyboard.press('End');
  await expect(paragraphs(page)).toHaveText(['Call Anna Kowalczyk now']);
  await expect(toast(page)).toContainText('Add “Anna Kowalczyk” to My names?');
});

test('what the panel of a word has written is not proposed', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call shevon now');
  await script.revise('Call Siobhan/1 now.', 'call shevon now');
  await text(page).locator('.name').click();
  await page.getByRole('button', { name: 'Not a name here' }).click();
  await expect(paragraphs(page)).toHaveText(['Call shevon now.']);
  await page.keyboard.press('End');
  await page.waitForTimeout(1000);
  await expect(toast(page)).toContainText('Put back “shevon”');
});
