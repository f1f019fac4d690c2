import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test, type Script } from './scripted-page';

/** The test of the user's names; what is heard, the spec says. */

test.use({ ...beepingMicrophone, contextOptions: { reducedMotion: 'reduce' } });

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Test my names' });
const record = (page: Page) => dialog(page).locator('#test-record');
const sentence = (page: Page) => dialog(page).locator('.test-sentence');
const problem = (page: Page) => dialog(page).locator('.test-problem');
const verdict = (page: Page) => dialog(page).locator('.test-verdict');
const button = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });

async function open(page: Page, ...names: string[]): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: /^My names/ }).click();
  const field = page.getByRole('searchbox', { name: 'Add or find a name' });
  for (const name of names) {
    await field.fill(name);
    await field.press('Enter');
  }
  // Until the recognizer has said which it cannot use, and the other worker which sound like common words.
  await page.waitForTimeout(400);
  await page.getByRole('button', { name: 'Test my names' }).click();
}

/** Reads the sentence at hand: what is heard live, without the list, with it, and at the end. */
async function read(page: Page, script: Script, plain: string, listed: string, final?: string): Promise<void> {
  await expect(record(page)).toHaveAttribute('aria-label', 'Stop recording');
  await script.partial(`| ${listed}`);
  await expect(dialog(page).locator('.test-live')).toHaveText(listed);
  await page.waitForTimeout(100);
  // The sentence has ended: it is recorded, and recognized twice more.
  await script.final(listed);
  await compare(page, script, plain, listed, final);
}

async function compare(page: Page, script: Script, plain: string, listed: string, final?: string): Promise<void> {
  await expect(record(page)).toHaveAttribute('aria-label', 'Recognizing');
  await expect.poll(() => script.heardWith()).toBe('plain');
  if (plain !== '') await script.final(plain);
  await script.hear({ type: 'end' });
  await expect.poll(() => script.heardWith()).toBe('all');
  if (listed !== '') await (final === undefined ? script.final(listed) : script.pendingFinal(listed));
  if (final !== undefined) await script.revise(final, listed);
  await script.hear({ type: 'end' });
}

/** What is to be read, with something else in the name's place. */
async function misread(page: Page, name: string, instead: string): Promise<string> {
  const text = (await sentence(page).textContent()) ?? '';
  return text.replace(name, instead).replace(/[.,?]/g, '').toLowerCase();
}

async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

test('sentences are read one by one, and the results say what the list did and what would help', async ({
  page,
  script,
}) => {
  await open(page, 'Brontë', 'CRAN');
  await expect(dialog(page).locator('.test-name-text')).toHaveText(['CRAN', 'Brontë']);
  await expect(dialog(page).locator('.test-count')).toHaveText('2 names');
  await button(page, 'Begin').click();

  await expect(dialog(page)).toContainText('Sentence 1 of 2');
  await expect(sentence(page).locator('strong')).toHaveText('CRAN');
  await expect(record(page)).toBeFocused();
  await page.keyboard.press('Space');
  const ran = await misread(page, 'CRAN', 'ran');
  await read(page, script, ran, ran, ran);
  await expect(verdict(page)).toHaveText('“CRAN” came wrong: “ran” was written.');
  await expect(button(page, 'Next')).toBeFocused();
  await page.keyboard.press('Space');

  await expect(sentence(page).locator('strong')).toHaveText('Brontë');
  await expect(record(page)).toBeFocused();
  await page.keyboard.press('Space');
  const right = ((await sentence(page).textContent()) ?? '').replace(/[.,?]/g, '');
  await read(page, script, await misread(page, 'Brontë', 'brna'), right, right);
  await expect(verdict(page)).toHaveText('“Brontë” came right.');
  await button(page, 'Show the results').click();

  await expect(dialog(page).locator('.test-heading')).toHaveText('1 of 2 names came right; without your list 0.');
  await expect(dialog(page).locator('tbody tr')).toHaveText([
    /Without your list\s*0 of 2\s*100 %/,
    /With your list, while you speak\s*1 of 2\s*100 %/,
    /In the text at the end\s*1 of 2\s*100 %/,
  ]);
  await expect(dialog(page).locator('.test-tested .facts li')).toHaveText([
    'Sounds like “can” and “ran”. A surname or another word beside it helps most.',
  ]);
  const report = JSON.parse(await saved(page, 'Save as JSON')) as { names: { name: string }[] };
  expect(report.names.map(({ name }) => name)).toEqual(['CRAN', 'Brontë']);
  expect(await saved(page, 'Save as text')).toContain('in the final text: 1 of 2 names right, other words wrong: 0 %');

  // Only the wrong one is read again; the other's result stays.
  await button(page, 'Read the wrong one again').click();
  await expect(dialog(page)).toContainText('Sentence 1 of 1');
  await record(page).click();
  const better = ((await sentence(page).textContent()) ?? '').replace(/[.,?]/g, '');
  await read(page, script, ran, better, better);
  await button(page, 'Show the results').click();
  await expect(dialog(page).locator('.test-heading')).toHaveText('2 of 2 names came right; without your list 0.');
  await expect(dialog(page).getByRole('button', { name: /again$/ })).toBeHidden();

  // What was tested is remembered: names never tested come first the next time.
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  const field = page.getByRole('searchbox', { name: 'Add or find a name' });
  await field.fill('Okonkwo');
  await field.press('Enter');
  await page.keyboard.press('Alt+t');
  await expect(dialog(page).locator('.test-name').first()).toHaveText('Okonkwo');
  await expect(dialog(page).locator('.test-name').nth(2)).toContainText(/CRAN.*near a common word · right on/);
});

test('the way from a wrong name to its editor is one press', async ({ page, script }) => {
  await open(page, 'Okonkwo', 'Snyk');
  await dialog(page).getByLabel('Okonkwo').uncheck();
  await button(page, 'Begin').click();
  await record(page).click();
  const wrong = await misread(page, 'Snyk', 'sneak');
  await read(page, script, wrong, wrong);
  await button(page, 'Show the results').click();
  await expect(dialog(page)).toContainText('Not every sentence was read a second time');
  await expect(dialog(page).locator('.test-tested .facts li')).toHaveText([
    'Add “sneak”, or how you would spell the sound, under Sounds like.',
    'Raise its strength.',
  ]);
  await button(page, 'Change Snyk').click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByLabel('Written as')).toHaveValue('Snyk');
});

test('silence, skipping, another sentence and Esc are all answered', async ({ page, script }) => {
  await open(page, 'Ann', 'Okonkwo');
  await button(page, 'Begin').click();
  const before = await sentence(page).textContent();
  await button(page, 'Another sentence').click();
  await expect(sentence(page)).not.toHaveText(before!);
  await expect(sentence(page).locator('strong')).toHaveText('Okonkwo');

  // Stopped without a word.
  await record(page).click();
  await expect(record(page)).toHaveAttribute('aria-label', 'Stop recording');
  await record(page).click();
  await expect(problem(page)).toContainText('Nothing was heard.');

  // A muted microphone says so while one still tries.
  await record(page).click();
  await expect(record(page)).toHaveAttribute('aria-label', 'Stop recording');
  await script.hear({ type: 'silent-input', silent: true });
  await expect(problem(page)).toContainText('The microphone gives only silence.');

  // The first Esc drops the recording, the next one shows results, of which there are none.
  await page.keyboard.press('Escape');
  await expect(record(page)).toHaveAttribute('aria-label', 'Record');
  await expect(dialog(page)).toContainText('Sentence 1 of 2');
  await button(page, 'Skip').click();
  await expect(dialog(page)).toContainText('Sentence 2 of 2');
  await record(page).click();
  const right = ((await sentence(page).textContent()) ?? '').replace(/[.,?]/g, '');
  await read(page, script, right, right, right);
  await expect(verdict(page)).toHaveText('“Ann” came right, even without your list.');
  await page.keyboard.press('Escape');
  await expect(dialog(page).locator('.test-heading')).toHaveText('The name came right, as without your list.');
  await expect(dialog(page)).toContainText('Not read: Okonkwo');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  // The page is as before: dictation works.
  await page.keyboard.press('Alt+d');
  await expect(page.locator('html')).toHaveAttribute('data-state', 'listening');
});

test('a worker that dies costs the sentence at most', async ({ page, script }) => {
  await open(page, 'Okonkwo');
  await button(page, 'Begin').click();
  await record(page).click();
  await expect(record(page)).toHaveAttribute('aria-label', 'Stop recording');
  await script.partial('| half of');
  await script.die();
  await expect(problem(page)).toContainText('The recognizer stopped and was started again.');
  await expect(record(page)).toHaveAttribute('aria-label', 'Record');

  // While it is compared nothing is lost at all: the recording goes to the next worker.
  await record(page).click();
  const right = ((await sentence(page).textContent()) ?? '').replace(/[.,?]/g, '');
  await expect(record(page)).toHaveAttribute('aria-label', 'Stop recording');
  await page.waitForTimeout(100);
  await script.final(right);
  await expect.poll(() => script.heardWith()).toBe('plain');
  await script.die();
  await expect.poll(() => script.opened()).toBe(1);
  await compare(page, script, right, right, right);
  await expect(verdict(page)).toHaveText(/came right/);
});

test('without a microphone or names, the way on is said', async ({ page, context }) => {
  await context.clearPermissions();
  await open(page);
  await expect(dialog(page)).toContainText('There is no name to test');
  await button(page, 'My names').click();
  await expect(dialog(page)).toBeHidden();
  const field = page.getByRole('searchbox', { name: 'Add or find a name' });
  await field.fill('Okonkwo');
  await field.press('Enter');
  await page.keyboard.press('Alt+t');
  await button(page, 'Begin').click();
  await record(page).click();
  await expect(problem(page)).toContainText('The microphone is blocked for this page.');
  await expect(record(page)).toHaveAttribute('aria-label', 'Record');
});

for (const [what, use] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 390, height: 844 } }],
] as const) {
  test.describe(what, () => {
    test.use(use);
    test('all of it fits the window', async ({ page, script }, info) => {
      const shot = async (name: string) => {
        const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(width).toBeLessThanOrEqual(0);
        const inside = await dialog(page).evaluate((node) => node.scrollWidth <= node.clientWidth);
        expect(inside).toBe(true);
        await page.screenshot({ path: info.outputPath(`${name}.png`) });
      };
      const long = 'Wolfgang Amadeus Schmitt-Kallenbach von und zu Guttenberg';
      await open(page, long, 'Siobhán O’Brien', 'Kowalczyk', 'CRAN');
      await shot('choice');
      await button(page, 'Begin').click();
      await shot('waiting');
      await record(page).click();
      const ran = await misread(page, 'CRAN', 'ran');
      await script.partial(`| ${ran}`);
      await script.hear({ type: 'level', rms: 0.1 });
      await shot('listening');
      await read(page, script, ran, ran, `${ran}.`);
      await expect(verdict(page)).toBeVisible();
      await shot('wrong');
      await button(page, 'Next').click();
      await record(page).click();
      const right = ((await sentence(page).textContent()) ?? '').replace(/[.,?]/g, '');
      await read(page, script, await misread(page, 'Kowalczyk', 'co wall chick'), right, `${right}.`);
      await expect(verdict(page)).toBeVisible();
      await shot('right');
      await page.keyboard.press('Escape');
      await shot('results');
    });
  });
}
