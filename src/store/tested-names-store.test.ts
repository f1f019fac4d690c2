import 'fake-indexeddb/auto';
import { createStore } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { TestedNamesStore } from './tested-names-store';

let stores = 0;
const database = () => createStore(`tests-${++stores}`, 'tests');

describe('TestedNamesStore', () => {
  it('remembers tests from visit to visit, and forgets names that were removed', async () => {
    const kept = database();
    const first = new TestedNamesStore(kept);
    expect(await first.set('ann', { at: 1, right: false })).toBe(true);
    expect(await first.set('ben', { at: 2, right: true })).toBe(true);
    const second = new TestedNamesStore(kept);
    await second.load(new Set(['ann']));
    expect([second.get('ann'), second.get('ben')]).toEqual([{ at: 1, right: false }, undefined]);
    const third = new TestedNamesStore(kept);
    await third.load(new Set(['ann', 'ben']));
    expect(third.get('ben')).toBeUndefined();
  });

  it('takes the later of what this tab and another one tested', async () => {
    const kept = database();
    const [here, there] = [new TestedNamesStore(kept), new TestedNamesStore(kept)];
    await here.set('ann', { at: 5, right: true });
    await there.set('ann', { at: 3, right: false });
    await here.load(new Set(['ann']));
    expect(here.get('ann')).toEqual({ at: 5, right: true });
    await there.set('ann', { at: 9, right: false });
    await here.load(new Set(['ann']));
    expect(here.get('ann')).toEqual({ at: 9, right: false });
  });

  it('works where nothing can be stored', async () => {
    const broken = () => Promise.reject(new Error('full'));
    const store = new TestedNamesStore(broken);
    expect(await store.set('ann', { at: 1, right: true })).toBe(false);
    await store.load(new Set(['ann']));
    expect(store.get('ann')).toEqual({ at: 1, right: true });
  });
});
