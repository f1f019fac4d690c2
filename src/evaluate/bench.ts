/*
 * npm run bench [-- flags]: what a second of audio costs, as ratios within one run, since the milliseconds of a busy
 * machine say little. Everything takes its turn in each run, so that a slow minute hits all alike, and of all runs the best
 * counts. Prints; asserts nothing.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import type { AcousticModel } from '../core/acoustic-model';
import { CtcBeamSearch } from '../core/beam-search';
import type { Emissions } from '../core/emissions';
import { defaultEndpoint } from '../core/endpointer';
import type { LanguageModel } from '../core/language-model/language-model';
import type { Name } from '../core/name';
import { NameCompiler, type NameTrie } from '../core/name-trie';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import { Recognizer } from '../core/recognizer';
import { shippedModel } from '../core/shipped-model';
import { speechOfManifest, speechOfModel } from './bench-speech';
import { BestTimes } from './best-times';
import { flagHelp, readFlags, textFlag, wholeNumberFlag } from './flags';
import { madeUpNames } from './made-up-names';
import { openLanguage } from './open-language';
import { openModel } from './open-model';
import { openPronouncer, openVariants } from './open-pronouncer';
import { RecordingModel } from './recording-model';
import { ReplayingModel } from './replaying-model';
import { SPEECH_RATE } from './speech';
import { UsageError } from './usage-error';

const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'speech to run on (default: the second that comes with the model, repeated)'),
  limit: wholeNumberFlag('how many utterances of it', 1, 5),
  model: textFlag('DIR', `folder of the model (default models/${shippedModel})`),
  runs: wholeNumberFlag('how often to measure everything', 1, 5),
} as const;

const LIST_SIZES = [0, 100, 1_000, 10_000];
/** What comes into a list when it is edited. */
const ANOTHER: Name = { text: 'Zoltan Quarrie' };
/** A search is done with ten seconds of speech in some milliseconds: too short to time once. It is repeated so often, or for so long. */
const [DECODES, DECODES_MS] = [20, 500];
/** Fetched by the recipe in models/, never a dependency. */
const MOONSHINE = '.cache/moonshine-0.1.29/package/dist/model/tiny/quantized/encoder_model.onnx';

async function bench(args: readonly string[]): Promise<void> {
  const { manifest, limit, model: folder = `models/${shippedModel}`, runs } = readFlags(args, FLAGS);
  const model = await openModel(folder, undefined);
  const speech = await (manifest === undefined ? speechOfModel(folder, model) : speechOfManifest(manifest, limit));
  const seconds = speech.length / SPEECH_RATE;
  const language = await openLanguage('on');
  const moonshine = await openMoonshine();
  const emissions = await record(model, speech);
  const lists = LIST_SIZES.map((size) => madeUpNames(size).map((text) => ({ text })));
  // As the page tells them: with what the model may write for their sound.
  const known = new Map<string, readonly SoundSpelling[]>();
  const spell = await openVariants(await openPronouncer());
  for (const name of [...lists.at(-1)!, ANOTHER]) known.set(name.text, spell(name));
  const variants = ({ text }: Name) => known.get(text) ?? [];
  const best = new BestTimes();
  for (let run = 0; run < runs; run++) {
    await timeStream('pipeline', model, speech, undefined, best);
    if (moonshine !== undefined) await timeMoonshine(moonshine, speech, best);
    for (const names of lists) {
      const size = names.length;
      const compiler = new NameCompiler(model.vocabulary);
      const trie = best.time(`compile ${size}`, () => compiler.compile(names, variants));
      best.time(`edit ${size}`, () => compiler.compile([...names.slice(1), ANOTHER], variants));
      const active = size > 0 ? trie : undefined;
      timeDecoder(`${size}`, model, emissions, active, undefined, best);
      timeDecoder(`language ${size}`, model, emissions, active, language, best);
      await timeStream(`stream ${size}`, new ReplayingModel(model, emissions), speech, active, best);
    }
  }
  await model.dispose();
  await moonshine?.release();
  process.stdout.write(`${seconds.toFixed(1)} s of speech, best of ${runs} runs\n\n`);
  process.stdout.write(`${table(best, seconds, moonshine !== undefined)}\n`);
}

async function record(model: AcousticModel, speech: Float32Array): Promise<Emissions> {
  const recording = new RecordingModel(model);
  await timeStream('recording', recording, speech, undefined, new BestTimes());
  return recording.recorded();
}

/** The whole pipeline over `speech`: all of it, the model's part and the rest's. */
async function timeStream(
  what: string,
  model: AcousticModel,
  speech: Float32Array,
  names: NameTrie | undefined,
  best: BestTimes,
): Promise<void> {
  let modelMs = 0;
  let decoderMs = 0;
  const times = (chunkModelMs: number, chunkDecoderMs: number) => {
    modelMs += chunkModelMs;
    decoderMs += chunkDecoderMs;
  };
  const listener = { event: () => undefined, times };
  const recognizer = new Recognizer(model, { endpoint: defaultEndpoint, nBest: 1 }, listener, () => performance.now());
  model.reset();
  recognizer.setNames(names);
  const start = performance.now();
  await recognizer.push(speech);
  await recognizer.finish();
  best.take(what, performance.now() - start);
  best.take(`${what} model`, modelMs);
  best.take(`${what} decoder`, decoderMs);
}

/** The search alone, and how long a new list takes to come into force while a hypothesis stands. */
function timeDecoder(
  what: string,
  { vocabulary }: AcousticModel,
  emissions: Emissions,
  names: NameTrie | undefined,
  language: LanguageModel | undefined,
  best: BestTimes,
): void {
  const search = new CtcBeamSearch(vocabulary);
  search.setLanguage(language);
  search.step(emissions);
  best.time(`swap ${what}`, () => search.setNames(names));
  const start = performance.now();
  let [decodes, ms] = [0, 0];
  while (decodes < DECODES && ms < DECODES_MS) {
    search.decode(emissions);
    decodes++;
    ms = performance.now() - start;
  }
  best.take(`search ${what}`, ms / decodes);
}

async function openMoonshine(): Promise<ort.InferenceSession | undefined> {
  if (!existsSync(MOONSHINE)) return undefined;
  return ort.InferenceSession.create(await readFile(MOONSHINE), { executionProviders: ['wasm'], logSeverityLevel: 3 });
}

async function timeMoonshine(session: ort.InferenceSession, speech: Float32Array, best: BestTimes): Promise<void> {
  const samples = new ort.Tensor('float32', speech, [1, speech.length]);
  const start = performance.now();
  const outputs = await session.run({ [session.inputNames[0]!]: samples });
  best.take('moonshine', performance.now() - start);
  for (const output of Object.values(outputs)) output.dispose();
}

function table(best: BestTimes, seconds: number, hasMoonshine: boolean): string {
  const lines: string[] = [];
  const add = (what: string, ms: number, note = '') => {
    const rtf = (ms / 1000 / seconds).toFixed(5);
    lines.push(`${what.padEnd(46)} RTF ${rtf}  ${ms.toFixed(2).padStart(9)} ms  ${note}`.trimEnd());
  };
  const pipeline = best.get('pipeline');
  const share = (ms: number) => `${((100 * ms) / pipeline).toFixed(1)} % of the pipeline`;
  add('pipeline, one WASM thread', pipeline);
  add('  model', best.get('pipeline model'), share(best.get('pipeline model')));
  add('  decoder, end points and partials', best.get('pipeline decoder'), share(best.get('pipeline decoder')));
  if (hasMoonshine) {
    const moonshine = best.get('moonshine');
    add('Moonshine-tiny encoder, whole audio at once', moonshine, `pipeline is ${ratio(pipeline, moonshine)}`);
  } else {
    lines.push(`Moonshine-tiny encoder: ${MOONSHINE} is missing; python models/recipe/moonshine.py fetches it`);
  }
  for (const size of LIST_SIZES) {
    const ms = best.get(`stream ${size} decoder`);
    const note = `${ratio(ms, best.get('stream 0 decoder'))} without names`;
    add(`decoder, end points and partials, ${count(size)} names`, ms, note);
  }
  for (const size of LIST_SIZES) {
    const ms = best.get(`search ${size}`);
    add(`search alone, ${count(size)} names`, ms, `${ratio(ms, best.get('search 0'))} without names`);
  }
  for (const size of LIST_SIZES) {
    const ms = best.get(`search language ${size}`);
    const [none, plain] = [best.get('search language 0'), best.get(`search ${size}`)];
    const note = `${ratio(ms, none)} without names, ${ratio(ms, plain)} without the language model`;
    add(`search with a language model, ${count(size)} names`, ms, note);
  }
  for (const size of LIST_SIZES.slice(1)) {
    const [compile, edit, swap] = [best.get(`compile ${size}`), best.get(`edit ${size}`), best.get(`swap ${size}`)];
    const times = `compiled in ${compile.toFixed(1)} ms, one changed in ${edit.toFixed(1)} ms, swapped in in ${swap.toFixed(2)} ms`;
    lines.push(`${count(size)} names: ${times}`);
  }
  return lines.join('\n');
}

function ratio(part: number, whole: number): string {
  return `${(part / whole).toFixed(2)} x`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`npm run bench [-- flags]\n\n${flagHelp(FLAGS)}\n`);
} else {
  try {
    await bench(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
