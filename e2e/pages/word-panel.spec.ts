import type { Page } from '@playwright/test';
import type { NameDecision } from '../../src/core/merge/final-merger';
import { beepingMicrophone, expect, test } from './scripted-page';

/** Why a name stands in the text, and what can be done about it and about any other word. */

test.use(beepingMicrophone);

const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const paragraphs = (page: Page) => text(page).locator('p');
const panel = (page: Page) => page.locator('.word-panel');
const toast = (page: Page) => page.locator('.toast');
const tool = (page: Page, name: string) => panel(page).getByRole('button', { name });

/** Signs that no fitting of the weights turns round; the sum is made up. */
const decision: NameDecision = {
  name: 0,
  text: 'Ann',
  first: 1,
  end: 2,
  replaced: 'an',
  terms: {
    boost: 0,
    ctc: 30,
    sound: 20,
    cost: 0.1,
    beam: 1,
    phones: 9,
    distance: 0,
    names: 6,
    written: 0,
    second: -36,
    tokens: 1,
  },
  logit: 2.7,
  verdict: 'accepted',
};

async function addName(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: 'Close My names' }).click();
}

async function dictate(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
}

/** Puts the caret into the word at `offset` and opens its panel from the keyboard. */
async function look(page: Page, offset: number): Promise<void> {
  await text(page).click();
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < offset; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Alt+Enter');
  await expect(panel(page)).toBeFocused();
}

test('the panel of a name says why it was written', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call Ann/1 now');
  await script.revise('Call Ann/1 now.', 'call Ann now', 0, decision);
  await look(page, 6);
  const facts = panel(page).locator('.word-facts');
  await expect(facts).toContainText('How it was foundHeard while you spoke');
  for (const reason of ['too long to be heard by accident', 'heard while you spoke', 'its sound fits']) {
    await expect(facts).toContainText(new RegExp(`For it.*${reason}.*Against it`, 'i'));
  }
  for (const reason of ['prefers “an”', 'other names of your list might be meant']) {
    await expect(facts).toContainText(new RegExp(`Against it.*${reason}.*Strength`, 'i'));
  }
  await expect(facts).toContainText('Strength4.5 of 10; 1.8 would have been enough');
  // It is in no list any more, so it has no strength to be changed.
  await expect(tool(page, 'Stronger')).toHaveCount(0);
});

test('a name that was found by its sound, and one that the second reading wrote itself', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call an now', 0);
  const terms = { ...decision.terms, beam: 0, second: 4 };
  await script.revise('Call Ann/1 now.', 'call an now', 0, { ...decision, terms, logit: 5.5 });
  await look(page, 6);
  const facts = panel(page).locator('.word-facts');
  await expect(facts).toContainText('How it was foundBy its sound, in place of “an”');
  await expect(facts).toContainText(/the second reading finds it likelier than “an”/i);
  await expect(facts).toContainText('Strength4.5 of 10; it would have needed none');
  await page.keyboard.press('Escape');

  await script.pendingFinal('call Ann/1 now', 1);
  await script.revise('Call Ann/1 now.', 'call Ann now', 1, { ...decision, replaced: 'Ann', verdict: 'written' });
  await paragraphs(page).nth(1).locator('.name').click();
  await expect(facts).toContainText('How it was foundThe second reading wrote it by itself');
  // Nothing else was ever there.
  await expect(tool(page, 'Not a name here')).toHaveCount(0);
});

test('the strength of a name is changed by one, and that is undone', async ({ page, script }) => {
  await dictate(page);
  await addName(page, 'Ann');
  await script.pendingFinal('call Ann/1 now');
  await script.revise('Call Ann/1 now.', 'call Ann now', 0, decision);
  await paragraphs(page).locator('.name').click();
  await tool(page, 'Stronger').press('Enter');
  await expect(toast(page)).toContainText('“Ann” has a strength of 5.5 now');
  await expect.poll(() => script.names()).toEqual([{ text: 'Ann', boost: 5.5 }]);
  await tool(page, 'Weaker').click();
  await tool(page, 'Weaker').click();
  await expect.poll(() => script.names()).toEqual([{ text: 'Ann', boost: 3.5 }]);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => script.names()).toEqual([{ text: 'Ann', boost: 4.5 }]);
});

test('what is not a name becomes again what it was, and that is undone', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call Ann/1 now');
  await script.revise('Call Ann/1 now.', 'call Ann now', 0, decision);
  await look(page, 6);
  await tool(page, 'Not a name here').press('Enter');
  await expect(paragraphs(page)).toHaveText(['Call an now.']);
  await expect(text(page).locator('.name')).toHaveCount(0);
  await expect(text(page)).toBeFocused();
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(paragraphs(page)).toHaveText(['Call Ann now.']);
  await page.keyboard.press('Control+y');
  await expect(paragraphs(page)).toHaveText(['Call an now.']);
  // From now on it is the user's.
  await script.revise('Call Ann/1 now.', 'call Ann now', 0, decision);
  await script.final('then', 1);
  await expect(paragraphs(page)).toHaveText(['Call an now.', 'Then']);
});

test('any word becomes a name, in the spelling that is wanted', async ({ page, script }) => {
  await dictate(page);
  await script.pendingFinal('call shevon please');
  await script.revise('Call shevon, please.', 'call shevon please');
  await look(page, 8);
  await tool(page, 'Always write this').press('Enter');
  const spelling = panel(page).getByRole('textbox', { name: 'Write it as' });
  await expect(spelling).toBeFocused();
  await expect(spelling).toHaveValue('shevon');
  await spelling.fill('!');
  await spelling.press('Enter');
  await expect(panel(page).getByRole('alert')).toContainText('nothing that can be spoken');
  await spelling.fill('Siobhán');
  await spelling.press('Enter');
  await expect(panel(page)).toBeHidden();
  await expect(paragraphs(page)).toHaveText(['Call Siobhán, please.']);
  await expect(toast(page)).toContainText('Added “Siobhán” to your names');
  await expect.poll(() => script.names()).toEqual([{ text: 'Siobhán', soundsLike: ['shevon'] }]);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => script.names()).toEqual([]);
});

test('a common word teaches no sound: it would be written wherever that is said', async ({ page, script }) => {
  await dictate(page);
  await script.final('call an now');
  await look(page, 6);
  await tool(page, 'Always write this').press('Enter');
  await panel(page).getByRole('textbox', { name: 'Write it as' }).fill('Ann');
  await panel(page).getByRole('button', { name: 'Add to my names' }).click();
  await expect(paragraphs(page)).toHaveText(['Call Ann now']);
  await expect.poll(() => script.names()).toEqual([{ text: 'Ann' }]);
});
