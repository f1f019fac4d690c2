import { chromiumWith } from '../chromium';
import { expect, test, tinyManifest } from './bare-page';

// A device, but no permission: without a person to ask, Chromium refuses.
test.use({ launchOptions: chromiumWith('--use-fake-device-for-media-stream') });

test("a microphone that is denied is the session's error, and the recognizer lives on", async ({ page }) => {
  const events = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'wasm' });
    const events: string[] = [];
    for await (const event of recognizer.open({ source: window.bare.openMicrophone() })) {
      events.push(event.type === 'error' ? event.error.name : event.type);
    }
    for await (const event of recognizer.open({ source: window.bare.noise(1) })) {
      if (event.type === 'end') events.push(event.type);
    }
    recognizer.dispose();
    return events;
  }, tinyManifest);
  expect(events).toEqual(['MicrophoneDeniedError', 'end']);
});
