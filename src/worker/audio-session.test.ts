import { describe, expect, it } from 'vitest';
import { draw, FakeAcousticModel, letters } from '../core/fake-acoustic-model';
import { compileNames } from '../core/name-trie';
import { defaultSearchOptions } from '../core/search-options';
import { defaultEndpoint, type AudioMessage, type SessionEvent, type SessionOptions } from '../protocol/recognizer-api';
import type { FinishedUtterance, Revision } from '../protocol/second-pass-api';
import { AudioSession } from './audio-session';

const options: SessionOptions = { source: 'microphone', endpoint: defaultEndpoint, nBest: 1 };
const seconds = (length: number, rate = 16_000) => new Float32Array(length * rate).fill(0.01);
const audio = (samples: Float32Array, sampleRate = 16_000): AudioMessage => ({ type: 'audio', samples, sampleRate });

/** Eight seconds in which the model hears two words, the second in the last 0.3 s. */
const twoWords = draw(`.._h.i.${'.'.repeat(315)}_y.o.u.`);

function open(given: Partial<SessionOptions> = {}) {
  const events: SessionEvent[] = [];
  const session = new AudioSession({ ...options, ...given }, (event) => events.push(event));
  const { port1, port2 } = new MessageChannel();
  session.attach(port2);
  const told = (type: SessionEvent['type']) => events.filter((event) => event.type === type);
  return { events, session, port: port1, told };
}

const finals = (events: readonly SessionEvent[]) =>
  events.flatMap((event) => (event.type === 'final' ? [event.text] : []));

describe('AudioSession', () => {
  it('recognizes what comes before the model is there and after, and ends when told to', async () => {
    const { session, port, events } = open();
    port.postMessage(audio(seconds(3)));
    let give!: (model: FakeAcousticModel) => void;
    const run = session.run(new Promise((resolve) => (give = resolve)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(finals(events)).toEqual([]);
    give(new FakeAcousticModel(twoWords));
    port.postMessage(audio(seconds(5)));
    port.postMessage({ type: 'finish' });
    await run;
    expect(finals(events)).toEqual(['hi', 'you']);
    expect(events.at(-1)).toEqual({ type: 'end' });
    port.close();
  });

  it('takes any sample rate, also a change in mid-session, and times events by the audio', async () => {
    const { session, port, events } = open();
    port.postMessage(audio(seconds(3, 48_000), 48_000));
    port.postMessage(audio(seconds(5, 44_100), 44_100));
    port.postMessage({ type: 'finish' });
    await session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
    const [, last] = events.filter((event) => event.type === 'final');
    expect(last).toMatchObject({ text: 'you', endMs: 8000 });
    port.close();
  });

  it('reads on from another port', async () => {
    const { session, port, events } = open();
    const run = session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
    port.postMessage(audio(seconds(3)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const next = new MessageChannel();
    session.attach(next.port2);
    next.port1.postMessage(audio(seconds(5)));
    next.port1.postMessage({ type: 'finish' });
    await run;
    expect(finals(events)).toEqual(['hi', 'you']);
    next.port1.close();
  });

  it('tells levels and a silent microphone, but not of a file', async () => {
    const live = open();
    live.port.postMessage(audio(new Float32Array(48_000)));
    live.port.postMessage({ type: 'finish' });
    await live.session.run(Promise.resolve(new FakeAcousticModel(draw(''))));
    expect(live.told('silent-input')).toEqual([{ type: 'silent-input', silent: true }]);
    expect(live.told('level')).toHaveLength(1);

    const file = open({ source: 'file', totalMs: 3000 });
    file.port.postMessage(audio(new Float32Array(48_000)));
    file.port.postMessage({ type: 'finish' });
    await file.session.run(Promise.resolve(new FakeAcousticModel(draw(''))));
    expect([...file.told('silent-input'), ...file.told('level')]).toEqual([]);
    expect(file.told('progress').at(-1)).toEqual({ type: 'progress', doneMs: 3000, totalMs: 3000 });
    for (const { port } of [live, file]) port.close();
  });

  it('tells a file how much of it is recognized, so that it can send more', async () => {
    const { session, port } = open({ source: 'file', totalMs: 2000 });
    let takenMs = 0;
    port.addEventListener('message', ({ data }: MessageEvent<{ ms: number }>) => {
      takenMs += data.ms;
    });
    port.start();
    port.postMessage(audio(seconds(2)));
    port.postMessage({ type: 'finish' });
    await session.run(Promise.resolve(new FakeAcousticModel(draw(''))));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(takenMs).toBeCloseTo(2000, 6);
    port.close();
  });

  it('tells what it costs', async () => {
    const { session, port, told } = open();
    port.postMessage(audio(seconds(3)));
    port.postMessage({ type: 'finish' });
    await session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
    expect(told('stats')[0]).toMatchObject({
      stats: { beam: defaultSearchOptions.beamSize, backlogMs: expect.any(Number) as number },
    });
    port.close();
  });

  it('uses the names that it is given, before and while it runs', async () => {
    const { session, port, events } = open();
    session.setNames(compileNames([{ text: 'High', soundsLike: ['hi'] }], letters));
    port.postMessage(audio(seconds(8)));
    port.postMessage({ type: 'finish' });
    await session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
    expect(finals(events)).toEqual(['High', 'you']);
    port.close();
  });

  it('hears as though there were no list, and is not revised, when it is asked to hear plainly', async () => {
    const high = compileNames([{ text: 'High', soundsLike: ['hi'] }], letters);
    const reviser = {
      setVocabulary: () => Promise.resolve(),
      revise: () => Promise.reject(new Error('expected no question')),
      release: () => Promise.resolve(),
    };
    for (const [heardWith, words] of [
      ['plain', ['hi', 'you']],
      ['first-pass', ['High', 'you']],
    ] as const) {
      const { session, port, events } = open({ heardWith });
      session.setNames(high);
      session.setReviser(reviser);
      port.postMessage(audio(seconds(8)));
      port.postMessage({ type: 'finish' });
      const run = session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
      session.setNames(high);
      await run;
      expect(finals(events)).toEqual(words);
      expect(events.filter((event) => event.type === 'kept' || 'revision' in event)).toEqual([]);
      port.close();
    }
  });

  it('stops at once when aborted: no final, no end', async () => {
    const { session, port, events } = open();
    const run = session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
    port.postMessage(audio(seconds(1)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = events.length;
    session.abort();
    await run;
    expect(events).toHaveLength(before);
    port.close();
  });

  it('ends with an error when the model breaks or never comes', async () => {
    const broken = new FakeAcousticModel(draw(''));
    broken.infer = () => Promise.reject(new Error('out of memory'));
    for (const [model, message] of [
      [() => Promise.resolve(broken), 'out of memory'],
      [() => Promise.reject(new Error('no model')), 'no model'],
    ] as const) {
      const { session, port, events } = open();
      port.postMessage(audio(seconds(1)));
      port.postMessage({ type: 'finish' });
      await session.run(model());
      expect(events.at(-1)).toEqual({ type: 'error', error: { name: 'BackendError', message } });
      port.close();
    }
  });

  it('recognizes what fits when audio comes faster than it can wait, then says why it stopped', async () => {
    const { session, port, events } = open();
    for (let i = 0; i < 61; i++) port.postMessage(audio(seconds(5)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
    expect(finals(events)).toEqual(['hi', 'you']);
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { message: expect.stringContaining('300 s') as string },
    });
    port.close();
  });

  describe('with a second pass', () => {
    const revision = (text: string): Revision => {
      const cost = { audioMs: 1, encoderMs: 1, decoderMs: 1, mergeMs: 1 };
      return { id: text, text, words: [], second: text, decisions: [], cost };
    };

    /** A session of `twoWords` whose finals are revised, with noise of which every sample is another. */
    async function revised(revise: (utterance: FinishedUtterance) => Promise<Revision>, abort = false) {
      const { session, port, events } = open();
      const samples = Float32Array.from({ length: 8 * 16_000 }, (_, index) => index / 1e6);
      const asked: FinishedUtterance[] = [];
      const released: string[] = [];
      session.setReviser({
        setVocabulary: () => Promise.resolve(),
        revise: (utterance) => {
          asked.push(utterance);
          return revise(utterance);
        },
        release: (id) => {
          released.push(id);
          return Promise.resolve();
        },
      });
      port.postMessage(audio(samples.slice()));
      port.postMessage({ type: 'finish' });
      const run = session.run(Promise.resolve(new FakeAcousticModel(twoWords)));
      if (abort) {
        while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
        session.abort();
      }
      await run;
      port.close();
      return { events, asked, released, samples };
    }

    it('gives finals at once and their revisions after, and ends when the last is there', async () => {
      const { events } = await revised(async ({ startMs }) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return revision(`from ${Math.round(startMs)}`);
      });
      const told = events.map((event) => `${event.type}${'utterance' in event ? ` ${event.utterance}` : ''}`);
      for (const utterance of [0, 1]) {
        const [final, revised] = [told.indexOf(`final ${utterance}`), told.indexOf(`revised ${utterance}`)];
        expect(final).toBeGreaterThanOrEqual(0);
        expect(revised).toBeGreaterThan(final);
        expect(events[final]).toMatchObject({ revision: 'pending' });
      }
      expect(told.at(-1)).toBe('end');
    });

    it('hands over the audio of the utterance and a little before, up to the word before it', async () => {
      const { asked, samples, events } = await revised(() => Promise.resolve(revision('x')));
      const [first, second] = events.filter((event) => event.type === 'final');
      for (const [index, final] of [first, second].entries()) {
        const { samples: heard, startMs, emissions, clock } = asked[index];
        const from = Math.round(startMs * 16);
        expect(startMs).toBeLessThanOrEqual(final.startMs);
        expect(startMs).toBeGreaterThanOrEqual(Math.max(0, final.startMs - 500));
        expect(Array.from(heard.subarray(0, 50))).toEqual(Array.from(samples.subarray(from, from + 50)));
        expect(from + heard.length).toBe(Math.round(final.endMs * 16));
        expect(clock.originMs).toBe(final.startMs);
        expect(emissions.frames * clock.frameMs).toBeGreaterThanOrEqual(final.endMs - final.startMs);
      }
      expect(asked[1].startMs).toBeGreaterThanOrEqual(first.words.at(-1)!.endMs);
    });

    it('drops what is pending when it is aborted', async () => {
      const { events, asked, released } = await revised(() => new Promise(() => {}), true);
      expect(released).toEqual([asked[0].id]);
      expect(events.filter(({ type }) => /revised|kept|end/.test(type))).toEqual([]);
    });
  });
});
