import { expect, test } from './test';

test('the page opens without a network after one visit', async ({ page, context }) => {
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await expect(page).toHaveTitle('Namesake');
});

test('the recognizer is ready without a network after one visit', async ({ page, context }) => {
  await page.goto('/');
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  // The page has the binary kept once the service worker is there.
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('namesake-wasm')).keys()).length), {
      timeout: 30_000,
    })
    .toBe(1);
  await context.setOffline(true);
  await page.reload();
  await expect(html).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
});
