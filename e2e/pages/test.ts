import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** What a page under test may never do: ask another origin for anything, send anything anywhere, throw uncaught. */
export interface Watch {
  readonly violations: readonly string[];
}

/** `test` of all specs: fails the test when the page breaks its promise of privacy or throws. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const violations: string[] = [];
      context.on('request', (request) => {
        const url = new URL(request.url());
        const ownOrigin =
          url.protocol === 'blob:' || url.protocol === 'data:' || url.origin === new URL(baseURL!).origin;
        if (!ownOrigin) violations.push(`request to another origin: ${request.url()}`);
        if (request.postDataBuffer() !== null)
          violations.push(`request with a body: ${request.method()} ${request.url()}`);
      });
      context.on('weberror', (error) => violations.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      await use({ violations });
      base.expect(violations).toEqual([]);
    },
    { auto: true },
  ],
});
