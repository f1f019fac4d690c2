import { defineConfig } from '@playwright/test';
import { chromiumWith } from './chromium';

/** The recognizer's client without the page: for the specs of worker, capture and model. */
const bare = 'e2e/bare/vite.config.ts';

export default defineConfig({
  testDir: 'pages',
  outputDir: '../.cache/e2e',
  // Recognition keeps every core busy: two specs at once would time each other out.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../.cache/reports/e2e.json' }]],
  use: {
    // Set by `wait` below, so that a server that already runs on the usual port is in nobody's way.
    baseURL: `http://localhost:${process.env['PREVIEW_PORT']}`,
    launchOptions: chromiumWith(),
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  webServer: [
    {
      command: 'npx vite preview --port 0',
      cwd: '..',
      wait: { stdout: /localhost:\D*(?<preview_port>\d+)/ },
    },
    {
      command: `npx vite build -c ${bare} --logLevel warn && npx vite preview -c ${bare} --port 0`,
      cwd: '..',
      wait: { stdout: /localhost:\D*(?<bare_port>\d+)/ },
    },
  ],
});
