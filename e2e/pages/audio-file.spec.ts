import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, tinyManifest } from './bare-page';

const folder = join(import.meta.dirname, '../audio');
const tones = readdirSync(folder).filter((name) => name.startsWith('tone.'));

/** What the worker would get of a file. */
function read(page: Page, name: string, bytes: Buffer) {
  return page.evaluate(
    async ({ name, base64 }) => {
      const file = new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], name);
      const source = await window.bare.openAudioFile(file).catch((error: Error) => error);
      if (source instanceof Error) return { error: `${source.name}: ${source.message}` };
      const { port1, port2 } = new MessageChannel();
      const samples: number[] = [];
      const rates = new Set<number>();
      await new Promise<void>((resolve) => {
        port2.addEventListener('message', ({ data }) => {
          if (data.type === 'finish') return resolve();
          samples.push(...data.samples);
          rates.add(data.sampleRate);
          port2.postMessage({ type: 'taken', ms: (1000 * data.samples.length) / data.sampleRate });
        });
        port2.start();
        source.start(() => port1, 0);
      });
      return { samples, rates: [...rates], totalMs: source.totalMs };
    },
    { name, base64: bytes.toString('base64') },
  );
}

test('there is a tone in each format that is promised', () => {
  expect(tones.toSorted()).toEqual(
    ['flac', 'm4a', 'mp3', 'ogg', 'opus', 'wav', 'webm'].map((format) => `tone.${format}`),
  );
});

for (const name of tones) {
  test(`${name} is decoded at its own rate and mixed to mono`, async ({ page }) => {
    const { samples, rates, totalMs } = await read(page, name, readFileSync(join(folder, name)));
    const rate = rates![0]!;
    // What m4a and webm say of themselves is not read: they are taken for 48 kHz.
    expect(rates).toEqual([{ wav: 16_000, flac: 44_100, mp3: 44_100, ogg: 44_100 }[name.slice(5)] ?? 48_000]);
    expect(totalMs).toBeCloseTo((1000 * samples!.length) / rate, 3);
    expect(totalMs).toBeGreaterThan(1480);
    expect(totalMs).toBeLessThan(1600);
    // In the middle half second: 440 waves a second, and the level.
    const middle = samples!.slice(0.5 * rate, rate);
    const rising = middle.filter((sample, i) => i > 0 && sample >= 0 && middle[i - 1]! < 0).length;
    expect(Math.abs(rising - 220)).toBeLessThanOrEqual(1);
    expect(Math.max(...middle)).toBeGreaterThan(0.23);
    expect(Math.max(...middle)).toBeLessThan(0.27);
  });
}

test('a file that is no audio, or empty, or cut off at its head is refused by name and size', async ({ page }) => {
  const text = await read(page, 'notes.mp3', Buffer.from('this is no audio at all'));
  expect(text.error).toContain('AudioDecodeError: notes.mp3 (23 bytes)');
  expect((await read(page, 'empty.wav', Buffer.alloc(0))).error).toContain('the file is empty');
  const headless = readFileSync(join(folder, 'tone.flac')).subarray(5000);
  expect((await read(page, 'headless.flac', headless)).error).toContain('AudioDecodeError: headless.flac');
});

test('a file is recognized faster than it lasts, with progress, and can be cancelled', async ({ page }) => {
  const { progress, faster, afterAbort } = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'wasm' });
    await recognizer.ready;
    const progress: number[] = [];
    const begun = performance.now();
    for await (const event of recognizer.open({ source: window.bare.noise(20) })) {
      if (event.type === 'progress') progress.push(event.doneMs / event.totalMs);
    }
    const faster = performance.now() - begun < 20_000;
    const cancelled = recognizer.open({ source: window.bare.noise(60) });
    const afterAbort: string[] = [];
    let aborted = false;
    for await (const event of cancelled) {
      if (aborted) afterAbort.push(event.type);
      if (event.type !== 'progress') continue;
      cancelled.abort();
      aborted = true;
    }
    // The next session does not wait for the cancelled one.
    for await (const event of recognizer.open({ source: window.bare.noise(1) }))
      if (event.type === 'error') throw event;
    recognizer.dispose();
    return { progress, faster, afterAbort };
  }, tinyManifest);
  expect(faster).toBe(true);
  expect(progress.at(-1)).toBe(1);
  expect(progress.length).toBeGreaterThan(2);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(afterAbort).toEqual([]);
});
