// Stands in for the recognizer's worker in specs about the page: the same contract (src/protocol/recognizer-api.ts),
// but the spec says what is heard, over a BroadcastChannel. Served in place of the built worker by scripted-page.ts,
// which also sets HOLD_LOADING.
import * as Comlink from './scripted-comlink.mjs';

const channel = new BroadcastChannel('scripted-recognizer');
const backend = {
  ep: 'wasm',
  bundle: 'wasm',
  precision: 'fp32',
  threads: 1,
  reason: 'A spec speaks.',
  modelId: 'scripted',
  chunkMs: 384,
  wasmUrls: [],
};

let hear = () => {};
// Sessions of this worker.
let opened = 0;
let told = [];
let load = () => {};
const loading = new Promise((resolve) => (load = resolve));
// eslint-disable-next-line no-undef
if (!HOLD_LOADING) load();

// A final whose phones are `tokens`, each in a frame of its own between silence, as sure as can be.
function finalOf(tokens) {
  const [frames, vocabulary] = [2 * tokens.length + 20, 40];
  const logProbs = new Float32Array(frames * vocabulary).fill(-12);
  const heard = new Map(tokens.map((token, index) => [2 * index + 10, token]));
  for (let frame = 0; frame < frames; frame++) logProbs[frame * vocabulary + (heard.get(frame) ?? 0)] = -1e-4;
  const word = { text: 'name', startMs: 0, endMs: 500, confidence: 0.9 };
  const phones = { logProbs, frames, vocabulary };
  return { type: 'final', utterance: 0, text: 'name', startMs: 0, endMs: 500, words: [word], alternatives: [], phones };
}

channel.addEventListener('message', ({ data }) => {
  if (data.type === 'hear') hear(data.event);
  if (data.type === 'say') hear(finalOf(data.tokens));
  if (data.type === 'load') load();
  if (data.type === 'die') self.close();
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
  async load(_options, onProgress) {
    onProgress({ type: 'download', loadedBytes: 3_200_000, totalBytes: 8_600_000, fromCache: false });
    await loading;
    return backend;
  },
  setNames({ places, fresh }) {
    told = Array.from(places, (place) => (place < 0 ? fresh[-1 - place] : told[place]));
    const names = told.map(({ name }) => name);
    channel.postMessage({ type: 'names', names, spellings: told.map(({ spellings }) => spellings) });
    // As the real one does with a model that writes Latin letters only.
    const skipped = names.flatMap(({ text }, index) => {
      const letters = text.match(/\p{Script=Han}/gu)?.join('');
      return letters === undefined ? [] : [{ index, text, reason: 'unknown-letters', letters }];
    });
    return { active: names.length - skipped.length, skipped, compileMs: 1 };
  },
  open(options, port, onEvent) {
    hear = onEvent;
    opened++;
    channel.postMessage({ type: 'opened', heardWith: options.heardWith, count: opened });
    port.addEventListener('message', ({ data }) => {
      // A file is over when the spec says so.
      if (data.type === 'finish' && options.source === 'microphone') onEvent({ type: 'end' });
    });
    port.start();
    return 1;
  },
  attach() {},
  useSecondPass() {},
  loadLanguage: () => ({ active: false, reason: 'There is none in this script.' }),
  finish: () => hear({ type: 'end' }),
  abort() {},
  dispose() {},
});
