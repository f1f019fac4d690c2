import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Repair } from '../../src/core/merge/repairs';
import type { NameDecision } from '../../src/core/merge/final-merger';
import { AUTOMATIC_BOOST, type Name } from '../../src/core/name';
import { phonesOf } from '../../src/core/pronunciation/phones';
import type { SoundSpelling } from '../../src/core/pronunciation/sound-speller';
import { chromiumWith } from '../chromium';
import { test as base } from './test';

export { expect } from './test';

/** A microphone that beeps; what it is taken for, the spec says. */
export const beepingMicrophone = { launchOptions: chromiumWith('--use-fake-device-for-media-stream') };

const comlink = join(dirname(createRequire(import.meta.url).resolve('comlink')), '../esm/comlink.mjs');
const worker = join(import.meta.dirname, 'scripted-recognizer.js');
const secondPass = join(import.meta.dirname, 'scripted-second-pass.js');

/** What the spec makes the recognizer do. */
export interface Script {
  /** Whether the model stays on its way until `load`. */
  holdLoading: boolean;
  load(): Promise<void>;
  /** Sends a session event to the page. */
  hear(event: object): Promise<void>;
  /** A partial: `call Ann/1 | on`, stable words before the bar; `/1` marks the words of a name's occurrence. */
  partial(drawn: string, utterance?: number): Promise<void>;
  final(drawn: string, utterance?: number): Promise<void>;
  /** A final whose second reading is awaited, until `revise` or `keep`. */
  pendingFinal(drawn: string, utterance?: number): Promise<void>;
  /**
   * The second reading: `Call Ann/1 now.`; each word stands in place of those of `heard`, one for one. `decision`: why its
   * names were written.
   */
  revise(drawn: string, heard: string, utterance?: number, decision?: NameDecision): Promise<void>;
  keep(utterance?: number): Promise<void>;
  /**
   * What is found when the name has changed: in each utterance that reads `Call [shiv on] now.`, by its number, the name is to
   * stand in place of the words in brackets.
   */
  findRepairs(name: string, drawn: Readonly<Record<number, string>>): Promise<void>;
  /** A final whose phones are these, in ARPAbet. */
  say(phones: string): Promise<void>;
  /** Sends an event of the second pass to the page. */
  tellSecondPass(event: object): Promise<void>;
  /** The worker ends without a word. */
  die(): Promise<void>;
  dieSecondPass(): Promise<void>;
  /** What the last session was to be heard with, and how many its worker has had. */
  heardWith(): Promise<string | undefined>;
  opened(): Promise<number>;
  /** The names that the recognizer was given last. */
  names(): Promise<readonly Name[]>;
  /** How else the model may write them, as it was told with them: by index. */
  spellings(): Promise<readonly (readonly SoundSpelling[])[]>;
}

/** `test` on the page with a recognizer that follows a script: nothing is downloaded and nothing is computed. */
export const test = base.extend<{ script: Script }>({
  serviceWorkers: 'block',
  permissions: ['microphone', 'clipboard-read', 'clipboard-write'],
  script: [
    async ({ context, page }, use) => {
      const script = createScript(page);
      await context.route('**/scripted-comlink.mjs', (route) =>
        route.fulfill(javascript(readFileSync(comlink, 'utf8'))),
      );
      await context.route('**/recognizer.worker*.js', (route) =>
        route.fulfill(javascript(`const HOLD_LOADING = ${script.holdLoading};\n${readFileSync(worker, 'utf8')}`)),
      );
      await context.route('**/second-pass.worker*.js', (route) =>
        route.fulfill(javascript(readFileSync(secondPass, 'utf8'))),
      );
      await page.addInitScript(() => {
        const channel = new BroadcastChannel('scripted-recognizer');
        channel.addEventListener('message', ({ data }) => {
          if (data.type === 'names') {
            Object.assign(window, { scriptedNames: data.names, scriptedSpellings: data.spellings });
          }
          if (data.type === 'opened') Object.assign(window, { scriptedSession: data });
        });
        Object.assign(window, { scriptedChannel: channel });
      });
      await use(script);
    },
    { auto: true },
  ],
});

function createScript(page: Page): Script {
  const tell = (message: object) =>
    page.evaluate((message) => {
      const { scriptedChannel } = window as unknown as { scriptedChannel: BroadcastChannel };
      scriptedChannel.postMessage(message);
    }, message);
  const hear = (event: object) => tell({ type: 'hear', event });
  const finalOf = (drawn: string, utterance: number) => {
    const words = wordsOf(drawn, utterance * 10_000);
    const text = words.map((word) => word.text).join(' ');
    const [startMs, endMs] = [words[0]?.startMs ?? 0, words.at(-1)?.endMs ?? 0];
    return { type: 'final', utterance, text, startMs, endMs, words, alternatives: [] };
  };
  const session = () =>
    page.evaluate(
      () => (window as unknown as { scriptedSession?: { heardWith?: string; count: number } }).scriptedSession,
    );
  return {
    holdLoading: false,
    load: () => tell({ type: 'load' }),
    hear,
    partial(drawn, utterance = 0) {
      const [stable = '', unstable = ''] = drawn.split('|');
      return hear({ type: 'partial', utterance, stable: wordsOf(stable), unstable: wordsOf(unstable) });
    },
    final(drawn, utterance = 0) {
      return hear(finalOf(drawn, utterance));
    },
    pendingFinal: (drawn, utterance = 0) => hear({ ...finalOf(drawn, utterance), revision: 'pending' }),
    revise(drawn, heard, utterance = 0, decision) {
      const heardWords = heard.split(' ');
      const words = wordsOf(drawn, utterance * 10_000).map((word, index) => ({
        ...word,
        from: 'name' in word ? 'beam' : 'second-pass',
        heard: heardWords[index] ?? '',
        read: 'name' in word ? (decision?.replaced ?? word.text) : word.text,
        ...('name' in word && decision && { decision }),
      }));
      const text = words.map((word) => word.text).join(' ');
      const cost = { audioMs: 2000, encoderMs: 100, decoderMs: 140, mergeMs: 20, latencyMs: 300 };
      return hear({
        type: 'revised',
        id: `utterance ${utterance}`,
        utterance,
        text,
        words,
        second: text,
        decisions: [],
        cost,
      });
    },
    findRepairs(name, drawn) {
      const repairs = Object.entries(drawn).map(([utterance, sentence]) => ({
        utterance: `utterance ${utterance}`,
        ...repairOf(name, sentence, Number(utterance)),
      }));
      return tell({ type: 'repairs', repairs });
    },
    keep: (utterance = 0) => hear({ type: 'kept', utterance, reason: 'A spec keeps it.' }),
    say: (phones) => tell({ type: 'say', tokens: Array.from(phonesOf(phones), (phone) => phone + 1) }),
    tellSecondPass: (event) => tell({ type: 'second-pass', event }),
    die: () => tell({ type: 'die' }),
    dieSecondPass: () => tell({ type: 'die-second-pass' }),
    heardWith: async () => (await session())?.heardWith,
    opened: async () => (await session())?.count ?? 0,
    spellings: () =>
      page.evaluate(() => (window as unknown as { scriptedSpellings?: SoundSpelling[][] }).scriptedSpellings ?? []),
    names: () => page.evaluate(() => (window as unknown as { scriptedNames?: Name[] }).scriptedNames ?? []),
  };
}

function repairOf(name: string, drawn: string, utterance: number): Repair {
  const words = wordsOf(drawn, utterance * 10_000);
  const first = words.findIndex(({ text }) => text.startsWith('['));
  const end = words.findIndex(({ text }) => text.includes(']')) + 1;
  const replaced = words.slice(first, end).map(({ text }) => text.replaceAll(/[[\]]/g, ''));
  const [startMs, endMs] = [words[first]?.startMs ?? 0, words[end - 1]?.endMs ?? 0];
  const read = replaced.join(' ');
  const text = name + (/\P{L}*$/u.exec(read)?.[0] ?? '');
  const occurrence = 90 + first;
  const word = { text, startMs, endMs, confidence: 0.9, name: { text: name, occurrence, boost: AUTOMATIC_BOOST } };
  return { replaced: read, startMs, endMs, word: { ...word, from: 'sound', place: { first, end }, heard: read, read } };
}

function wordsOf(drawn: string, startMs = 0) {
  return drawn
    .split(' ')
    .filter((word) => word !== '')
    .map((word, index) => {
      const [text = '', occurrence] = word.split('/');
      const from = startMs + index * 300;
      const name = { text, occurrence: Number(occurrence), boost: AUTOMATIC_BOOST };
      return { text, startMs: from, endMs: from + 250, confidence: 0.9, ...(occurrence !== undefined && { name }) };
    });
}

const javascript = (body: string) => ({
  body,
  contentType: 'text/javascript',
  headers: { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' },
});
