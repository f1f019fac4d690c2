import { describe, expect, it } from 'vitest';
import { createPage, dismiss, isTranscribing, notify, stateWord, settled } from './page-state';

describe('the page’s state', () => {
  it('is told to those who watch a part of it, when that part changes', () => {
    const page = createPage();
    const seen: string[] = [];
    const stop = page.watch(
      (state) => state.dictation,
      (dictation) => seen.push(dictation),
    );
    page.change({ level: 0.5 });
    page.change({ dictation: 'listening' });
    page.change({ dictation: 'listening' });
    stop();
    page.change({ dictation: 'idle' });
    expect(seen).toEqual(['idle', 'listening']);
  });

  it('is one word for scripts', () => {
    const page = createPage();
    const error = { name: 'BackendError', message: '' } as const;
    const word = (change: Parameters<typeof page.change>[0]) => {
      page.change(change);
      return stateWord(page.state);
    };
    expect(stateWord(page.state)).toBe('loading');
    expect(word({ dictation: 'opening' })).toBe('listening');
    expect(word({ dictation: 'idle', model: { phase: 'warming-up' } })).toBe('loading');
    expect(word({ model: { phase: 'failed', error } })).toBe('error');
    expect(word({ model: { phase: 'absent' }, dictation: 'failed' })).toBe('error');
  });

  it('has one notice of each kind', () => {
    const page = createPage();
    notify(page, { id: 'a', tone: 'info', text: 'one' });
    notify(page, { id: 'b', tone: 'info', text: 'two' });
    notify(page, { id: 'a', tone: 'error', text: 'three' });
    dismiss(page, 'c');
    expect(page.state.notices.map((notice) => notice.text)).toEqual(['two', 'three']);
    dismiss(page, 'a');
    expect(page.state.notices.map((notice) => notice.text)).toEqual(['two']);
  });

  it('knows whether a file is being transcribed', () => {
    const page = createPage();
    const file = { id: 1, name: 'a', doneMs: 0, totalMs: 0 };
    page.change({ files: [{ ...file, phase: 'waiting' }] });
    expect(isTranscribing(page.state)).toBe(false);
    page.change({ files: [{ ...file, phase: 'running' }] });
    expect(isTranscribing(page.state)).toBe(true);
  });
});

describe('settled', () => {
  it('is so at once when no second reading is awaited', async () => {
    expect(await settled(createPage(), 10_000)).toBe(true);
  });

  it('waits for the last of them', async () => {
    const page = createPage();
    page.change({ revising: 2 });
    const whole = settled(page, 10_000);
    page.change({ revising: 1 });
    page.change({ revising: 0 });
    page.change({ revising: 1 });
    expect(await whole).toBe(true);
  });

  it('waits no longer than it has patience', async () => {
    const page = createPage();
    page.change({ revising: 1 });
    expect(await settled(page, 5)).toBe(false);
  });
});
