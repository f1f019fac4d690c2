import { expect, test, tinyManifest } from './bare-page';

test('a session adds the written form where that is asked for, and leaves what was heard', async ({ page }) => {
  const heard = await page.evaluate(async (manifestUrl) => {
    const recognizer = window.bare.createRecognizer({ manifestUrl });
    const finals: { text: string; written: string | undefined }[] = [];
    let partials = 0;
    for await (const event of recognizer.open({ source: window.bare.noise(6), written: 'case' })) {
      if (event.type === 'partial' && event.written !== undefined) partials++;
      if (event.type === 'final') finals.push({ text: event.text, written: event.written });
      if (event.type === 'error') throw new Error(event.error.message);
    }
    recognizer.dispose();
    return { finals, partials };
  }, tinyManifest);
  expect(heard.partials).toBeGreaterThan(0);
  expect(heard.finals.length).toBeGreaterThan(0);
  expect(heard.finals[0]!.written).toMatch(/^['’]?\p{Lu}/u);
  for (const { text, written } of heard.finals) expect(written!.trim().toLowerCase()).toBe(text.toLowerCase());
});
