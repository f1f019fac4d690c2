import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test } from './scripted-page';

test.use(beepingMicrophone);

const row = (page: Page, name: string) => page.locator('.file-job').filter({ hasText: name });
const text = (page: Page) => page.getByRole('textbox', { name: 'Your text' });

/** A second of silence. */
function wav(): Buffer {
  const bytes = Buffer.alloc(44 + 2 * 16_000);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(16_000, 24);
  bytes.writeUInt32LE(32_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * 16_000, 40);
  return bytes;
}

const audio = (name: string) => ({ name, mimeType: 'audio/wav', buffer: wav() });
const broken = (name: string) => ({ name, mimeType: 'audio/mpeg', buffer: Buffer.from('no sound at all') });

test('a file that does not decode is told by its name, and the next one goes on', async ({ page, script }) => {
  await page.goto('/');
  await page.setInputFiles('#audio-file', [broken('broken.mp3'), audio('good.wav')]);
  const notice = page.getByRole('alert').filter({ hasText: '“broken.mp3” could not be read as audio.' });
  await expect(notice).toContainText('Namesake reads WAV');
  await expect(row(page, 'broken.mp3')).toContainText('Failed');
  await expect(page.getByRole('button', { name: 'A file is being transcribed' })).toBeVisible();
  await script.hear({ type: 'progress', doneMs: 400, totalMs: 1000 });
  await script.final('from the file');
  await expect(text(page)).toHaveText('From the file');
  await expect(text(page).locator('.said')).toHaveAttribute('title', 'good.wav, 0:00');
  await script.hear({ type: 'end' });
  await expect(row(page, 'good.wav')).toContainText('Done');
});

test('several files queue; each can be cancelled, and what is sure stays', async ({ page, script }) => {
  await page.goto('/');
  await page.setInputFiles('#audio-file', [audio('one.wav'), audio('two.wav'), audio('three.wav')]);
  await expect(row(page, 'two.wav')).toContainText('Waiting');
  await page.getByRole('button', { name: 'Cancel two.wav' }).click();
  await expect(row(page, 'two.wav')).toContainText('Cancelled');
  await page.waitForTimeout(300);
  await script.partial('so far | so good');
  await expect(page.locator('.live')).toContainText('so good');
  await page.getByRole('button', { name: 'Cancel one.wav' }).click();
  await expect(text(page)).toHaveText('So far');
  await expect(row(page, 'three.wav').getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss two.wav' }).click();
  await expect(row(page, 'two.wav')).toHaveCount(0);
});

test('a dropped file waits for the dictation to end', async ({ page, script }) => {
  await page.goto('/');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await page.evaluate(
    (bytes) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'dropped.wav'));
      const send = (type: string) =>
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      send('dragenter');
      send('drop');
    },
    [...wav()],
  );
  await expect(page.locator('.drop-zone')).toBeHidden();
  await expect(row(page, 'dropped.wav')).toContainText('Waiting');
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'A file is being transcribed' })).toBeVisible();
  await page.locator('#microphone').click();
  await expect(page.getByRole('status').filter({ hasText: 'A file is being transcribed.' })).toBeVisible();
  await script.hear({ type: 'end' });
  await expect(row(page, 'dropped.wav')).toContainText('Done');
});
