import type { Page } from '@playwright/test';
import { expect, test } from './scripted-page';

/** What the sound of names tells: common words, spellings, parts. What it is, scripted-second-pass.js says. */

const field = (page: Page) => page.getByRole('searchbox', { name: 'Add or find a name' });
const note = (page: Page) => page.locator('.name-note').first();
const remedies = (page: Page) => page.getByRole('group', { name: 'Near a common word' });

async function add(page: Page, ...names: string[]): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: /^My names/ }).click();
  for (const name of names) {
    await field(page).fill(name);
    await field(page).press('Enter');
  }
}

test('a name that sounds like a common word says so, and its automatic strength is lower', async ({ page, script }) => {
  await add(page, 'Okonkwo', 'CRAN');
  await expect(note(page)).toHaveText('Sounds like “can” and “ran”');
  await expect(page.locator('.name-note').nth(1)).toBeHidden();
  await expect.poll(() => script.names()).toEqual([{ text: 'CRAN', boost: 2.5 }, { text: 'Okonkwo' }]);
  await page.getByRole('button', { name: /^CRAN/ }).click();
  await expect(remedies(page)).toContainText(
    'Sounds like “can” and “ran”. It will only be written when it is said clearly.',
  );
  await expect(page.locator('.strength-shown')).toHaveText('2.5 of 10');
  await page.reload();
  await page.getByRole('button', { name: /^My names/ }).click();
  await expect(note(page)).toHaveText('Sounds like “can” and “ran”');
});

test('that is told also where no sentence is read a second time', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('group', { name: 'Second reading' }).getByText('Off').click();
  await expect(page.locator('#second-pass-state')).toHaveText('The second pass is switched off.');
  await page.getByRole('button', { name: /^My names/ }).click();
  await field(page).fill('CRAN');
  await field(page).press('Enter');
  await expect(note(page)).toHaveText('Sounds like “can” and “ran”');
});

test('remedies are at hand, and undone like any change', async ({ page, script }) => {
  await add(page, 'Will');
  await expect(note(page)).toHaveText('Also the word “will”');
  await page.getByRole('button', { name: /^Will/ }).click();
  await expect(remedies(page).getByRole('button', { name: 'Lower its strength' })).toBeDisabled();
  await remedies(page).getByRole('button', { name: 'Never write it' }).click();
  await expect(page.getByRole('switch', { name: 'Use Will' })).not.toBeChecked();
  await expect(remedies(page)).toBeHidden();
  await page.locator('.names-tools').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('switch', { name: 'Use Will' })).toBeChecked();
  await expect(remedies(page)).toBeVisible();

  await page.locator('.toast').getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('switch', { name: 'Automatic' }).uncheck();
  await page.getByRole('slider', { name: 'Strength' }).fill('6');
  await expect(remedies(page)).toContainText('With this strength it may be written in the word’s place.');
  await remedies(page).getByRole('button', { name: 'Lower its strength' }).click();
  await expect.poll(() => script.names()).toEqual([{ text: 'Will', boost: 5 }]);

  await remedies(page).getByRole('button', { name: 'Say how it sounds' }).click();
  await expect(page.getByRole('textbox', { name: 'Sounds like' })).toBeFocused();
  await remedies(page).getByRole('button', { name: 'Add a word' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Written as' })).toBeFocused();
  await page.keyboard.type('Okafor');
  await page.keyboard.press('Enter');
  await expect(page.locator('.name-text')).toHaveText('Will Okafor');
  await expect(remedies(page)).toBeHidden();
  await expect(note(page)).toHaveText('strength 5');
});

test('the report on a pasted list counts such names', async ({ page }) => {
  await add(page);
  await page.getByRole('button', { name: 'Paste a list' }).click();
  const text = page.getByRole('textbox', { name: /one per line/ });
  await text.fill('Okonkwo, CRAN, Redis');
  await expect(page.locator('.import-group h4')).toHaveText(['Sound like common words (2)']);
  await expect(page.locator('.import-group p')).toHaveText(['CRAN · Redis']);
  await text.fill('Okonkwo');
  await expect(page.locator('.import-group')).toHaveCount(0);
});

test('how the model may write a name is shown, told to the recognizer after the name, and switched off one by one', async ({
  page,
  script,
}) => {
  await add(page, 'Okonkwo', 'Siobhán');
  await expect.poll(async () => (await script.spellings()).map((each) => each.length)).toEqual([4, 0]);
  await page.getByRole('button', { name: /^Siobhán/ }).click();
  const heard = page.getByRole('list', { name: 'May be heard as' });
  // Not its own spelling, and none that is too unlikely for its strength.
  await expect(heard.getByRole('button')).toHaveText(['shouban', 'shvon']);
  await heard.getByRole('button', { name: 'shvon' }).press('Enter');
  await expect(heard.getByRole('button', { name: 'shvon' })).toHaveAttribute('aria-pressed', 'false');
  await expect(heard.getByRole('button', { name: 'shvon' })).toBeFocused();
  await expect.poll(() => script.names()).toEqual([{ text: 'Siobhán', notAs: ['shvon'] }, { text: 'Okonkwo' }]);
  await page.locator('.names-tools').getByRole('button', { name: 'Undo' }).click();
  await expect(heard.getByRole('button', { name: 'shvon' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('switch', { name: 'Automatic' }).uncheck();
  await page.getByRole('slider', { name: 'Strength' }).fill('2.5');
  await expect(heard.getByRole('button')).toHaveText(['shouban']);
  await page.getByRole('button', { name: /^Okonkwo/ }).click();
  await expect(heard).toBeHidden();
});

test('the words of a full name are given to the recognizer where they are safe, unless its switch is off', async ({
  page,
  script,
}) => {
  const whole = { text: 'Siobhan Murphy' };
  const part = (text: string, partOf: string) => ({ text, partOf, boost: 3 });
  await add(page, 'studio babelsberg', 'Mark Kowalczyk', whole.text);
  const others = [{ text: 'Mark Kowalczyk' }, { text: 'studio babelsberg' }];
  const kowalczyk = part('Kowalczyk', 'Mark Kowalczyk');
  await expect
    .poll(() => script.names())
    .toEqual([whole, ...others, kowalczyk, part('Murphy', whole.text), part('Siobhan', whole.text)]);
  await page.getByRole('button', { name: 'Siobhan Murphy', exact: true }).click();
  const parts = page.getByRole('switch', { name: 'Its words alone, too' });
  await expect(parts).toBeChecked();
  await expect(page.locator('.name-parts')).toContainText('“Siobhan” and “Murphy” are written alone, too.');
  await parts.uncheck();
  await expect(page.locator('.name-parts')).toContainText('Only the whole name is written.');
  await expect.poll(() => script.names()).toEqual([{ ...whole, parts: false }, ...others, kowalczyk]);
  await page.locator('.names-tools').getByRole('button', { name: 'Undo' }).click();
  await expect(parts).toBeChecked();

  await page.getByRole('button', { name: 'Mark Kowalczyk', exact: true }).click();
  await expect(page.locator('.name-parts')).toContainText(
    '“Kowalczyk” is written alone, too. “Mark” is too short or too near a common word.',
  );
  // What does not look like a person's has its parts when the user says so; a single word has none.
  await page.getByRole('button', { name: 'studio babelsberg', exact: true }).click();
  await expect(parts).not.toBeChecked();
  await parts.check();
  await expect.poll(() => script.names()).toContainEqual(part('babelsberg', 'studio babelsberg'));
  await page.getByLabel('Written as').fill('babelsberg');
  await page.getByLabel('Written as').press('Enter');
  await expect(page.locator('.name-parts')).toBeHidden();
});
