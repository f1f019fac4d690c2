// Stands in for the second pass's worker in specs about the page (src/protocol/second-pass-api.ts): it reads nothing; its
// state is what the spec says, over a BroadcastChannel. What is revised, the scripted recognizer says.
import * as Comlink from './scripted-comlink.mjs';

// What the real one finds for these names; others it finds nothing for.
const collisions = new Map([
  ['CRAN', { words: ['can', 'ran', 'green'], alike: ['can', 'ran', 'green'], margin: -1.9, boost: 2.5 }],
  ['Redis', { words: ['reddish', 'read', 'red'], alike: ['reddish', 'read', 'red'], margin: 1.4, boost: 4.5 }],
  ['Will', { words: ['will', 'well'], alike: ['will', 'fill', 'wheel'], margin: -5.1, boost: 0 }],
]);
const spellings = new Map([
  [
    'Siobhán',
    [
      { text: '▁shouban', logProb: -1.9 },
      { text: '▁shvon', logProb: -2.3 },
      { text: '▁siobhan', logProb: -2.5 },
      { text: '▁shavan', logProb: -9 },
    ],
  ],
]);
const safeParts = new Map([
  ['Siobhan Murphy', ['Siobhan', 'Murphy']],
  ['Mark Kowalczyk', ['Kowalczyk']],
  ['studio babelsberg', ['babelsberg']],
]);
const common = 'the call please now and than then on an ran can will very well met my friend'.split(' ');
const channel = new BroadcastChannel('scripted-recognizer');
let tell = () => {};
// What the spec lets be found once names have changed, by the names.
let repairs = [];

channel.addEventListener('message', ({ data }) => {
  if (data.type === 'second-pass') tell(data.event);
  if (data.type === 'repairs') repairs = data.repairs;
  if (data.type === 'die-second-pass') self.close();
});

Comlink.expose({
  holdLock: (lock) =>
    new Promise((resolve) => {
      void navigator.locks.request(lock, () => {
        resolve(true);
        return new Promise(() => {});
      });
    }),
  ping: () => {},
  load({ choice }, onEvent) {
    tell = onEvent;
    const off = { active: false, pronounces: true, reason: 'The second pass is switched off.' };
    const state = choice === 'off' ? off : { active: true, pronounces: true, reason: 'A spec reads.' };
    onEvent({ type: 'state', state });
    return state;
  },
  setNames() {},
  collisions: (names) => names.map(({ text }) => collisions.get(text)),
  spellings: (names) => names.map(({ text }) => spellings.get(text) ?? []),
  safeParts: (names) => names.map(({ text }) => safeParts.get(text) ?? []),
  commonAmong: (words) => words.filter((word) => common.includes(word.toLowerCase())),
  repairs: (changed) => repairs.filter(({ word }) => changed.includes(word.name.text)),
  connect() {},
  dispose() {},
});
