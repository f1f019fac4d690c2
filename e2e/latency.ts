// Prints how long people wait for words, in a browser on WASM with both passes in their workers: from the beginning of
// speech to the first partial, from an endpoint to the revised text, and how far recognition lags behind the microphone
// while sentences are read a second time and while they are not. The microphone plays the clip of the fixtures again and
// again. `npm run latency` builds first; `npm run latency -- 60` listens a minute in each way.
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { madeUpNames } from '../src/evaluate/made-up-names';
import type { Bare } from './bare/bare';
import { chromiumWith } from './chromium';
import { fixturePath, fixtures } from './fixtures/fixtures';

const seconds = Number(process.argv[2] ?? 30);
if (!(seconds >= 5)) throw new RangeError(`Expected at least 5 seconds, got ${process.argv[2]}`);

const root = join(import.meta.dirname, 'bare');
const server = await preview({
  root,
  configFile: join(root, 'vite.config.ts'),
  preview: { port: 0 },
  logLevel: 'warn',
});
const browser = await chromium.launch(
  chromiumWith(
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${fixturePath(fixtures.name)}`,
    '--autoplay-policy=no-user-gesture-required',
  ),
);

/** In ms. */
interface Listened {
  readonly firstPartial: number[];
  readonly revisions: number[];
  /** Sound that waits to be recognized, once a second. */
  readonly backlog: number[];
  readonly chunk: number[];
}

async function listen(secondPass: 'on' | 'off'): Promise<Listened> {
  const page = await browser.newPage();
  // tsx names functions by a call that the page does not know.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto(server.resolvedUrls!.local[0]!);
  const listened = await page.evaluate(
    async ({ secondPass, seconds, names }) => {
      const { bare } = window as unknown as { bare: Bare };
      /** A level that is speech: the clip is digital silence between the sentences. */
      const speechRms = 0.003;
      let active = (): void => {};
      const reading = new Promise<void>((resolve) => (active = resolve));
      const recognizer = bare.createRecognizer({
        manifestUrl: 'models/streaming-en/manifest.json',
        backend: 'wasm',
        names: names.map((text) => ({ text })),
        secondPass,
        onSecondPass: (event) => {
          if (event.type === 'state' && (event.state.active || secondPass === 'off')) active();
        },
      });
      await Promise.all([recognizer.ready, reading]);
      const listened = { firstPartial: [], revisions: [], backlog: [], chunk: [] } as Record<string, number[]>;
      const session = recognizer.open({ source: bare.openMicrophone() });
      setTimeout(() => void session.finish(), 1000 * seconds);
      let spokeAt: number | undefined;
      let shown = true;
      for await (const event of session) {
        const now = performance.now();
        if (event.type === 'level' && event.rms > speechRms) spokeAt ??= now;
        if (
          event.type === 'partial' &&
          !shown &&
          spokeAt !== undefined &&
          event.stable.length + event.unstable.length > 0
        ) {
          listened['firstPartial']!.push(now - spokeAt);
          shown = true;
        }
        if (event.type === 'final') {
          spokeAt = undefined;
          shown = false;
        }
        if (event.type === 'revised') listened['revisions']!.push(event.cost.latencyMs);
        if (event.type === 'stats') {
          listened['backlog']!.push(event.stats.backlogMs);
          listened['chunk']!.push(event.stats.chunkMsP50);
        }
        if (event.type === 'error') throw new Error(event.error.message);
      }
      recognizer.dispose();
      return listened;
    },
    { secondPass, seconds, names: madeUpNames(1000) },
  );
  await page.close();
  return listened as unknown as Listened;
}

function row(what: string, values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]?.toFixed(0) ?? '–';
  return `  ${what.padEnd(34)} p50 ${at(0.5).padStart(5)} ms  p95 ${at(0.95).padStart(5)} ms  of ${values.length}\n`;
}

try {
  for (const secondPass of ['off', 'on'] as const) {
    const { firstPartial, revisions, backlog, chunk } = await listen(secondPass);
    process.stdout.write(`Second pass ${secondPass}, 1,000 names, ${seconds} s\n`);
    process.stdout.write(row('from speech to first partial', firstPartial));
    if (secondPass === 'on') process.stdout.write(row('from endpoint to revised text', revisions));
    process.stdout.write(row('sound that waits', backlog));
    process.stdout.write(row('model time per chunk of 384 ms', chunk));
  }
} finally {
  await browser.close();
  await server.close();
}
