// Stands in for the second pass's worker in specs about the page (src/protocol/second-pass-api.ts): it reads nothing; its
// state is what the spec says, over a BroadcastChannel. What is revised, the scripted recognizer says.
import * as Comlink from './scripted-comlink.mjs';

const channel = new BroadcastChannel('scripted-recognizer');
let tell = () => {};

channel.addEventListener('message', ({ data }) => {
  if (data.type === 'second-pass') tell(data.event);
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
  load(_options, onEvent) {
    tell = onEvent;
    const state = { active: true, reason: 'A spec reads.' };
    onEvent({ type: 'state', state });
    return state;
  },
  setNames() {},
  connect() {},
  dispose() {},
});
