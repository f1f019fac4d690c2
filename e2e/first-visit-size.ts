// Prints what a first visit downloads, in a browser without WebGPU and in one with it: each file raw and compressed with
// brotli, and the sum of what the first words take. What the second pass takes, which is loaded when they are possible, is
// summed by itself. Fails when what is asked for before the page is ready to dictate (`data-state="ready"` on <html>) holds
// any of that, or when a sum is above the bar. `npm run size` builds first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { chromiumWith, softwareWebGpu } from './chromium';

const limits = {
  /** A minute on a 3 Mbit/s line. */
  totalBytes: 20e6,
  /** Software WebGPU and a cold wasm compiler on two cores. */
  readyMs: 180_000,
  /** The service worker's fetches count too; it is done when nothing was asked for this long. */
  quietMs: 3_000,
};
/** Close to the best (11) at a tenth of its time. */
const brotliQuality = 9;

const root = join(import.meta.dirname, '..');
const cells = (raw: string, brotli: string, path: string) => `${raw.padStart(12)} ${brotli.padStart(12)}  ${path}\n`;
const count = (bytes: number) => bytes.toLocaleString('en-US');

await report('without WebGPU', []);
await report('with WebGPU', softwareWebGpu);

async function report(title: string, flags: readonly string[]): Promise<void> {
  const { paths, early, secondsToReady } = await firstVisit(flags);
  const all = paths.map((path) => ({ path, ...sizes(path) })).toSorted((a, b) => b.brotli - a.brotli);
  const files = all.filter(({ path }) => !isSecondPass(path));
  const raw = files.reduce((sum, file) => sum + file.raw, 0);
  const brotli = files.reduce((sum, file) => sum + file.brotli, 0);
  const later = all.filter(({ path }) => isSecondPass(path)).reduce((sum, file) => sum + file.brotli, 0);

  process.stdout.write(`First visit ${title}: ready after ${secondsToReady.toFixed(1)} s\n`);
  process.stdout.write(cells('raw', `brotli -${brotliQuality}`, 'file'));
  for (const file of files) process.stdout.write(cells(count(file.raw), count(file.brotli), file.path));
  process.stdout.write(cells(count(raw), count(brotli), `${files.length} files`));
  process.stdout.write(`${(brotli / 1e6).toFixed(2)} MB, bar ${limits.totalBytes / 1e6} MB\n`);
  if (brotli > limits.totalBytes) process.exitCode = 1;
  process.stdout.write(`and ${(later / 1e6).toFixed(2)} MB for the second pass, after the page is ready\n\n`);
  const tooEarly = early.filter(isSecondPass);
  if (tooEarly.length > 0) {
    process.stderr.write(`Expected the second pass after the first words are possible, got ${tooEarly.join(', ')}\n`);
    process.exitCode = 1;
  }
}

/** The second pass and its pronunciations; their manifests are part of the shell, for visits without a network. */
function isSecondPass(path: string): boolean {
  return /^\/models\/(?:moonshine-tiny|pronunciations)\/(?!manifest\.json)/.test(path);
}

function sizes(path: string): { readonly raw: number; readonly brotli: number } {
  const bytes = readFileSync(join(root, 'dist', path));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } });
  return { raw: bytes.length, brotli: brotli.length };
}

/** Paths of the files that the server gave to a browser that had never seen it, whoever asked: page, worker, service worker. */
async function firstVisit(
  flags: readonly string[],
): Promise<{ readonly paths: readonly string[]; readonly early: readonly string[]; readonly secondsToReady: number }> {
  const server = await preview({ root, preview: { port: 0, strictPort: false }, logLevel: 'warn' });
  /** By path: when it was first asked for. */
  const given = new Map<string, number>();
  let lastRequest = Date.now();
  server.httpServer.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const asked = Date.now();
    response.on('finish', () => {
      lastRequest = Date.now();
      const path = decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      if (response.statusCode === 200) given.set(path, Math.min(asked, given.get(path) ?? asked));
    });
  });
  const browser = await chromium.launch(chromiumWith(...flags));
  try {
    const page = await browser.newPage();
    await page.addInitScript(noteWhenReady);
    const start = Date.now();
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.locator('html[data-ready-at]').waitFor({ state: 'attached', timeout: limits.readyMs });
    const readyAt = Number(await page.locator('html').getAttribute('data-ready-at'));
    while (Date.now() - lastRequest < limits.quietMs) await page.waitForTimeout(limits.quietMs / 10);
    const early = [...given].filter(([, asked]) => asked < readyAt).map(([path]) => path);
    return { paths: [...given.keys()], early, secondsToReady: (readyAt - start) / 1000 };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs in the page: what waits for it from outside hears of it later, and by then more has been asked for. */
function noteWhenReady(): void {
  new MutationObserver(() => {
    const { dataset } = document.documentElement;
    if (dataset['state'] === 'ready') dataset['readyAt'] ??= String(Date.now());
  }).observe(document, { attributes: true, attributeFilter: ['data-state'], subtree: true });
}
