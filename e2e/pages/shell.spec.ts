import { expect, test } from './test';

test('the page opens under its policy', async ({ page }) => {
  const response = await page.goto('/');
  expect(response?.headers()['content-security-policy']).toContain("default-src 'self'");
  await expect(page).toHaveTitle('Namesake');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a file that is not there is a 404, not the page', async ({ request }) => {
  const response = await request.get('/assets/absent.wasm');
  expect(response.status()).toBe(404);
});
