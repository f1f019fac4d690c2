import type { Page } from '@playwright/test';
import { chromiumWith } from '../chromium';
import { expect, test, tinyManifest } from './bare-page';

// Chromium's own fake device beeps once a second.
test.use({
  launchOptions: chromiumWith(
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
  ),
});

/** Events of a session of a few seconds, `level` and `stats` left out; `harm` is done after one second. */
function listen(page: Page, harm: 'unplug' | 'unplug for good' | 'suspend') {
  return page.evaluate(
    async ({ manifestUrl, harm }) => {
      const tracks: MediaStreamTrack[] = [];
      const contexts: AudioContext[] = [];
      const { mediaDevices } = navigator;
      const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        if (tracks.length > 0 && harm === 'unplug for good') throw new DOMException('none is left', 'NotFoundError');
        const stream = await getUserMedia(constraints);
        tracks.push(...stream.getAudioTracks());
        return stream;
      };
      window.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options);
          contexts.push(this);
        }
      };

      const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'wasm' });
      await recognizer.ready;
      const session = recognizer.open({ source: window.bare.openMicrophone() });
      const events: string[] = [];
      let levels = 0;
      let levelsAfter = 0;
      for await (const event of session) {
        if (event.type === 'error') events.push(event.error.name);
        else if (event.type === 'interrupted') events.push(`interrupted ${event.interrupted}`);
        else if (['switched', 'end', 'restart'].includes(event.type)) events.push(event.type);
        if (event.type !== 'level') continue;
        if (events.length > 0) levelsAfter++;
        if (++levels === 15) {
          if (harm === 'suspend') await contexts[0]!.suspend();
          else tracks[0]!.dispatchEvent(new Event('ended'));
        }
        if (levels === 60) void session.finish();
      }
      recognizer.dispose();
      return { events, levelsAfter, live: tracks.filter((track) => track.readyState === 'live').length };
    },
    { manifestUrl: tinyManifest, harm },
  );
}

test('a microphone that is unplugged is replaced by another, and the session goes on', async ({ page }) => {
  const { events, levelsAfter, live } = await listen(page, 'unplug');
  expect(events).toEqual(['switched', 'end']);
  expect(levelsAfter).toBeGreaterThan(30);
  expect(live).toBe(0);
});

test('a microphone that is unplugged when there is no other ends the session after what was heard', async ({
  page,
}) => {
  const { events, live } = await listen(page, 'unplug for good');
  expect(events).toEqual(['MicrophoneLostError']);
  expect(live).toBe(0);
});

test('an audio context that the system suspends is woken, and the session goes on', async ({ page }) => {
  const { events, levelsAfter } = await listen(page, 'suspend');
  expect(events).toEqual(['interrupted true', 'interrupted false', 'end']);
  expect(levelsAfter).toBeGreaterThan(30);
});

test('the next session ends the one before, with all it heard, and listens', async ({ page }) => {
  const ends = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl, backend: 'wasm' });
    const ends: string[] = [];
    const follow = async (name: string, session: AsyncIterable<{ type: string }>) => {
      for await (const { type } of session) if (type === 'end' || type === 'error') ends.push(`${name} ${type}`);
    };
    const first = follow('first', recognizer.open({ source: window.bare.openMicrophone() }));
    await recognizer.ready;
    const second = recognizer.open({ source: window.bare.noise(2) });
    await Promise.all([first, follow('second', second)]);
    recognizer.dispose();
    return ends;
  }, tinyManifest);
  expect(ends).toEqual(['first end', 'second end']);
});
