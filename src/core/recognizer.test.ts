import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { defaultEndpoint } from './endpointer';
import { draw, FakeAcousticModel, letters } from './fake-acoustic-model';
import type { Name } from './name';
import { compileNames } from './name-trie';
import { Recognizer, type RecognitionEvent, type RecognizerOptions } from './recognizer';
import { textOf } from './transcript';

const frameSamples = 384;
const silence = (ms: number) => '.'.repeat(Math.round(ms / 24));
/** Letters with a blank after each, as a sure model writes them: `sp('hi you')` = `_.h.i._.y.o.u.` */
const sp = (text: string) =>
  text
    .split(' ')
    .flatMap((word) => `_${word}`.split(''))
    .map((character) => `${character}.`)
    .join('');

interface Heard {
  readonly events: readonly RecognitionEvent[];
  readonly finals: readonly Extract<RecognitionEvent, { type: 'final' }>[];
  readonly partials: readonly string[];
  readonly texts: readonly string[];
}

/** What is heard of audio that lasts as long as `picture`, in pushes of the lengths that `cut` gives. */
async function hear(
  picture: string,
  options: Partial<RecognizerOptions> = {},
  cut: () => number = () => 500,
  samples = new Float32Array(picture.length * frameSamples),
): Promise<Heard> {
  const events: RecognitionEvent[] = [];
  const recognizer = new Recognizer(
    new FakeAcousticModel(draw(picture)),
    { endpoint: defaultEndpoint, nBest: 3, ...options },
    { event: (event) => events.push(event) },
  );
  for (let at = 0; at < samples.length;) {
    const length = cut();
    await recognizer.push(samples.subarray(at, at + length));
    at += length;
  }
  await recognizer.finish();
  const finals = events.filter((event) => event.type === 'final');
  const partials = events
    .filter((event) => event.type === 'partial')
    .map(({ stable, unstable }) =>
      [stable, unstable].map((words) => words.map(({ text }) => text).join(' ')).join('|'),
    );
  return { events, finals, partials, texts: finals.map(({ text }) => text) };
}

describe('Recognizer', () => {
  it('writes what the model hears, in finals that silence ends', async () => {
    const { texts } = await hear(`${sp('good morning')}${silence(1000)}${sp('how are you')}${silence(300)}`);
    expect(texts).toEqual(['good morning', 'how are you']);
  });

  it('tells of speech, then shows it as it grows, then gives the final', async () => {
    const { events, partials } = await hear(`${silence(1000)}${sp('one two three four five six')}${silence(1000)}`);
    expect(events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1])).toEqual([
      'speechstart',
      'partial',
      'final',
    ]);
    expect(partials.at(-1)).toMatch(/six$/);
    expect(new Set(partials).size).toBe(partials.length);
  });

  it('never takes back what it called stable', async () => {
    const { events } = await hear(`${sp('a few words that go on and on until the end of it')}${silence(1000)}`);
    let stable = '';
    for (const event of events) {
      if (event.type === 'speechstart') continue;
      const words = event.type === 'partial' ? event.stable : event.words;
      const text = words.map((word) => word.text).join(' ');
      expect(text.startsWith(stable)).toBe(true);
      stable = event.type === 'partial' ? text : '';
    }
  });

  it('gives the same events however the audio is cut', async () => {
    const picture = `${silence(600)}${sp('one two')}${silence(900)}${sp('three')}${silence(2000)}${sp('four five')}`;
    const samples = Float32Array.from({ length: picture.length * frameSamples }, (_, i) => Math.sin(i * i));
    const whole = await hear(picture, {}, () => samples.length, samples);
    let state = 1;
    const ragged = () => (state = (state * 75) % 65_537) % 9000;
    expect(whole.texts).toEqual(['one two', 'three', 'four five']);
    expect((await hear(picture, {}, () => 512, samples)).events).toEqual(whole.events);
    expect((await hear(picture, {}, ragged, samples)).events).toEqual(whole.events);
  });

  it('times words and utterances by the stream', async () => {
    const { finals } = await hear(`${silence(2400)}${sp('hi')}${silence(1000)}${sp('you')}`);
    expect(finals[0].words[0]).toMatchObject({ text: 'hi', startMs: 2400 });
    expect(finals[1].words[0].startMs).toBeCloseTo(2400 + 6 * 24 + 1008, 6);
    expect(finals[0].endMs).toBeLessThanOrEqual(finals[1].startMs);
    expect(finals[1].endMs).toBeCloseTo((100 + 6 + 42 + 8) * 24, 6);
  });

  it('goes on from where a session before it stopped', async () => {
    const { finals } = await hear(sp('hi'), { resume: { atMs: 60_000, utterance: 7 } });
    expect(finals[0]).toMatchObject({ utterance: 7, startMs: 60_000 });
  });

  it('is silent about silence', async () => {
    expect((await hear(silence(60_000))).events).toEqual([]);
    expect((await hear('')).events).toEqual([]);
  });

  it('cuts what is too long in its longest pause, and loses no word there', async () => {
    const words = 'one two three four five six seven eight nine ten eleven twelve';
    const said = words.split(' ').map(sp);
    // 240 ms before "nine": shorter than any endpoint, longer than the other gaps.
    said.splice(8, 0, silence(240));
    const { finals, texts } = await hear(said.join(''), { endpoint: { trailingSilenceMs: 800, maxUtteranceMs: 3000 } });
    expect(texts.join(' ')).toBe(words);
    expect(texts[0]).toMatch(/eight$/);
    for (const { startMs, endMs } of finals) expect(endMs - startMs).toBeLessThanOrEqual(3000);
    for (let i = 1; i < finals.length; i++) expect(finals[i].startMs).toBe(finals[i - 1].endMs);
  });

  it('takes a stream as one utterance where no endpoint is wanted', async () => {
    const { texts } = await hear(`${sp('one')}${silence(5000)}${sp('two')}`, { endpoint: undefined });
    expect(texts).toEqual(['one two']);
  });

  it('gives alternatives that differ, best first', async () => {
    const { finals } = await hear(sp('tea time'), { nBest: 4 });
    const { text, alternatives } = finals[0];
    expect(alternatives[0].text).toBe(text);
    expect(new Set(alternatives.map((alternative) => alternative.text)).size).toBe(alternatives.length);
    expect(alternatives.map(({ score }) => score)).toEqual(
      alternatives.map(({ score }) => score).toSorted((a, b) => b - a),
    );
  });

  it('takes a list of names in mid-utterance', async () => {
    const events: RecognitionEvent[] = [];
    const picture = `${sp('call ana')}${silence(200)}`;
    const recognizer = new Recognizer(
      new FakeAcousticModel(draw(picture)),
      { endpoint: defaultEndpoint, nBest: 1 },
      { event: (event) => events.push(event) },
    );
    await recognizer.push(new Float32Array(7000));
    recognizer.setNames(compileNames([{ text: 'Anna', soundsLike: ['ana'] }], letters));
    await recognizer.push(new Float32Array(7000));
    await recognizer.finish();
    expect(events.at(-1)).toMatchObject({ type: 'final', text: 'call Anna', words: [{}, { name: { text: 'Anna' } }] });
  });

  it('resets the model at endpoints only when asked to', async () => {
    const picture = `${sp('one')}${silence(1000)}${sp('two')}${silence(1000)}`;
    const model = new FakeAcousticModel(draw(picture));
    const options = { endpoint: defaultEndpoint, nBest: 1, resetModel: true };
    const recognizer = new Recognizer(model, options, { event: () => {} });
    await recognizer.push(new Float32Array(picture.length * frameSamples));
    expect(model.resets).toBe(2);
  });

  it('passes on that the model broke', async () => {
    const broken = new FakeAcousticModel(draw(''));
    broken.infer = () => Promise.reject(new Error('device lost'));
    const recognizer = new Recognizer(broken, { endpoint: undefined, nBest: 1 }, { event: () => {} });
    await expect(recognizer.push(new Float32Array(7000))).rejects.toThrow('device lost');
  });

  it('gives with each final the emissions that it was read from, which read the same again', async () => {
    const said = Array.from({ length: 6 }, (_, word) => `${sp(`word ${'abcdef'[word]}`)}${silence(240)}`).join('');
    const reread: string[] = [];
    const finals: string[] = [];
    const recognizer = new Recognizer(
      new FakeAcousticModel(draw(`${said}${silence(1000)}${sp('at last')}`)),
      { endpoint: { trailingSilenceMs: 800, maxUtteranceMs: 3000 }, nBest: 1 },
      {
        event: (event, heard) => {
          if (event.type !== 'final') return expect(heard).toBeUndefined();
          finals.push(event.text);
          expect(heard?.clock).toEqual({ originMs: event.startMs, frameMs: 24 });
          reread.push(
            new CtcBeamSearch(letters)
              .decode(heard!.emissions)
              .words.map(({ text }) => text)
              .join(' '),
          );
        },
      },
    );
    await recognizer.push(new Float32Array(Math.ceil((said.length + 60) * frameSamples)));
    await recognizer.finish();
    expect(finals.length).toBeGreaterThan(2);
    expect(reread).toEqual(finals);
  });

  it('gives with a final what it reads without names, where any are listed, but never a name that is not to be written', async () => {
    const plainOf = async (names: readonly Name[], picture: string) => {
      let plain: string | undefined;
      const recognizer = new Recognizer(
        new FakeAcousticModel(draw(`${picture}${silence(300)}`, 0.9)),
        { endpoint: defaultEndpoint, nBest: 1 },
        {
          event: (event, heard) => {
            if (event.type === 'final') plain = heard?.readPlain && `${event.text} | ${textOf(heard.readPlain())}`;
          },
        },
      );
      const negative = names.filter(({ negative }) => negative);
      recognizer.setNames(compileNames(names, letters), compileNames(negative, letters));
      await recognizer.push(new Float32Array((picture.length + 10) * frameSamples));
      await recognizer.finish();
      return plain;
    };
    const anna = { text: 'Anna', boost: 10 };
    expect(await plainOf([], sp('ask anma now'))).toBeUndefined();
    expect(await plainOf([anna], sp('ask bob now'))).toBe('ask bob now | ask bob now');
    expect(await plainOf([anna], sp('ask anma now'))).toBe('ask Anna now | ask anma now');
    const never = { text: 'now', boost: 9, negative: true };
    expect(await plainOf([anna, never], sp('ask anma now'))).toMatch(/^ask Anna (?!now\b).+ \| ask anma (?!now\b)/);
  });
});
