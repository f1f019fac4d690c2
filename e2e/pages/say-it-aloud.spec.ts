import { chromiumWith, fakeMicrophone } from '../chromium';
import { fixturePath, fixtures } from '../fixtures/fixtures';
import { phonesOfIpa } from '../../src/core/pronunciation/ipa';
import { PhoneDistance } from '../../src/core/pronunciation/phone-distance';
import { openPronouncer } from '../../src/evaluate/open-pronouncer';
import { expect, test } from './test';

/** The whole path with the shipped model: a name is said into the microphone, and its pronunciation is kept. */

const { alone } = fixtures;

test.slow();
test.use({ launchOptions: chromiumWith(...fakeMicrophone(fixturePath(alone))) });

test('a name that is said comes out as it is said', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await page.getByRole('button', { name: /^My names/ }).click();
  await page.getByRole('searchbox').fill(alone.name);
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: alone.name, exact: true }).click();
  const editor = page.locator('.name-editor');
  await editor.getByRole('button', { name: 'Say it' }).click();
  const keep = editor.getByRole('button', { name: 'Keep' });
  await expect(keep).toBeVisible({ timeout: 30_000 });
  await keep.click();
  const chip = editor.getByRole('list', { name: 'Pronunciations' }).getByRole('listitem');
  const [, ipa = ''] = /\/(.*)\//.exec((await chip.textContent()) ?? '') ?? [];
  const distance = new PhoneDistance();
  const heard = phonesOfIpa(ipa) ?? new Uint8Array(0);
  const known = (await openPronouncer()).pronounce(alone.name, 2);
  expect(Math.min(...known.map(({ phones }) => distance.between(phones, heard))), ipa).toBeLessThan(1.5);
  // What was said to the name's editor is no dictation.
  await expect(page.getByRole('textbox', { name: 'Your text' })).toHaveText('');
});
