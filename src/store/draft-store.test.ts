import 'fake-indexeddb/auto';
import { createStore, keys } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { DraftStore, type Draft } from './draft-store';

/** Exclusive locks of one browser; a tab's locks are freed when it closes, as browsers do. */
class Browser {
  readonly #held = new Map<string, Tab>();
  readonly #waiting: (() => void)[] = [];
  readonly database = createStore(`drafts-${crypto.randomUUID()}`, 'drafts');

  openTab(): Tab {
    const tab: Tab = {
      claim: (rememberedId) => DraftStore.claim(rememberedId, this.#locksOf(tab), this.database),
      close: () => {
        for (const [name, holder] of this.#held) if (holder === tab) this.#held.delete(name);
        for (const retry of this.#waiting.splice(0)) retry();
      },
    };
    return tab;
  }

  #locksOf(tab: Tab): LockManager {
    const request = (name: string, options: LockOptions, granted: (lock: Lock | null) => unknown): Promise<void> =>
      new Promise((resolve, reject) => {
        const attempt = () => {
          if (!this.#held.has(name)) {
            this.#held.set(name, tab);
            granted({ name, mode: 'exclusive' });
          } else if (options.ifAvailable === true) {
            granted(null);
            resolve();
          } else {
            this.#waiting.push(attempt);
            options.signal?.addEventListener('abort', () => reject(new DOMException('waited', 'TimeoutError')));
          }
        };
        attempt();
      });
    const query = () => Promise.resolve({ held: [...this.#held.keys()].map((name) => ({ name })), pending: [] });
    return { request, query } as unknown as LockManager;
  }
}

interface Tab {
  claim(rememberedId?: string): Promise<DraftStore>;
  close(): void;
}

const draft = (text: string, savedAt = 0): Draft => ({ paragraphs: [{ runs: [{ text }] }], savedAt });
const read = async (store: DraftStore) => (await store.load())?.paragraphs[0]?.runs[0]?.text;

describe('the draft of a tab', () => {
  it('is there after a reload, also when the old page is slow to go', async () => {
    const browser = new Browser();
    const before = browser.openTab();
    const store = await before.claim();
    await store.save(draft('hello'));
    setTimeout(() => before.close(), 50);
    expect(await read(await browser.openTab().claim(store.id))).toBe('hello');
  });

  it('is not shared with a copy of the tab', async () => {
    const browser = new Browser();
    const store = await browser.openTab().claim();
    await store.save(draft('hello'));
    const copy = await browser.openTab().claim(store.id);
    expect(copy.id).not.toBe(store.id);
    expect(await read(copy)).toBeUndefined();
  });

  it('that a crash left behind goes to the next tabs, newest first', async () => {
    const browser = new Browser();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await (await one.claim()).save(draft('older', 1));
    await (await two.claim()).save(draft('newer', 2));
    one.close();
    two.close();
    expect(await read(await browser.openTab().claim())).toBe('newer');
    expect(await read(await browser.openTab().claim())).toBe('older');
    expect(await read(await browser.openTab().claim())).toBeUndefined();
  });

  it('is forgotten when its text is cleared', async () => {
    const browser = new Browser();
    const store = await browser.openTab().claim();
    await store.save(draft('hello'));
    await store.save(draft(''));
    expect(await keys(browser.database)).toEqual([]);
  });
});

it('forgets the oldest of many drafts that were left behind', async () => {
  const browser = new Browser();
  for (let index = 0; index < 30; index++) {
    const store = await browser.openTab().claim(`tab ${index}`);
    await store.save(draft(`text ${index}`, index));
  }
  const later = await DraftStore.claim(undefined, noLocks, browser.database);
  expect(await read(later)).toBe('text 29');
  expect(await keys(browser.database)).toHaveLength(20);
});

/** As after a crash of the whole browser: no tab holds anything. */
const noLocks = {
  request: (_name: string, _options: LockOptions, granted: (lock: Lock) => unknown) => {
    granted({ name: '', mode: 'exclusive' });
    return Promise.resolve();
  },
  query: () => Promise.resolve({ held: [], pending: [] }),
} as unknown as LockManager;
