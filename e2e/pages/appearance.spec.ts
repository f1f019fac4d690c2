import type { Page } from '@playwright/test';
import { beepingMicrophone, expect, test, type Script } from './scripted-page';

// Without motion colours are what they are at once.
test.use({ ...beepingMicrophone, contextOptions: { reducedMotion: 'reduce' } });

interface Finding {
  readonly text: string;
  readonly colours: string;
  readonly contrast: number;
}

/** Visible texts whose contrast with what is behind them is less than WCAG AA asks for (4.5, large ones 3). */
function findFaintTexts(page: Page): Promise<Finding[]> {
  return page.evaluate(() => {
    type Colour = [number, number, number, number];
    const parse = (colour: string): Colour => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a),
      1,
    ];
    const luminance = ([r, g, b]: Colour) => {
      const linear = (value: number) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const ground = (element: Element): Colour => {
      const own = parse(getComputedStyle(element).backgroundColor);
      if (own[3] === 1 || element.parentElement === null) return own[3] === 1 ? own : [255, 255, 255, 1];
      return over(own, ground(element.parentElement));
    };
    const findings: Finding[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest('.visually-hidden, :disabled, noscript, [aria-hidden=true]') !== null) continue;
      const style = getComputedStyle(element);
      const large = parseFloat(style.fontSize) >= 24;
      const back = ground(element);
      const front = over(parse(style.color), back);
      const [high, low] = [luminance(front), luminance(back)].toSorted((a, b) => b - a) as [number, number];
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < (large ? 3 : 4.5)) findings.push({ text, colours: `${style.color} on ${back.join()}`, contrast });
    }
    return findings;
  });
}

/** The page with something of everything: text, live words, names, an open editor, a notice, a toast. */
async function fill(
  page: Page,
  script: {
    final: (drawn: string) => Promise<void>;
    partial: (drawn: string, utterance: number) => Promise<void>;
    hear: (event: object) => Promise<void>;
  },
): Promise<void> {
  await page.keyboard.press('Alt+d');
  await expect(page.getByRole('button', { name: 'Stop dictation' })).toBeVisible();
  await script.final('please call Anushka/1 now');
  await script.partial('she is | at home', 1);
  await script.hear({ type: 'silent-input', silent: true });
  await page.getByRole('button', { name: /^My names/ }).click();
  const field = page.getByRole('searchbox');
  for (const name of ['Anushka Sharma', '安娜', 'CRAN', '🎉']) {
    await field.fill(name);
    await field.press('Enter');
  }
  await field.fill('');
  await expect(page.locator('.name-row[data-collides]')).toBeVisible();
  await page.getByRole('button', { name: /^CRAN/ }).click();
}

/** The test of names, from the choice to the results, with a look at each step. */
async function readSentence(page: Page, script: Script, look: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Test my names' });
  await page.getByRole('button', { name: 'Test my names' }).click();
  await look();
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await look();
  await dialog.locator('#test-record').click();
  await expect(dialog.locator('#test-record')).toHaveAttribute('aria-label', 'Stop recording');
  await look();
  await page.waitForTimeout(100);
  await script.final('ran came up');
  for (const heardWith of ['plain', 'all']) {
    await expect.poll(() => script.heardWith()).toBe(heardWith);
    await script.final('ran came up');
    await script.hear({ type: 'end' });
  }
  await expect(dialog.locator('.test-verdict')).toBeVisible();
  await look();
  await page.keyboard.press('Escape');
  await look();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('every text has the contrast that WCAG AA asks for', async ({ page, script }) => {
      await page.goto('/');
      expect(await findFaintTexts(page)).toEqual([]);
      await fill(page, script);
      expect(await findFaintTexts(page)).toEqual([]);
      await page.getByRole('button', { name: 'Paste a list' }).click();
      await page.getByRole('textbox', { name: /one per line/ }).fill('Ann, Ann, Ben');
      await expect(page.locator('.import-group')).toBeVisible();
      expect(await findFaintTexts(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await readSentence(page, script, async () => expect(await findFaintTexts(page)).toEqual([]));
      await page.getByRole('button', { name: 'Settings', exact: true }).first().click();
      await page.getByText('Performance').click();
      expect(await findFaintTexts(page)).toEqual([]);
      await page.getByRole('button', { name: 'About Namesake' }).click();
      await page.getByText('Third-party notices').click();
      expect(await findFaintTexts(page)).toEqual([]);
    });
  });
}

test('the theme that is chosen beats the system’s', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('Dark', { exact: true }).click();
  expect(await background()).not.toBe(light);
  expect(await findFaintTexts(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByText('Light', { exact: true }).click();
  expect(await background()).toBe(light);
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true });

  test('nothing is wider than the screen, and everything is large enough to touch', async ({ page, script }) => {
    const check = async () => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      const outside = await page.evaluate(() =>
        [...document.querySelectorAll('button, input, select, textarea, p, h1, h2, h3, li, summary')]
          .filter((element) => element.checkVisibility() && element.closest('.visually-hidden, .name-rows') === null)
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(
            ({ element, box }) =>
              box.width > 1 && (box.right > 360.5 || box.left < -0.5) && !element.classList.contains('visually-hidden'),
          )
          .map(({ element }) => element.outerHTML.slice(0, 80)),
      );
      expect(outside).toEqual([]);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, select, input, summary, textarea')]
          .filter((element) => element.checkVisibility() && !element.classList.contains('visually-hidden'))
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
          .map(({ element, box }) => `${box.width}×${box.height} ${element.outerHTML.slice(0, 80)}`),
      );
      expect(small).toEqual([]);
    };
    await page.goto('/');
    await check();
    await fill(page, script);
    await check();
    await page.getByRole('button', { name: 'Paste a list' }).click();
    await check();
    await page.keyboard.press('Escape');
    await readSentence(page, script, check);
    await page.getByRole('button', { name: 'Close My names' }).click();
    await check();
    await page.setInputFiles('#audio-file', {
      name: `${'long '.repeat(30)}.mp3`,
      mimeType: 'audio/mpeg',
      buffer: Buffer.from('x'),
    });
    await check();
    await page.getByRole('button', { name: 'Settings', exact: true }).first().click();
    await page.getByText('Performance').click();
    await check();
    await page.getByRole('button', { name: 'About Namesake' }).click();
    await check();
  });
});

test('every control has a name and is reached by Tab', async ({ page }) => {
  await page.goto('/');
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, summary, [role]')]
      .filter((element) => element.checkVisibility() && element.matches('button, input, select, textarea, summary'))
      .filter((element) => {
        const labels = (element as HTMLInputElement).labels;
        return (
          (element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '') === '' &&
          (labels?.length ?? 0) === 0
        );
      })
      .map((element) => element.outerHTML.slice(0, 100)),
  );
  expect(nameless).toEqual([]);
  const reached: string[] = [];
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(
        () =>
          document.activeElement?.id ||
          document.activeElement?.getAttribute('aria-label') ||
          document.activeElement?.textContent ||
          '',
      ),
    );
  }
  for (const name of ['open-names', 'open-settings', 'Keyboard help', 'document-text', 'open-audio', 'microphone']) {
    expect(reached).toContain(name);
  }
});

test('windows give the focus back', async ({ page }) => {
  await page.goto('/');
  const names = page.getByRole('button', { name: 'My names' });
  await names.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(names).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(names).toBeFocused();
});
