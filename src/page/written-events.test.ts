import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../protocol/recognizer-api';
import { WrittenEvents, type WrittenChoice } from './written-events';

const words = (said: string) =>
  said.split(' ').map((text, index) => ({ text, startMs: 300 * index, endMs: 300 * index + 250, confidence: 1 }));
const cost = { audioMs: 1, encoderMs: 1, decoderMs: 1, mergeMs: 1, latencyMs: 1 };

/** `0:text` a final, `0?text` one that is pending, `0=text` its revision, `0!` none, `0~text` a partial, sure before the bar. */
function eventOf(drawn: string): SessionEvent {
  const [, number, sign, text = ''] = /^(\d)(.)(.*)$/.exec(drawn)!;
  const utterance = Number(number);
  if (sign === '!') return { type: 'kept', utterance, reason: 'slow' };
  if (sign === '~') {
    const [stable, unstable] = text.split('|').map((part) => words(part).filter((word) => word.text !== ''));
    return { type: 'partial', utterance, stable, unstable: unstable ?? [] };
  }
  if (sign === '=') {
    const read = words(text).map((word, first) => ({
      ...word,
      from: 'second-pass' as const,
      heard: 'x',
      read: word.text,
      place: { first, end: first + 1 },
    }));
    return { type: 'revised', id: 'x', utterance, text, words: read, second: text, decisions: [], cost };
  }
  const final = { type: 'final', utterance, text, startMs: 0, endMs: 1, words: words(text), alternatives: [] } as const;
  return sign === '?' ? { ...final, revision: 'pending' } : final;
}

/** What the events say is written of each utterance, put together; partials as `sure|unsure`. */
function write(choice: WrittenChoice, ...drawn: string[]): string {
  const written = new WrittenEvents(choice);
  const texts = new Map<number, string>();
  let live = '';
  for (const one of drawn) {
    for (const event of written.take(eventOf(one))) {
      live = 'stable' in event ? `${event.written?.stable}|${event.written?.unstable}` : '';
      if (event.type === 'final' || event.type === 'revised' || event.type === 'rewritten') {
        texts.set(event.utterance, event.written!);
      }
    }
  }
  return [...texts.values()].join('') + live;
}

describe('the written text of a session', () => {
  it('goes on from utterance to utterance', () => {
    expect(write('signs', '0:call ann comma', '1:then come full stop', '2:i see')).toBe('Call ann, then come. I see');
    expect(write('case', '0:call ann comma', '1:i come')).toBe('Call ann comma I come');
  });

  it('is that of the second reading where there is one, and says what changes before', () => {
    expect(write('signs', '0?hello an', '0=Hello Ann.', '1?comma how are you', '1=Comma. How are you?')).toBe(
      'Hello Ann, how are you?',
    );
    expect(write('signs', '0?hello an', '1:comma how', '0=Hello Ann.')).toBe('Hello Ann, how');
    expect(write('signs', '0?hello', '0=Hello.', '1?full stop', '1=For stop.')).toBe('Hello. For stop.');
  });

  it('begins a sentence after one whose second reading is awaited, where there are any', () => {
    expect(write('signs', '0?ah', '0=Ah.', '1?hello', '2:so i see')).toBe('Ah. Hello So I see');
    expect(write('signs', '0?ah', '0=Ah.', '1?hello', '1!', '2:so i see')).toBe('Ah. Hello so I see');
    expect(write('signs', '0?hello', '1:so i see')).toBe('Hello so I see');
  });

  it('keeps the case of the first word while an utterance is understood', () => {
    const before = ['0?ah', '0=Ah.', '1?hello', '2~|so'];
    expect(write('signs', ...before)).toBe('Ah. Hello| So');
    expect(write('signs', ...before, '1!', '2~so|i')).toBe('Ah. Hello So| I');
    expect(write('signs', ...before, '1!', '2:so i')).toBe('Ah. Hello So I');
  });

  it('leaves half a sign unsure', () => {
    expect(write('signs', '0~i see full|')).toBe('I see| full');
    expect(write('signs', '0~i see full stop|so')).toBe('I see.| So');
    expect(write('case', '0~i see full|')).toBe('I see full|');
  });

  it('forgets what cannot change any more, whatever comes', () => {
    const written = new WrittenEvents('signs');
    for (let utterance = 0; utterance < 9; utterance++) written.take(eventOf(`${utterance}:so`));
    expect(written.take(eventOf('0=Late.'))).toEqual([eventOf('0=Late.')]);
    expect(written.take({ type: 'level', rms: 0 })).toEqual([{ type: 'level', rms: 0 }]);
  });
});
