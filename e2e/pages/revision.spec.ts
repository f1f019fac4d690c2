import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test } from './scripted-page';

/** What the page does with sentences that are read a second time; what is heard and read, the spec says. */

test.use(beepingMicrophone);

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const paragraphs = (page: Page) => text(page).locator('p');
const panel = (page: Page) => page.locator('.word-panel');
const announced = (page: Page) => page.locator('#spoken-finals p');

async function dictate(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
}

test('a second reading takes the place of the first, names and all, and is kept', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call an now', 0);
  await script.pendingFinal('than come', 1);
  await expect(paragraphs(page)).toHaveText(['Call an now', 'Than come']);
  await script.revise('Call Ann/1 now.', 'call an now', 0);
  await expect(paragraphs(page)).toHaveText(['Call Ann now.', 'Than come']);
  await expect(text(page).locator('.name')).toHaveText('Ann');
  await script.revise('Then come.', 'than come', 1);
  await expect(paragraphs(page)).toHaveText(['Call Ann now.', 'Then come.']);
  await page.reload();
  await expect(paragraphs(page)).toHaveText(['Call Ann now.', 'Then come.']);
  await expect(text(page).locator('.name')).toHaveText('Ann');
});

test('screen readers hear a sentence once, with its last words', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call an', 0);
  await expect(paragraphs(page)).toHaveText(['Call an']);
  await expect(announced(page)).toHaveText([]);
  await script.revise('Call Ann/1', 'call an', 0);
  await expect(announced(page)).toHaveText(['Call Ann']);
  await script.pendingFinal('as heard', 1);
  await script.keep(1);
  await expect(announced(page)).toHaveText(['Call Ann', 'As heard']);
});

test('a sentence that is stopped before its second reading is announced all the same', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call an', 0);
  await expect(paragraphs(page)).toHaveText(['Call an']);
  await page.keyboard.press('Escape');
  await expect(announced(page)).toHaveText(['Call an']);
});

test.describe('what the user has put a hand to is never overwritten', () => {
  test.beforeEach(async ({ page, script }) => {
    await dictate(page);
    await script.pendingFinal('call an now', 0);
    await script.pendingFinal('marker', 1);
    await expect(paragraphs(page)).toHaveText(['Call an now', 'Marker']);
    await paragraphs(page).first().click();
    await page.keyboard.press('Home');
  });

  /** The second sentence's revision tells that the first one's has been dealt with. */
  async function reviseBoth(script: { revise(drawn: string, heard: string, utterance: number): Promise<void> }) {
    await script.revise('Call Ann/1 now.', 'call an now', 0);
    await script.revise('Marker.', 'marker', 1);
  }

  test('an edited sentence', async ({ page, script }) => {
    await page.keyboard.press('Delete');
    await reviseBoth(script);
    await expect(paragraphs(page)).toHaveText(['all an now', 'Marker.']);
  });

  test('an edit that was taken back', async ({ page, script }) => {
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+z');
    await expect(paragraphs(page).first()).toHaveText('Call an now');
    await reviseBoth(script);
    await expect(paragraphs(page)).toHaveText(['Call an now', 'Marker.']);
  });

  test('a deleted sentence', async ({ page, script }) => {
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('Delete');
    await reviseBoth(script);
    await expect(paragraphs(page)).toHaveText(['', 'Marker.']);
  });

  test('a text that was cleared, and brought back', async ({ page, script }) => {
    await page.getByRole('button', { name: 'Clear the text' }).click();
    await reviseBoth(script);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect(paragraphs(page)).toHaveText(['Call an now', 'Marker']);
    await script.final('next', 2);
    await expect(paragraphs(page)).toHaveText(['Call an now', 'Marker', 'Next']);
  });

  test('but typing elsewhere changes nothing about it, and the caret stays', async ({ page, script }) => {
    await paragraphs(page).nth(1).click();
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await script.revise('Call Ann/1 now.', 'call an now', 0);
    await expect(paragraphs(page).first()).toHaveText('Call Ann now.');
    await page.keyboard.type('!');
    await expect(paragraphs(page)).toHaveText(['Call Ann now.', 'Marker!!']);
  });
});

test('a caret in a sentence stays in it when it is read again', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call an now', 0);
  await paragraphs(page).first().click();
  await page.keyboard.press('Home');
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await script.revise('Well, call Ann/1 now.', 'x call an now', 0);
  await expect(paragraphs(page)).toHaveText(['Well, call Ann now.']);
  await page.keyboard.type('#');
  await expect(paragraphs(page)).toHaveText(['Well#, call Ann now.']);
});

test('what one reads does not move when a sentence above it gets longer', async ({ page, script }) => {
  await page.setViewportSize({ width: 800, height: 500 });
  await dictate(page);
  await script.pendingFinal('short', 0);
  for (let line = 1; line < 40; line++) await script.final(`line ${line}`, line);
  await expect(paragraphs(page)).toHaveCount(40);
  await page.evaluate(() => window.scrollTo(0, 600));
  const read = paragraphs(page).nth(20);
  const before = await read.boundingBox();
  await script.revise('Long and longer. '.repeat(20).trim(), 'short', 0);
  await expect(paragraphs(page).first()).toContainText('longer');
  const after = await read.boundingBox();
  expect(Math.abs(after!.y - before!.y)).toBeLessThanOrEqual(1);
});

test('a click on a word shows what either reading made of it, and typing goes on', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('wreck beach', 0);
  await script.revise('Recognize Speech/1', 'wreck beach', 0);
  await text(page).locator('.name').click();
  await expect(panel(page)).toBeVisible();
  await expect(panel(page).getByRole('heading')).toHaveText('Speech');
  await expect(panel(page)).toContainText('While you spokebeach');
  await expect(panel(page)).toContainText('From your namesSpeech');
  await expect(panel(page)).toContainText('Sentence heardwreck beach');
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await expect(panel(page)).toBeHidden();
  await expect(paragraphs(page)).toHaveText(['Recognize Speech!']);
});

test('the panel of a word is reached from the keyboard, and gives the caret back', async ({ page, script }) => {
  await dictate(page);
  await script.final('as heard', 0);
  await text(page).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Alt+Enter');
  await expect(panel(page)).toBeFocused();
  await expect(panel(page).getByRole('heading')).toHaveText('heard');
  await expect(panel(page)).toContainText('Second readingNone');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(text(page)).toBeFocused();
  await page.keyboard.type('!');
  await expect(paragraphs(page)).toHaveText(['As heard!']);
  // Escape closed the panel alone.
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
});

test('copying waits a moment for a second reading, and says when it did not wait longer', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call an', 0);
  await expect(paragraphs(page)).toHaveText(['Call an']);
  const copy = page.getByRole('button', { name: 'Copy the text' });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await copy.click();
  await script.revise('Call Ann/1', 'call an', 0);
  await expect(page.locator('.toast')).toHaveText('Copied');
  expect(await copied()).toBe('Call Ann');
  await script.pendingFinal('and then', 1);
  await copy.click();
  await expect(page.locator('.toast')).toContainText('still being read a second time');
  expect(await copied()).toBe('Call Ann\n\nAnd then');
});

test('the settings say whether sentences are read a second time and why, and what it costs', async ({
  page,
  script,
}) => {
  await dictate(page);
  await openSettings(page);
  const state = page.locator('#second-pass-state');
  await expect(state).toHaveText('A spec reads.');
  await script.pendingFinal('call an', 0);
  await script.revise('Call Ann/1', 'call an', 0);
  await script.pendingFinal('kept', 1);
  await script.keep(1);
  await page.getByText('Performance', { exact: true }).click();
  const figures = page.locator('.performance-body');
  await expect(figures).toContainText('From final to revision0.30 s (95 %: 0.30 s)');
  await expect(figures).toContainText('Its real-time factor0.120, names 0.010');
  await expect(figures).toContainText('1 read again, 1 left as heard');

  await script.tellSecondPass({ type: 'progress', progress: progress(12_345_678) });
  await expect(state).toHaveText('Loading: 12.3 of 30.0 MB.');
  await script.tellSecondPass({
    type: 'state',
    state: { active: false, pronounces: true, reason: 'It is too slow here.' },
  });
  await expect(state).toHaveText('It is too slow here.');
  // That is a state, nothing to be told about.
  await expect(page.locator('.notice')).toHaveCount(0);

  await page.getByRole('group', { name: 'Second reading' }).getByText('Off').click();
  await expect(state).toHaveText('The second pass is switched off.');
  await page.getByRole('group', { name: 'Second reading' }).getByText('On', { exact: true }).click();
  await expect(state).toHaveText('A spec reads.');
});

test('a second pass that dies is said quietly and started again, and dictation goes on', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('before', 0);
  await expect(paragraphs(page)).toHaveText(['Before']);
  await script.dieSecondPass();
  const notice = page.locator('.notice');
  await expect(notice).toContainText('The second reading stopped and is being started again.');
  await expect(notice).toHaveAttribute('role', 'status');
  await script.final('after', 1);
  await expect(paragraphs(page)).toHaveText(['Before', 'After']);
  await openSettings(page);
  await expect(page.locator('#second-pass-state')).toContainText('its worker died');
  await expect(notice).toContainText('The second reading stopped and was started again.');
  await expect(page.locator('#second-pass-state')).toHaveText('A spec reads.');
});

test('a second pass that dies again and again is given up, until it is switched on anew', async ({ page, script }) => {
  // The waits before it is started again are short here.
  await page.addInitScript(() => {
    const wait = window.setTimeout.bind(window);
    const hurried = (run: () => void, ms = 0) => wait(run, [1000, 5000, 25_000].includes(ms) ? 300 : ms);
    Object.assign(window, { setTimeout: hurried });
  });
  await page.goto('/');
  await openSettings(page);
  const state = page.locator('#second-pass-state');
  const notice = page.locator('.notice');
  for (let death = 1; death <= 3; death++) {
    await expect(state).toHaveText('A spec reads.');
    await script.dieSecondPass();
    await expect(notice).toContainText('is being started again');
    await expect(notice).toContainText('was started again');
  }
  await script.dieSecondPass();
  await expect(notice).toContainText('Finished sentences are not read a second time now.');
  await expect(notice).toHaveCount(1);
  await expect(state).toContainText('its worker died again and again');
  await page.getByRole('group', { name: 'Second reading' }).getByText('Off').click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('On', { exact: true }).click();
  await expect(state).toHaveText('A spec reads.');
  await expect(notice).toHaveCount(0);
});

function progress(loadedBytes: number) {
  return { type: 'download', loadedBytes, totalBytes: 30_000_000, fromCache: false };
}
