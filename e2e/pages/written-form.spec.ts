import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test } from './scripted-page';

/** How what was heard is written: capitals, and signs that were said. What is heard, the spec says. */

test.use(beepingMicrophone);

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const paragraphs = (page: Page) => text(page).locator('p');
const live = (page: Page) => page.locator('.live');
const panel = (page: Page) => page.locator('.word-panel');
const toast = (page: Page) => page.locator('.toast');

/** With its line breaks, which `toHaveText` takes for spaces. */
const written = (page: Page) => text(page).evaluate((element) => element.textContent);

async function dictate(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
}

/** The words of an utterance that follows the one before it at once. */
const soon = (said: string, utterance: number, startMs: number) => ({
  type: 'final',
  utterance,
  text: said,
  startMs,
  endMs: startMs + 300 * said.split(' ').length,
  words: said.split(' ').map((text, index) => ({
    text,
    startMs: startMs + 300 * index,
    endMs: startMs + 300 * index + 250,
    confidence: 0.9,
  })),
  alternatives: [],
});

test('what is heard is written with capitals and the signs that are said', async ({ page, script }) => {
  await dictate(page);
  await script.final("dear Ann/1 comma new line i'm late full stop where are you question mark");
  await expect.poll(() => written(page)).toBe("Dear Ann,\nI'm late. Where are you?");
  await expect(text(page).locator('.name')).toHaveText('Ann');
  await expect(text(page)).toHaveCSS('white-space', 'pre-wrap');
  await page.reload();
  await expect.poll(() => written(page)).toBe("Dear Ann,\nI'm late. Where are you?");
  await page.getByRole('button', { name: 'Copy the text' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("Dear Ann,\nI'm late. Where are you?");
});

test('words keep their case while they are read, and half a sign is unsure', async ({ page, script }) => {
  await dictate(page);
  await script.partial('| well');
  await expect(live(page)).toHaveText('Well');
  await script.partial('well i | am');
  await expect(live(page)).toHaveText('Well I am');
  await script.partial('well i am here full |');
  await expect(live(page)).toHaveText('Well I am here full');
  await expect(page.locator('.live-stable')).toHaveText('Well I am here');
  await script.partial('well i am here full stop | and');
  await expect(live(page)).toHaveText('Well I am here. And');
  await expect(page.locator('.live-stable')).toHaveText('Well I am here.');
});

test('a sentence goes on in small letters after what does not end one', async ({ page, script }) => {
  await dictate(page);
  await script.hear(soon('call ann comma', 0, 0));
  await script.partial('| then', 1);
  await script.hear(soon('then come', 1, 1500));
  await expect(paragraphs(page)).toHaveText(['Call ann, then come']);
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('. iPhones');
  await script.hear(soon('are here', 2, 3000));
  await expect(paragraphs(page)).toHaveText(['Call ann, then come. iPhones are here']);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('.');
  await script.hear(soon('so am i', 3, 4500));
  await expect(paragraphs(page)).toHaveText(['Call ann, then come. iPhones are here. So am I']);
});

test('the first word shown is in the case that the sentence before will leave', async ({ page, script }) => {
  await dictate(page);
  await script.hear({ ...soon('call ann', 0, 0), revision: 'pending' });
  await script.hear({ type: 'partial', utterance: 1, stable: [], unstable: soon('then come', 1, 1500).words });
  await expect(live(page)).toHaveText('Then come');
  await script.revise('Call Ann.', 'call ann', 0);
  await script.hear({ ...soon('then come', 1, 1500), revision: 'pending' });
  await expect(paragraphs(page)).toHaveText(['Call Ann. Then come']);
});

test('signs that were said take the place of those of the second reading', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('hello coma how are you for stop');
  await expect(paragraphs(page)).toHaveText(['Hello, how are you for stop']);
  await script.revise('Hello, comma, how are you? Full stop.', 'hello coma how are you for stop');
  await expect(paragraphs(page)).toHaveText(['Hello, how are you.']);
  await page.getByRole('button', { name: 'Copy the text' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Hello, how are you.');
  await expect(page.locator('#spoken-finals p')).toHaveText(['Hello, how are you.']);
});

test('a sign said after a pause takes the place of the one that was written for it', async ({ page, script }) => {
  await dictate(page);
  await script.hear({ ...soon('hello ann', 0, 0), revision: 'pending' });
  await script.revise('Hello Ann.', 'hello ann', 0);
  await expect(paragraphs(page)).toHaveText(['Hello Ann.']);
  await script.hear({ ...soon('comma how are you', 1, 9000), revision: 'pending' });
  await expect(paragraphs(page)).toHaveText(['Hello Ann, how are you']);
  await script.revise('Comma. How are you?', 'comma how are you', 1);
  await expect(paragraphs(page)).toHaveText(['Hello Ann, how are you?']);
  await script.hear({ ...soon('for stop', 2, 12_000), revision: 'pending' });
  await script.revise('Full stop.', 'for stop', 2);
  await expect(paragraphs(page).last()).toHaveText(/\.$/);
});

test('the panel of a sign tells what was heard, and puts it back', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('well comma i am here full stop');
  await script.revise('Well, comma, I am here full stop.', 'well comma i am here full stop');
  await expect(paragraphs(page)).toHaveText(['Well, I am here.']);
  await text(page).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Alt+Enter');
  await expect(panel(page).getByRole('heading')).toHaveText('. full stop');
  await expect(panel(page)).toContainText('While you spokefull stop');
  await expect(panel(page)).toContainText('Second readingfull stop.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Alt+Enter');
  await expect(panel(page).getByRole('heading')).toHaveText(', comma');
  await panel(page).getByRole('button', { name: 'Not a sign here' }).click();
  await expect(paragraphs(page)).toHaveText(['Well comma I am here.']);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(paragraphs(page)).toHaveText(['Well, I am here.']);
});

test('a click on a sign of the first reading shows what was heard as well', async ({ page, script }) => {
  await dictate(page);
  await script.final('well open quote yes close quote');
  await expect(paragraphs(page)).toHaveText(['Well “yes”']);
  const place = await text(page).locator('.said').boundingBox();
  await page.mouse.click(place!.x + place!.width - 1, place!.y + place!.height / 2);
  await expect(panel(page).getByRole('heading')).toHaveText('” close quote');
  await expect(panel(page)).toContainText('While you spokeclose quote');
});

test('what the user has written keeps its case', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call ann');
  await text(page).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  await page.keyboard.type('c');
  await script.revise('Call Ann.', 'call ann');
  await script.final('marker', 1);
  await expect(paragraphs(page)).toHaveText(['call ann', 'Marker']);
});

test('a name is written into a sentence with signs, and undo takes it back', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('ask shiv on comma now new line please');
  await script.revise('Ask shiv on, comma, now, new line please.', 'ask shiv on comma now new line please');
  await expect.poll(() => written(page)).toBe('Ask shiv on, now,\nPlease.');
  await script.findRepairs('Siobhán', { 0: 'Ask [shiv on,] comma, now, new line please.' });
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('searchbox').fill('Siobhán');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
  await page.getByRole('button', { name: /^Write “Siobhán”/ }).click();
  await expect.poll(() => written(page)).toBe('Ask Siobhán, now,\nPlease.');
  await expect(text(page).locator('.name')).toHaveText('Siobhán');
  await text(page).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => written(page)).toBe('Ask shiv on, now,\nPlease.');
});

test('spoken signs can be switched off, for good', async ({ page, script }) => {
  await dictate(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  const signs = page.getByRole('switch', { name: 'Spoken signs' });
  await expect(signs).toBeChecked();
  await page.getByText('What to say').click();
  await expect(page.locator('.signs')).toContainText('exclamation mark');
  await signs.uncheck();
  await script.final('well comma i am here');
  await expect(paragraphs(page)).toHaveText(['Well comma I am here']);
  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(signs).not.toBeChecked();
});
