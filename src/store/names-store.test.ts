import 'fake-indexeddb/auto';
import { createStore } from 'idb-keyval';
import { afterEach, describe, expect, it } from 'vitest';
import { additionOf, NamesStore, removalOf, replacementOf } from './names-store';

let rounds = 0;
const open: NamesStore[] = [];

/** A tab of the browser number `round`, whose database and channel are its own. */
async function openTab(round: number): Promise<NamesStore> {
  const tab = new NamesStore(`names-${round}`, createStore(`names-${round}`, 'names'));
  open.push(tab);
  await tab.load();
  return tab;
}

const draw = (tab: NamesStore) => tab.names.map((name) => name.text).join(' | ');
const add = (tab: NamesStore, names: string, now = 0) =>
  tab.apply(
    additionOf(
      names.split('|').map((text) => ({ text })),
      now,
    ),
  );
const told = () => new Promise((resolve) => setTimeout(resolve, 20));

afterEach(() => {
  for (const tab of open.splice(0)) tab.close();
});

describe('the list of names', () => {
  it('has the newest addition on top and each addition in its own order', async () => {
    const tab = await openTab(++rounds);
    add(tab, 'a|b', 1);
    add(tab, 'c|d', 2);
    expect(draw(tab)).toBe('c | d | a | b');
  });

  it('is there again in the next tab', async () => {
    const round = ++rounds;
    const tab = await openTab(round);
    add(tab, 'Ann|Ben');
    tab.apply(removalOf([tab.get('ann')!]));
    await tab.saved();
    expect(draw(await openTab(round))).toBe('Ben');
  });

  it('renames in place, and undoes every change exactly', async () => {
    const tab = await openTab(++rounds);
    add(tab, 'a|b|c', 1);
    const changes = [
      () => tab.apply(replacementOf(tab.get('b')!, { text: 'x', boost: 3 })),
      () => tab.apply(replacementOf(tab.get('b')!, { text: 'B' })),
      () => tab.apply(removalOf(tab.names)),
      () => add(tab, 'd|a', 2),
      () => tab.apply(replacementOf(tab.get('b')!, { text: 'c' })),
    ];
    for (const change of changes) {
      const before = tab.names;
      const undo = change();
      expect(tab.names).not.toEqual(before);
      tab.apply(undo);
      expect(tab.names).toEqual(before);
    }
    tab.apply(replacementOf(tab.get('b')!, { text: 'x' }));
    expect(draw(tab)).toBe('a | x | c');
  });
});

describe('two tabs', () => {
  it('show the same list', async () => {
    const round = ++rounds;
    const [one, two] = [await openTab(round), await openTab(round)];
    add(one, 'Ann');
    await told();
    expect(draw(two)).toBe('Ann');
    two.apply(removalOf(two.names));
    await told();
    expect(draw(one)).toBe('');
  });

  it('that edit at once lose no name', async () => {
    const round = ++rounds;
    const [one, two] = [await openTab(round), await openTab(round)];
    add(one, 'Ann|Ben', 1);
    add(two, 'Cy|Dee', 2);
    one.apply(replacementOf(one.get('ann')!, { text: 'Anna' }));
    await told();
    await Promise.all([one.saved(), two.saved()]);
    for (const tab of [one, two, await openTab(round)]) expect(draw(tab)).toBe('Cy | Dee | Anna | Ben');
  });

  it('do not undo a change that comes while the list is read', async () => {
    const round = ++rounds;
    const one = await openTab(round);
    add(one, 'Ann|Ben');
    await one.saved();
    const reading = one.load();
    one.apply(removalOf([one.get('ann')!]));
    add(one, 'Cy', 1);
    await reading;
    expect(draw(one)).toBe('Cy | Ben');
  });
});

describe('a browser that keeps nothing', () => {
  const refuse = () => Promise.reject(new DOMException('The quota is exceeded', 'QuotaExceededError'));

  it('gives a list that works as long as the page is open, and says so', async () => {
    const tab = new NamesStore('refusing', refuse);
    open.push(tab);
    await tab.load();
    add(tab, 'Ann');
    await tab.saved();
    expect(draw(tab)).toBe('Ann');
    expect(tab.keeping).toBe('memory');
  });

  it('gets all that is unsaved once it keeps again', async () => {
    const round = ++rounds;
    const database = createStore(`names-${round}`, 'names');
    let full = false;
    const tab = new NamesStore(`names-${round}`, (mode, use) => (full ? refuse() : database(mode, use)));
    open.push(tab);
    add(tab, 'Ann', 1);
    await tab.saved();
    full = true;
    add(tab, 'Ben', 2);
    tab.apply(removalOf([tab.get('ann')!]));
    await tab.saved();
    expect(tab.keeping).toBe('memory');
    full = false;
    add(tab, 'Cy', 3);
    await tab.saved();
    expect(tab.keeping).toBe('kept');
    expect(draw(await openTab(round))).toBe('Cy | Ben');
  });
});

it('keeps a changed name in its place among 10,000', async () => {
  const tab = await openTab(++rounds);
  add(tab, Array.from({ length: 10_000 }, (_, index) => `Name ${index}`).join('|'));
  await tab.saved();
  const changed = [tab.names.length];
  tab.apply(replacementOf(tab.get('name 5000')!, { text: 'Name 5000', enabled: false }));
  changed.push(tab.names.length);
  expect(changed).toEqual([10_000, 10_000]);
  expect(tab.names[5000]?.enabled).toBe(false);
});
