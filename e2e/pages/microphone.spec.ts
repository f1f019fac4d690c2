import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test } from './scripted-page';

test.use(beepingMicrophone);

const html = (page: Page) => page.locator('html');
const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });
const status = (page: Page) => page.locator('.microphone-words');

test('one can speak before the model is there', async ({ page, script }) => {
  script.holdLoading = true;
  await page.goto('/');
  await expect(html(page)).toHaveAttribute('data-state', 'loading');
  await expect(status(page)).toContainText('Loading the model: 3.2 of 8.6 MB');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(status(page)).toContainText('Listening, model still loading');
  await expect(html(page)).toHaveAttribute('data-state', 'listening');
  await script.load();
  await expect(status(page)).not.toContainText('loading');
  await page.getByRole('button', { name: 'Stop dictation' }).click();
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
});

test('a denied microphone is told with a way out', async ({ page, context }) => {
  await context.clearPermissions();
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  const notice = page.getByRole('alert').filter({ hasText: 'The microphone is blocked for this page.' });
  await expect(notice).toContainText('Allow it');
  await expect(html(page)).toHaveAttribute('data-state', 'error');
  await context.grantPermissions(['microphone']);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(html(page)).toHaveAttribute('data-state', 'listening');
  await expect(notice).toHaveCount(0);
});

test('a missing microphone is told', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
  });
  await page.goto('/');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(page.getByRole('alert')).toContainText('No microphone was found.');
});

test('a microphone that was chosen and is gone is replaced, and that is said', async ({ page }) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints) => {
      const audio = constraints?.audio as MediaTrackConstraints;
      const gone = JSON.stringify(audio.deviceId ?? '').includes('gone');
      return gone ? Promise.reject(new DOMException('', 'OverconstrainedError')) : getUserMedia(constraints);
    };
    const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () => [
      ...(await enumerateDevices()),
      { kind: 'audioinput', deviceId: 'gone', label: 'Headset', groupId: '', toJSON: () => ({}) },
    ];
  });
  await page.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Device').selectOption('Headset');
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'The microphone that you chose is not there.' }),
  ).toBeVisible();
  await expect(html(page)).toHaveAttribute('data-state', 'listening');
});

test('Alt+D starts and stops, Esc stops at once and keeps what is sure', async ({ page, script }) => {
  await page.goto('/');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await page.keyboard.press('Alt+d');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.partial('this is sure | this may change');
  await expect(page.locator('.live')).toContainText('may change');
  await page.keyboard.press('Escape');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
  await expect(text(page)).toHaveText('This is sure');
});

test('Esc closes a drawer that has the focus before it stops the dictation', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Alt+d');
  await page.keyboard.press('Alt+n');
  await expect(page.getByRole('dialog', { name: 'My names' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(html(page)).toHaveAttribute('data-state', 'listening');
  await page.keyboard.press('Escape');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
});

test('Space on the microphone is a press when it is short and a walkie-talkie when it is held', async ({ page }) => {
  await page.goto('/');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
  await page.locator('#microphone').focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
  await page.keyboard.down('Space');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await page.waitForTimeout(600);
  await page.keyboard.up('Space');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
  await text(page).click();
  await page.keyboard.type('a b');
  await expect(text(page)).toHaveText('a b');
  await expect(html(page)).toHaveAttribute('data-state', 'ready');
});

test('silence from the microphone is told as long as it lasts', async ({ page, script }) => {
  await page.goto('/');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.hear({ type: 'silent-input', silent: true });
  const notice = page.getByRole('alert').filter({ hasText: 'The microphone gives only silence.' });
  await expect(notice).toBeVisible();
  await script.hear({ type: 'silent-input', silent: false });
  await expect(notice).toHaveCount(0);
});

test('a recognizer that dies in mid-sentence is started again, and the words stay', async ({ page, script }) => {
  await page.goto('/');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.final('before');
  await script.partial('in the middle | of it', 1);
  await expect(page.locator('.live')).toContainText('middle');
  await script.die();
  await expect(page.getByRole('alert')).toContainText('The recognizer stopped and was started again.');
  await expect(text(page)).toContainText('in the middle');
  await expect(html(page)).toHaveAttribute('data-state', 'listening');
  await expect(status(page)).toContainText('Press again to stop');
  await script.final('after', 9);
  await expect(text(page)).toContainText('After');
});

test('a change of the backend is told, and the figures follow', async ({ page, script }) => {
  await page.goto('/');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('Performance').click();
  const stats = {
    chunkMsP50: 21.4,
    chunkMsP95: 40,
    realTimeFactor: 0.05,
    decoderRealTimeFactor: 0.004,
    backlogMs: 0,
    wasmBytes: 105e6,
    beam: 16,
  };
  await script.hear({ type: 'stats', stats });
  await expect(page.locator('.figures')).toContainText('21.4 ms');
  const backend = {
    ep: 'wasm',
    bundle: 'jspi',
    precision: 'fp32',
    threads: 2,
    reason: 'The GPU was lost twice.',
    modelId: 'x',
    chunkMs: 384,
    wasmUrls: [],
  };
  await script.hear({ type: 'backend', backend });
  await expect(page.getByText('The GPU went away. The CPU goes on.')).toBeVisible();
  await expect(page.locator('.figures')).toContainText('The GPU was lost twice.');
});

test('settings are kept', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: 'Noise suppression' }).check();
  await page.getByLabel('Silence that ends a sentence').fill('1500');
  await page.getByText('Dark', { exact: true }).click();
  await expect(html(page)).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(html(page)).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('switch', { name: 'Noise suppression' })).toBeChecked();
  await expect(page.getByLabel('Silence that ends a sentence')).toHaveValue('1500');
});
