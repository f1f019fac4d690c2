import 'fake-indexeddb/auto';
import { createStore, set } from 'idb-keyval';
import { afterEach, expect, it } from 'vitest';
import { defaultSettings, SettingsStore } from './settings-store';

let rounds = 0;
const open: SettingsStore[] = [];

function openTab(round: number, database = createStore(`settings-${round}`, 'settings')): SettingsStore {
  const tab = new SettingsStore(`settings-${round}`, database);
  open.push(tab);
  return tab;
}

afterEach(() => {
  for (const tab of open.splice(0)) tab.close();
});

it('keeps settings and tells the other tabs', async () => {
  const round = ++rounds;
  const [one, two] = [openTab(round), openTab(round)];
  expect(await one.set({ theme: 'dark', trailingSilenceMs: 1200 })).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(two.settings).toEqual({ ...defaultSettings, theme: 'dark', trailingSilenceMs: 1200 });
  expect(await openTab(round).load()).toEqual(two.settings);
});

it('takes from an older or newer version only what it understands', async () => {
  const database = createStore(`settings-${++rounds}`, 'settings');
  await set('settings', { theme: 'sepia', backend: 'webnn', trailingSilenceMs: 9e9, deviceId: 7, future: 1 }, database);
  expect(await openTab(rounds, database).load()).toEqual({ ...defaultSettings, trailingSilenceMs: 3000 });
});

it('does not let what was kept overrule a change made while it was read', async () => {
  const database = createStore(`settings-${++rounds}`, 'settings');
  await set('settings', { theme: 'dark', welcomed: true }, database);
  const tab = openTab(rounds, database);
  const [settings] = await Promise.all([tab.load(), tab.set({ theme: 'light' })]);
  expect(settings).toEqual({ ...defaultSettings, theme: 'light', welcomed: true });
});

it('works where nothing can be kept, and says so', async () => {
  const tab = openTab(++rounds, () => {
    throw new DOMException('No database here', 'SecurityError');
  });
  expect(await tab.load()).toEqual(defaultSettings);
  expect(await tab.set({ theme: 'dark' })).toBe(false);
  expect(tab.settings.theme).toBe('dark');
});
