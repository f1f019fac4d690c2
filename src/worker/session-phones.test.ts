import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhoneDistance } from '../core/pronunciation/phone-distance';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';
import { refuseTake, spokenName } from '../core/pronunciation/spoken-name';
import { shippedModel } from '../core/shipped-model';
import { openModel } from '../evaluate/open-model';
import { decodeWav } from '../evaluate/wav';
import { type AudioMessage, defaultEndpoint, type FinalEvent, type SessionEvent } from '../protocol/recognizer-api';
import type { FinalReviser } from '../protocol/second-pass-api';
import { AudioSession } from './audio-session';
import type { OrtAcousticModel } from './ort-acoustic-model';

/** Somebody says a name, alone. */
const clip = 'e2e/fixtures/alone.wav';
const { alone } = JSON.parse(readFileSync('e2e/fixtures/fixtures.json', 'utf8')) as { alone: { name: string } };

describe('a session that is asked for phones, with the shipped model', { timeout: 60_000 }, () => {
  let model: OrtAcousticModel;
  const pronouncer = new Pronouncer(readPronunciationFile(readFileSync('models/pronunciations/pronunciations.bin')));
  beforeAll(async () => {
    model = await openModel(`models/${shippedModel}`, undefined);
  }, 60_000);
  afterAll(() => model.dispose());

  /** What a session tells of `samples` that come in blocks, as from a microphone. */
  async function hear(samples: Float32Array, phones: boolean, reviser?: FinalReviser): Promise<SessionEvent[]> {
    const events: SessionEvent[] = [];
    const options = { source: 'microphone', endpoint: defaultEndpoint, nBest: 1, phones } as const;
    // As they cross to the page.
    const session = new AudioSession(options, (event) => events.push(structuredClone(event)));
    session.setReviser(reviser);
    const { port1, port2 } = new MessageChannel();
    session.attach(port2);
    for (let at = 0; at < samples.length; at += 480) {
      const message: AudioMessage = { type: 'audio', samples: samples.slice(at, at + 480), sampleRate: 16_000 };
      port1.postMessage(message);
    }
    port1.postMessage({ type: 'finish' });
    await session.run(Promise.resolve(model));
    port1.close();
    return events;
  }

  const said = () => decodeWav(readFileSync(clip), clip).channels[0];
  const finals = (events: readonly SessionEvent[]) =>
    events.filter((event): event is FinalEvent => event.type === 'final');

  it('gives those of a name that is said alone, which tell how it is said', async () => {
    const [final, ...others] = finals(await hear(said(), true));
    expect(others).toEqual([]);
    const { phones } = final;
    if (phones === undefined) throw new Error('Expected phones');
    // Nothing but the utterance's own frames crosses.
    expect(phones.logProbs.buffer.byteLength).toBe(4 * phones.frames * phones.vocabulary);
    expect(refuseTake(phones)).toBeUndefined();
    const heard = spokenName([phones]);
    const distance = new PhoneDistance();
    const far = pronouncer.pronounce(alone.name, 2).map((known) => distance.between(known.phones, heard!.phones));
    expect(Math.min(...far)).toBeLessThan(1);
  });

  it('has no utterance of silence, and none read a second time', async () => {
    expect(finals(await hear(new Float32Array(48_000), true))).toEqual([]);
    let asked = 0;
    const reviser: FinalReviser = {
      setVocabulary: () => Promise.resolve(),
      revise: () => {
        asked++;
        return Promise.resolve(undefined);
      },
      release: () => Promise.resolve(),
    };
    expect(finals(await hear(said(), true, reviser))[0].revision).toBeUndefined();
    expect(asked).toBe(0);
  });

  it('gives none that were not asked for', async () => {
    expect(finals(await hear(said(), false))[0].phones).toBeUndefined();
  });
});
