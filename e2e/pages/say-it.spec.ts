import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, type Script, test } from './scripted-page';

/** Names that are said to teach how they sound; what is heard, the spec says. say-it-aloud.spec.ts does so with the real model. */

test.use(beepingMicrophone);

const editor = (page: Page) => page.locator('.name-editor');
const sayIt = (page: Page) => editor(page).getByRole('button', { name: /^Say it/ });
const stop = (page: Page) => editor(page).getByRole('button', { name: 'Stop' });
const status = (page: Page) => editor(page).locator('.say-status');
const heard = (page: Page) => editor(page).locator('.say-heard');
const chips = (page: Page) => editor(page).getByRole('list', { name: 'Pronunciations' }).getByRole('listitem');

/** Lists Siobhán and opens its details. */
async function openEditor(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready');
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('searchbox').fill('Siobhán');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: 'Siobhán', exact: true }).click();
}

async function take(page: Page, script: Script, phones: string): Promise<void> {
  await sayIt(page).click();
  await expect(status(page)).toHaveText('Say “Siobhán” now, alone.');
  await script.say(phones);
  await expect(stop(page)).toBeHidden();
}

test('a name is said, looked at, kept, and taken away again', async ({ page, script }) => {
  await openEditor(page);
  await take(page, script, 'SH IH V AO N');
  await expect(heard(page)).toHaveText('shi-vawn /ʃɪvɔn/');
  await expect(chips(page)).toHaveCount(0);
  expect(await script.names()).toEqual([{ text: 'Siobhán' }]);
  await editor(page).getByRole('button', { name: 'Keep' }).click();
  await expect(status(page)).toHaveText('Kept.');
  await expect(sayIt(page)).toBeFocused();
  await expect(chips(page)).toHaveText('shi-vawn /ʃɪvɔn/');
  await expect(page.locator('.name-note')).toHaveText('said shi-vawn');
  await expect.poll(() => script.names()).toEqual([{ text: 'Siobhán', ipa: ['ʃɪvɔn'] }]);
  await editor(page).getByRole('button', { name: 'Remove the pronunciation shi-vawn' }).click();
  await expect.poll(() => script.names()).toEqual([{ text: 'Siobhán' }]);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(chips(page)).toHaveText('shi-vawn /ʃɪvɔn/');
});

test('several takes make one pronunciation, and it is said when they differ', async ({ page, script }) => {
  await openEditor(page);
  await take(page, script, 'SH IH V AO N');
  await take(page, script, 'K AH V AA L CH IH K');
  await expect(status(page)).toContainText('It sounded different each time.');
  await editor(page).getByRole('button', { name: 'Discard' }).click();
  await expect(heard(page)).toBeHidden();
  for (let takes = 0; takes < 3; takes++) await take(page, script, 'SH IH V AO N');
  await expect(heard(page)).toHaveText('shi-vawn /ʃɪvɔn/, from 3 takes');
  // Three are enough.
  await expect(sayIt(page)).toBeHidden();
  await expect(editor(page).getByRole('button', { name: 'Keep' })).toBeFocused();
});

test('what went wrong is said: too long, and nothing at all', async ({ page, script }) => {
  await openEditor(page);
  await take(page, script, 'SH IH V AO N '.repeat(12).trim());
  await expect(status(page)).toHaveText('That was longer than a name. Say the name alone.');
  await take(page, script, 'T');
  await expect(status(page)).toContainText('Nothing was heard.');
  await sayIt(page).click();
  await expect(stop(page)).toBeVisible();
  await expect(status(page)).toContainText('Nothing was heard.', { timeout: 15_000 });
  await expect(sayIt(page)).toBeVisible();
  await expect(editor(page).getByRole('button', { name: 'Keep' })).toBeHidden();
});

test('a microphone that is blocked is told in the editor', async ({ page, context }) => {
  await openEditor(page);
  await context.clearPermissions();
  await sayIt(page).click();
  await expect(status(page)).toContainText('The microphone is blocked for this page.');
  await context.grantPermissions(['microphone']);
  await sayIt(page).click();
  await expect(status(page)).toHaveText('Say “Siobhán” now, alone.');
  // Escape stops listening and leaves the list open.
  await page.keyboard.press('Escape');
  await expect(status(page)).toHaveText('');
  await expect(sayIt(page)).toBeFocused();
  await expect(editor(page)).toBeVisible();
});

test('a dictation is not disturbed, and ends a take', async ({ page, script }) => {
  await openEditor(page);
  await sayIt(page).click();
  await expect(status(page)).toHaveText('Say “Siobhán” now, alone.');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await expect(sayIt(page)).toBeDisabled();
  await expect(editor(page)).toContainText('To say it, stop the dictation first.');
  await script.final('words of the dictation');
  await expect(page.getByRole('textbox', { name: 'Your text' })).toHaveText('Words of the dictation');
  await page.keyboard.press('Alt+d');
  await expect(sayIt(page)).toBeEnabled();
  await expect(editor(page)).not.toContainText('stop the dictation');
});

test('a test of names is not disturbed, and ends a take', async ({ page }) => {
  await openEditor(page);
  await sayIt(page).click();
  await expect(status(page)).toHaveText('Say “Siobhán” now, alone.');
  await page.keyboard.press('Alt+t');
  await expect(page.getByRole('dialog', { name: 'Test my names' })).toBeVisible();
  await expect(sayIt(page)).toBeDisabled();
  await expect(status(page)).toHaveText('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Test my names' })).toBeHidden();
  await expect(editor(page)).toBeVisible();
  await expect(sayIt(page)).toBeEnabled();
});

test('closing the details stops listening', async ({ page }) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      Object.assign(window, { lastTrack: stream.getAudioTracks()[0] });
      return stream;
    };
  });
  await openEditor(page);
  await sayIt(page).click();
  await expect(status(page)).toHaveText('Say “Siobhán” now, alone.');
  await editor(page).getByRole('button', { name: 'Done' }).click();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { lastTrack: MediaStreamTrack }).lastTrack.readyState))
    .toBe('ended');
});

test('a pronunciation can be written in IPA, and a sign that is none is told', async ({ page, script }) => {
  await openEditor(page);
  const field = editor(page).getByLabel('Pronounced');
  await field.fill('ʃɪ★');
  await field.press('Enter');
  await expect(editor(page).getByRole('alert').filter({ hasText: '★' })).toContainText('stands for no sound');
  await field.fill('/ʃɪˈvɔːn/');
  await field.press('Enter');
  await expect(chips(page)).toHaveText('shi-vawn /ʃɪˈvɔːn/');
  await expect.poll(() => script.names()).toEqual([{ text: 'Siobhán', ipa: ['ʃɪˈvɔːn'] }]);
});

test('where nobody knows how words are said, it is told that pronunciations do not count', async ({ page, script }) => {
  await openEditor(page);
  const note = 'Pronunciations do not count now: what tells how words are said could not be loaded.';
  const off = { active: false, reason: 'It is too slow here.' };
  await script.tellSecondPass({ type: 'state', state: { ...off, pronounces: true } });
  await expect(editor(page)).not.toContainText(note);
  await script.tellSecondPass({ type: 'state', state: { ...off, pronounces: false } });
  await expect(editor(page)).toContainText(note);
});
