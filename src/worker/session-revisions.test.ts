import { beforeEach, describe, expect, it } from 'vitest';
import type { FinalEvent } from '../protocol/recognizer-api';
import type { FinalReviser, FinishedUtterance, Revision } from '../protocol/second-pass-api';
import { type RevisionEvent, SessionRevisions } from './session-revisions';

const cost = { audioMs: 1, encoderMs: 1, decoderMs: 1, mergeMs: 1 };
const revisionOf = (text: string): Revision => ({ id: text, text, words: [], second: text, decisions: [], cost });
const heard = {
  emissions: { logProbs: new Float32Array(6), frames: 3, vocabulary: 2 },
  clock: { originMs: 0, frameMs: 24 },
  languageModel: true,
};

const plain = [{ text: 'y', startMs: 0, endMs: 24, confidence: 0.5 }];

/** A reviser whose answers the test gives, in whatever order. */
class FakeReviser implements FinalReviser {
  readonly asked: FinishedUtterance[] = [];
  readonly answers: { give: (revision: Revision | undefined) => void; fail: (error: Error) => void }[] = [];
  readonly released: string[] = [];

  setVocabulary(): Promise<void> {
    return Promise.resolve();
  }

  revise(utterance: FinishedUtterance): Promise<Revision | undefined> {
    this.asked.push(utterance);
    return new Promise((give, fail) => this.answers.push({ give, fail }));
  }

  release(id: string): Promise<void> {
    this.released.push(id);
    return Promise.resolve();
  }
}

let events: RevisionEvent[];
let now: number;
let revisions: SessionRevisions;
let reviser: FakeReviser;

beforeEach(() => {
  events = [];
  now = 0;
  revisions = new SessionRevisions(
    (event) => events.push(event),
    () => now,
    { patienceMs: 50 },
  );
  reviser = new FakeReviser();
  revisions.setReviser(reviser);
});

function take(utterance: number, seconds = 5): boolean {
  const final: FinalEvent = {
    type: 'final',
    utterance,
    text: 'x',
    startMs: 0,
    endMs: 1000 * seconds,
    words: [],
    alternatives: [{ text: 'x', words: [], score: 0 }],
  };
  return revisions.take(final, { ...heard, readPlain: () => plain }, new Float32Array(10), 0);
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
const told = () => events.map(({ type, utterance }) => `${type} ${utterance}`);

describe('SessionRevisions', () => {
  it('hands on what the utterance reads without names, and whether a language model was there', async () => {
    take(0);
    await settle();
    expect(reviser.asked).toMatchObject([{ plain, languageModel: true }]);
  });

  it('says of each utterance whether it is to be forgotten', async () => {
    take(0);
    await settle();
    revisions = new SessionRevisions(
      (event) => events.push(event),
      () => now,
      { forgotten: true },
    );
    revisions.setReviser(reviser);
    take(1);
    await settle();
    expect(reviser.asked.map(({ forgotten = false }) => forgotten)).toEqual([false, true]);
  });

  it('has one utterance revised after the other, and tells each with its latency', async () => {
    expect([take(0), take(1)]).toEqual([true, true]);
    await settle();
    expect(reviser.asked).toHaveLength(1);
    now = 300;
    reviser.answers[0].give(revisionOf('X'));
    await settle();
    expect(events).toEqual([{ type: 'revised', utterance: 0, ...revisionOf('X'), cost: { ...cost, latencyMs: 300 } }]);
    expect(reviser.asked).toHaveLength(2);
    reviser.answers[1].give(revisionOf('Y'));
    await settle();
    expect(told()).toEqual(['revised 0', 'revised 1']);
  });

  it('takes a copy of the emissions: the view is overwritten by the next chunk', async () => {
    take(0);
    await settle();
    heard.emissions.logProbs.fill(7);
    expect(Array.from(reviser.asked[0].emissions.logProbs)).toEqual([0, 0, 0, 0, 0, 0]);
    heard.emissions.logProbs.fill(0);
  });

  it('takes nothing without a reviser', () => {
    revisions.setReviser(undefined);
    expect(take(0)).toBe(false);
    expect(revisions.wanted).toBe(false);
  });

  it('keeps a final when the reviser has nothing, or fails, and goes on', async () => {
    for (const utterance of [0, 1, 2]) take(utterance);
    await settle();
    reviser.answers[0].give(undefined);
    await settle();
    reviser.answers[1].fail(new Error('out of memory'));
    await settle();
    reviser.answers[2].give(revisionOf('Z'));
    await settle();
    expect(told()).toEqual(['kept 0', 'kept 1', 'revised 2']);
    expect(events[1]).toMatchObject({ reason: 'out of memory' });
  });

  it('keeps all that is pending when the reviser goes, though it never answers', async () => {
    for (const utterance of [0, 1]) take(utterance);
    await settle();
    revisions.setReviser(undefined);
    expect(told()).toEqual(['kept 0', 'kept 1']);
    await revisions.settled();
    // Another one takes the next.
    revisions.setReviser(reviser);
    expect(take(2)).toBe(true);
    await settle();
    reviser.answers.at(-1)!.give(revisionOf('Z'));
    await settle();
    expect(told()).toEqual(['kept 0', 'kept 1', 'revised 2']);
  });

  it('is settled when the last is revised, or when none comes for too long', async () => {
    for (const utterance of [0, 1, 2]) take(utterance);
    await settle();
    let settled = false;
    const whole = revisions.settled().then(() => (settled = true));
    reviser.answers[0].give(revisionOf('X'));
    await settle();
    expect(settled).toBe(false);
    await whole;
    expect(told()).toEqual(['revised 0', 'kept 1', 'kept 2']);
    expect(reviser.released).toHaveLength(1);
  });

  it('drops what is pending without a word, and lets the reviser go', async () => {
    for (const utterance of [0, 1]) take(utterance);
    await settle();
    revisions.drop();
    await revisions.settled();
    reviser.answers[0].give(revisionOf('X'));
    await settle();
    expect(events).toEqual([]);
    expect(reviser.released).toEqual([reviser.asked[0].id]);
    expect(reviser.asked).toHaveLength(1);
  });

  it('bounds what waits: a file is held up, a microphone goes without', async () => {
    expect(take(0, 29)).toBe(true);
    let room = false;
    await revisions.room().then(() => (room = true));
    expect(room).toBe(true);
    expect(take(1, 20)).toBe(true);
    room = false;
    const waiting = revisions.room().then(() => (room = true));
    await settle();
    expect(room).toBe(false);
    expect([take(2, 60), take(3, 60)]).toEqual([true, false]);
    for (let answer = 0; answer < 3; answer++) {
      reviser.answers[answer].give(revisionOf('X'));
      await settle();
    }
    await waiting;
    expect(told()).toEqual(['revised 0', 'revised 1', 'revised 2']);
  });
});
