import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumWith, fakeMicrophone } from '../chromium';
import { expect, test, tinyManifest } from './bare-page';

const rate = 48_000;
const gain = 0.3;

const file = join(tmpdir(), `namesake-chirp-${process.pid}.wav`);
// Silence first: the device plays from getUserMedia on, the audio graph is built after it.
writeFileSync(file, wav(Float32Array.from([...new Float32Array(rate), ...chirpAt(rate)])));
test.use({ launchOptions: chromiumWith(...fakeMicrophone(file)) });

test('what the microphone hears reaches the port: whole, in short blocks, at the rate it says', async ({ page }) => {
  const captured = await page.evaluate(async () => {
    const microphone = await window.bare.openMicrophone();
    const { port1, port2 } = new MessageChannel();
    const blocks: number[][] = [];
    const rates = new Set<number>();
    let finishes = 0;
    port2.addEventListener('message', ({ data }) => {
      if (data.type === 'finish') finishes++;
      else {
        blocks.push([...data.samples]);
        rates.add(data.sampleRate);
      }
    });
    port2.start();
    microphone.start(() => port1);
    await new Promise((resolve) => setTimeout(resolve, 5500));
    const flushed = await microphone.finish();
    const count = blocks.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return {
      samples: blocks.flat(),
      lengths: blocks.map((it) => it.length),
      rates: [...rates],
      finishes,
      flushed,
      late: blocks.length - count,
    };
  });
  const [deviceRate] = captured.rates;
  expect(captured).toMatchObject({ rates: [deviceRate], finishes: 1, flushed: true, late: 0 });
  const blockMs = captured.lengths.slice(0, -1).map((length) => (1000 * length) / deviceRate!);
  expect(Math.min(...blockMs)).toBeGreaterThanOrEqual(20);
  expect(Math.max(...blockMs)).toBeLessThanOrEqual(40);

  const heard = Float32Array.from(captured.samples);
  const played = chirpAt(deviceRate!);
  const delay = bestDelay(heard, played);
  // Without the ends, where the device fades.
  const middle = { from: 0.1 * deviceRate!, to: 2.7 * deviceRate! };
  let signal = 0;
  let noise = 0;
  let product = 0;
  for (let i = middle.from; i < middle.to; i++) {
    signal += played[i]! ** 2;
    product += played[i]! * heard[i + delay]!;
    noise += (heard[i + delay]! - played[i]!) ** 2;
  }
  expect(product / signal).toBeCloseTo(1, 1);
  expect(10 * Math.log10(signal / noise)).toBeGreaterThan(18);
});

test('audio that comes before the model waits for it, and none is lost', async ({ page }) => {
  await page.route(`**/${tinyManifest}`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await route.continue();
  });
  const { waited, levels, seconds } = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'wasm' });
    const session = recognizer.open({ source: window.bare.openMicrophone() });
    let waited = 0;
    let levels = 0;
    const begun = performance.now();
    for await (const event of session) {
      if (event.type === 'error') throw new Error(event.error.message);
      if (event.type === 'level' && event.rms > 0.05) levels++;
      if (event.type !== 'stats') continue;
      waited ||= event.stats.backlogMs;
      // All that waited is caught up with.
      if (event.stats.backlogMs < 400) void session.finish();
    }
    recognizer.dispose();
    return { waited, levels, seconds: (performance.now() - begun) / 1000 };
  }, tinyManifest);
  expect(waited).toBeGreaterThan(1500);
  expect(levels).toBeGreaterThan(20);
  expect(levels).toBeLessThan(16 * seconds);
});

/** Three seconds that rise from 100 Hz to 1 kHz: a lost or doubled sample shows as noise from there on. */
function chirpAt(sampleRate: number): Float32Array {
  return Float32Array.from({ length: 3 * sampleRate }, (_, i) => {
    const t = i / sampleRate;
    return gain * Math.sin(2 * Math.PI * (100 * t + 150 * t * t));
  });
}

/** The delay of `heard` at which it is most like `played`, by their first half second. */
function bestDelay(heard: Float32Array, played: Float32Array): number {
  let best = 0;
  let most = -Infinity;
  for (let delay = 0; delay + played.length <= heard.length; delay++) {
    let product = 0;
    for (let i = 0; i < played.length / 6; i += 4) product += played[i]! * heard[i + delay]!;
    if (product > most) [most, best] = [product, delay];
  }
  return best;
}

function wav(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => bytes.writeInt16LE(Math.round(32_767 * sample), 44 + 2 * i));
  return bytes;
}
