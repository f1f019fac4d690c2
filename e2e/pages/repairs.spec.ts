import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, type Script, test } from './scripted-page';

/** Names that were said before they were listed; where, the spec says. second-pass.spec.ts does so with both real models. */

test.use(beepingMicrophone);

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const paragraphs = (page: Page) => text(page).locator('p');
const toast = (page: Page) => page.locator('.toast');
const offers = (page: Page) => page.getByRole('region', { name: 'Names that may have been said' });
const write = (page: Page, replaced: string) =>
  offers(page).getByRole('button', { name: `Write “Siobhán” in place of “${replaced}”` });

async function listName(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
}

/** Two sentences are dictated, then the name that both have is listed. */
async function offerTwo(page: Page, script: Script): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.pendingFinal('call shiv on now', 0);
  await script.revise('Call shiv on, now.', 'call shiv on now', 0);
  await script.pendingFinal('ask chevron', 1);
  await script.revise('Ask Chevron.', 'ask chevron', 1);
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.']);
  await script.findRepairs('Siobhán', { 0: 'Call [shiv on,] now.', 1: 'Ask [Chevron.]' });
  await listName(page, 'Siobhán');
  await expect(offers(page)).toContainText('“Siobhán” may have been said in 2 places.');
}

test('a name is offered where it was said, written there on demand as a name, and taken back', async ({
  page,
  script,
}) => {
  await offerTwo(page, script);
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.']);
  await expect(page.getByRole('status').filter({ hasText: 'See above your text' })).toHaveText(
    /“Siobhán” may have been/,
  );
  await expect(offers(page).getByRole('listitem').first()).toContainText(
    'Call instead of shiv on, write Siobhán, now.',
  );
  await write(page, 'shiv on').click();
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, now.', 'Ask Chevron.']);
  await expect(text(page).locator('.name')).toHaveText('Siobhán,');
  await expect(text(page).locator('.name')).toHaveAttribute('data-name', 'Siobhán');
  await expect(toast(page)).toContainText('Wrote “Siobhán” in place of “shiv on”');
  await expect(offers(page).getByRole('listitem')).toHaveCount(1);
  // Words that are spoken meanwhile change nothing about that.
  await script.final('and then', 2);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.', 'And then']);
  await expect(text(page).locator('.name')).toHaveCount(0);
});

test('undo of the keyboard takes back a sentence in one step', async ({ page, script }) => {
  await offerTwo(page, script);
  await write(page, 'shiv on').click();
  await write(page, 'Chevron').click();
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, now.', 'Ask Siobhán.']);
  // With the last offer the focus goes to the text.
  await expect(offers(page)).toBeHidden();
  await expect(text(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, now.', 'Ask Chevron.']);
  await page.keyboard.press('Control+z');
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.']);
  // What stands there is what was said: its words can be looked into.
  await text(page).getByText('Ask Chevron.').click();
  await expect(page.locator('.word-panel')).toContainText('While you spoke');
});

test('all are written at once, taken back at once, and not offered again', async ({ page, script }) => {
  await offerTwo(page, script);
  await offers(page).getByRole('button', { name: 'Write both' }).click();
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, now.', 'Ask Siobhán.']);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.']);
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('button', { name: 'Siobhán', exact: true }).click();
  await page.getByLabel('Sounds like').fill('shivawn');
  await page.getByLabel('Sounds like').press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
  await page.waitForTimeout(1000);
  await expect(offers(page)).toBeHidden();
});

test('what is dismissed is gone, and the text stands', async ({ page, script }) => {
  await offerTwo(page, script);
  await offers(page).getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(offers(page)).toBeHidden();
  await expect(text(page)).toBeFocused();
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.']);
});

test('a sentence that is edited or deleted is no longer offered, nor is a name that leaves the list', async ({
  page,
  script,
}) => {
  await offerTwo(page, script);
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('!');
  await expect(offers(page).getByRole('listitem')).toHaveCount(1);
  await expect(offers(page)).toContainText('“Siobhán” may have been said before.');
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('button', { name: 'Remove Siobhán' }).click();
  await page.getByRole('button', { name: 'Close My names' }).click();
  await expect(offers(page)).toBeHidden();
  await expect(paragraphs(page)).toHaveText(['Call shiv on, now.', 'Ask Chevron.!']);
});

test('a sentence that the user edited before the name was listed is left alone', async ({ page, script }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.pendingFinal('ask chevron', 0);
  await script.revise('Ask Chevron.', 'ask chevron', 0);
  await expect(paragraphs(page)).toHaveText(['Ask Chevron.']);
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('!');
  await page.keyboard.press('Backspace');
  await expect(paragraphs(page)).toHaveText(['Ask Chevron.']);
  await script.findRepairs('Siobhán', { 0: 'Ask [Chevron.]' });
  await listName(page, 'Siobhán');
  await page.waitForTimeout(1000);
  await expect(offers(page)).toBeHidden();
});

test('the caret stays in its place while a name is written', async ({ page, script }) => {
  await offerTwo(page, script);
  await text(page).click();
  await page.keyboard.press('Control+End');
  await offers(page).getByRole('button', { name: 'Write both' }).focus();
  await page.keyboard.press('Enter');
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, now.', 'Ask Siobhán.']);
  await page.keyboard.type(' Thanks');
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, now.', 'Ask Siobhán. Thanks']);
});

test('while the list of names lies over the document, offers wait behind it', async ({ page, script }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await offerTwo(page, script);
  await offers(page).getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('button', { name: 'Remove Siobhán' }).click();
  await script.findRepairs('Shiv', { 0: 'Call [shiv] on, now.' });
  await page.getByRole('searchbox').fill('Shiv');
  await page.getByRole('searchbox').press('Enter');
  await page.waitForTimeout(1000);
  await expect(offers(page)).toBeHidden();
  await page.getByRole('button', { name: 'Close My names' }).click();
  await expect(offers(page)).toContainText('“Shiv” may have been said before.');
});

test('while names are tested, offers wait behind the test', async ({ page, script }) => {
  await offerTwo(page, script);
  await page.keyboard.press('Alt+t');
  await expect(page.getByRole('dialog', { name: 'Test my names' })).toBeVisible();
  await expect(offers(page)).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(offers(page).getByRole('listitem')).toHaveCount(2);
});

test('a part of a full name is offered where it was said alone', async ({ page, script }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.pendingFinal('ask chevron', 0);
  await script.revise('Ask Chevron.', 'ask chevron', 0);
  await script.findRepairs('Siobhan', { 0: 'Ask [Chevron.]' });
  await listName(page, 'Siobhan Murphy');
  await expect(offers(page)).toContainText('“Siobhan” may have been said before.');
  await offers(page).getByRole('button', { name: 'Write “Siobhan” in place of “Chevron”' }).click();
  await expect(paragraphs(page)).toHaveText(['Ask Siobhan.']);
});
