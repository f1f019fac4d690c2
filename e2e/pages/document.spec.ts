import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test } from './scripted-page';

test.use(beepingMicrophone);

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const paragraphs = (page: Page) => text(page).locator('p');
const live = (page: Page) => page.locator('.live');
const startDictation = (page: Page) => page.getByRole('button', { name: 'Start dictation' }).click();

async function dictate(page: Page): Promise<void> {
  await page.goto('/');
  await startDictation(page);
  await expect(page.locator('html')).toHaveAttribute('data-state', 'listening');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
}

test('what is said stands solid, grey while it may change, and becomes text when it is final', async ({
  page,
  script,
}) => {
  await dictate(page);
  await script.partial('please call | Anushka/1 on');
  await expect(live(page)).toHaveText('Please call Anushka on');
  await expect(page.locator('.live-unstable .name')).toHaveText('Anushka');
  await expect(text(page)).toHaveText('');
  await script.final('please call Anushka/1 now');
  await expect(paragraphs(page)).toHaveText(['Please call Anushka now']);
  await expect(text(page).locator('.name')).toHaveAttribute('title', /^Anushka, from your names/);
  await expect(text(page).locator('.said').first()).toHaveAttribute('title', /\d/);
  await expect(live(page)).toHaveText('');
});

test('sentences join a paragraph, a long pause opens another', async ({ page, script }) => {
  await dictate(page);
  await script.final('one two', 0);
  await script.hear({
    type: 'final',
    utterance: 1,
    text: 'three',
    startMs: 900,
    endMs: 1200,
    words: [word('three', 900)],
    alternatives: [],
  });
  await script.final('four', 2);
  await expect(paragraphs(page)).toHaveText(['One two three', 'Four']);
});

test('typing is never lost when a sentence comes in, and the caret stays', async ({ page, script }) => {
  await dictate(page);
  await script.final('the quick fox');
  await text(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Look: ');
  await script.partial('jumps | over', 1);
  await page.keyboard.type('here ');
  await script.final('jumps over', 1);
  await page.keyboard.type('and there ');
  await expect(paragraphs(page)).toHaveText(['Look: here and there The quick fox', 'Jumps over']);
  await page.keyboard.press('Control+z');
  await expect(paragraphs(page).nth(1)).toHaveText('Jumps over');
});

test('typing at the end goes before the next sentence', async ({ page, script }) => {
  await dictate(page);
  await script.final('call Ann/1');
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', please.');
  await script.final('thanks', 1);
  await expect(text(page)).toContainText('Call Ann, please.');
  await expect(text(page)).toContainText('Thanks');
});

test('a paragraph that is typed has no time, and undo takes it back', async ({ page, script }) => {
  await dictate(page);
  await script.final('said before');
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('typed after');
  await expect(paragraphs(page)).toHaveText(['Said before', 'typed after']);
  await expect(paragraphs(page).nth(0)).toHaveAttribute('data-time');
  await expect(paragraphs(page).nth(1)).not.toHaveAttribute('data-time');
  await page.keyboard.press('Control+z');
  await expect(text(page)).not.toContainText('typed after');
  await expect(text(page)).toContainText('Said before');
});

test('the caret stays in sight above the microphone', async ({ page }) => {
  await page.goto('/');
  await text(page).click();
  for (let line = 0; line < 30; line++) {
    await page.keyboard.type(`line ${line}`);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.type('end');
  const below = await page.evaluate(() => {
    const caret = getSelection()!.getRangeAt(0).getBoundingClientRect();
    return caret.bottom - document.querySelector('.microphone')!.getBoundingClientRect().top;
  });
  expect(below).toBeLessThan(0);
});

test('a name that is edited into something else is no longer marked', async ({ page, script }) => {
  await dictate(page);
  await script.final('call Ann/1 now');
  await text(page).locator('.name').dblclick();
  await page.keyboard.type('Anne');
  await expect(paragraphs(page)).toHaveText(['Call Anne now']);
  await expect(text(page).locator('.name')).toHaveCount(0);
});

test('a better reading replaces a sentence, unless it was edited', async ({ page, script }) => {
  await dictate(page);
  await script.final('wreck a nice beach', 0);
  await script.final('second', 1);
  await script.hear({
    type: 'revised',
    utterance: 0,
    text: 'recognize speech',
    words: [word('recognize', 0), word('speech', 500)],
    cost,
  });
  await expect(paragraphs(page)).toHaveText(['Recognize speech', 'Second']);
  await paragraphs(page).nth(1).click();
  await page.keyboard.type('!');
  await script.hear({ type: 'revised', utterance: 1, text: 'other', words: [word('other', 0)], cost });
  await script.final('third', 2);
  await expect(paragraphs(page).nth(1)).toHaveText('Second!');
});

test('the draft survives a reload, without what was only half understood', async ({ page, script }) => {
  await dictate(page);
  await script.final('kept for Ann/1');
  await script.partial('not | kept', 1);
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' and typed');
  await page.waitForTimeout(800);
  await page.reload();
  await expect(paragraphs(page)).toHaveText(['Kept for Ann and typed']);
  await expect(text(page).locator('.said').first()).toHaveAttribute('title', /\d/);
});

test('the draft of a tab that crashed comes back in the next one, a tab beside it begins empty', async ({
  page,
  script,
  context,
}) => {
  await dictate(page);
  await script.final('left behind');
  await page.waitForTimeout(300);
  const beside = await context.newPage();
  await beside.goto('/');
  await beside.waitForTimeout(500);
  await expect(text(beside)).toHaveText('');
  await beside.close();
  await page.goto('chrome://crash').catch(() => {});
  await page.close();
  const next = await context.newPage();
  await next.goto('/');
  await expect(paragraphs(next)).toHaveText(['Left behind']);
});

test('clearing can be undone, and the draft follows', async ({ page, script }) => {
  await dictate(page);
  await script.final('one Ann/1', 0);
  await script.final('two', 1);
  await page.getByRole('button', { name: 'Clear the text' }).click();
  await expect(text(page)).toHaveText('');
  await expect(page.getByRole('button', { name: 'Copy the text' })).toBeDisabled();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(paragraphs(page)).toHaveText(['One Ann', 'Two']);
  await expect(text(page).locator('.name')).toHaveText('Ann');
});

test('the text is copied and saved as it reads', async ({ page, script }) => {
  await dictate(page);
  await script.final('one two', 0);
  await script.final('three', 1);
  await page.getByRole('button', { name: 'Copy the text' }).click();
  await expect(page.locator('.toast')).toContainText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('One two\n\nThree');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as text' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Dictation \d{4}-\d\d-\d\d \d\d\.\d\d\.txt$/);
});

test('what is pasted comes as text', async ({ page }) => {
  await page.goto('/');
  await text(page).click();
  await text(page).evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', '<h1 onclick="x">Big</h1><img src=x>');
    clipboardData.setData('text/plain', 'Big <img src=x>');
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(text(page)).toHaveText('Big <img src=x>');
  expect(await text(page).locator('img, h1').count()).toBe(0);
  await page.keyboard.press('Control+b');
  await page.keyboard.type('plain');
  expect(await text(page).locator('b').count()).toBe(0);
});

test('screen readers hear finished sentences only, and not when it is switched off', async ({ page, script }) => {
  await dictate(page);
  const heard = page.locator('#spoken-finals p');
  await script.partial('half | understood');
  await script.final('first sentence', 0);
  await expect(heard).toHaveText(['First sentence']);
  await expect(live(page)).toHaveAttribute('aria-hidden', 'true');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Speak finished sentences' }).uncheck();
  await script.final('second sentence', 1);
  await expect(paragraphs(page)).toHaveCount(2);
  await expect(heard).toHaveText(['First sentence']);
});

const cost = { audioMs: 2000, encoderMs: 100, decoderMs: 140, mergeMs: 20, latencyMs: 300 };

function word(text: string, startMs: number) {
  return { text, startMs, endMs: startMs + 300, confidence: 1 };
}
