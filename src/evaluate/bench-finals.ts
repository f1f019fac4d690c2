/*
 * npm run bench:finals [-- flags]: how long a finished utterance waits for its last words, from the endpoint to the revised
 * text, through the classes that run in the browser: a session of the recognizer's worker, the second pass's service at the
 * other end of a port, names and their scoring included. Prints; asserts nothing.
 */

import { existsSync } from 'node:fs';
import { wrap } from 'comlink';
import { compileNames } from '../core/name-trie';
import { shippedModel } from '../core/shipped-model';
import { defaultEndpoint, type RevisedEvent, type SessionEvent } from '../protocol/recognizer-api';
import type { FinalReviser } from '../protocol/second-pass-api';
import { AudioSession } from '../worker/audio-session';
import { nextTask } from '../worker/next-task';
import type { OrtAcousticModel } from '../worker/ort-acoustic-model';
import { SecondPassService } from '../worker/second-pass-service';
import { speechOfModel } from './bench-speech';
import { flagHelp, readFlags, textFlag, wholeNumberFlag } from './flags';
import { madeUpNames } from './made-up-names';
import { readManifest } from './manifest';
import { openLanguage } from './open-language';
import { openModel } from './open-model';
import { openPronouncer } from './open-pronouncer';
import { openSecondPass, SECOND_PASS_FOLDER } from './open-second-pass';
import { concatenate, readSpeech, SPEECH_RATE } from './speech';
import { UsageError } from './usage-error';

const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'clips to hear (default: the second that comes with the model, repeated)'),
  seconds: wholeNumberFlag('length of the utterances; clips up to half a second shorter or longer are taken', 1, 5),
  limit: wholeNumberFlag('how many utterances', 1, 20),
  names: wholeNumberFlag('how many names are listed', 0, 1000),
} as const;

/** Silence after each clip: more than ends an utterance. */
const SILENCE_SECONDS = 1.2;

/** What the second pass costs per utterance, in ms. */
interface Cost extends Pick<RevisedEvent['cost'], 'audioMs' | 'latencyMs' | 'encoderMs' | 'decoderMs' | 'mergeMs'> {
  /** Time that a processor worked from the endpoint to the revised text: what an idle machine would take. */
  readonly cpuMs: number;
}

async function bench(args: readonly string[]): Promise<void> {
  const { manifest, seconds, limit, names: count } = readFlags(args, FLAGS);
  if (!existsSync(SECOND_PASS_FOLDER)) throw new UsageError(`${SECOND_PASS_FOLDER} is missing: npm run second-pass`);
  const model = await openModel(`models/${shippedModel}`, undefined);
  const names = madeUpNames(count).map((text) => ({ text }));
  const language = await openLanguage('on');
  const [second, pronouncer] = [await openSecondPass(), await openPronouncer()];
  const service = new SecondPassService({
    openSounds: () => Promise.resolve({ pronouncer, commonWords: [] }),
    openModel: () => Promise.resolve(second),
    memory: undefined,
    clock: () => performance.now(),
    nextTask,
    wasmUrls: () => [],
  });
  await service.load({ manifestUrl: '', pronunciationsUrl: '', choice: 'on' }, () => {});
  await service.setNames(names);
  const { port1, port2 } = new MessageChannel();
  await service.connect(port1);
  const reviser = wrap<FinalReviser>(port2);
  const { pieces, blank } = model.vocabulary;
  await reviser.setVocabulary({ pieces, blank });

  const costs: Cost[] = [];
  for await (const speech of clips(manifest, seconds, limit, model)) {
    let endpoint = process.cpuUsage();
    const session = new AudioSession({ source: 'file', endpoint: defaultEndpoint, nBest: 5 }, (event: SessionEvent) => {
      if (event.type === 'final') endpoint = process.cpuUsage();
      if (event.type === 'revised') {
        const { user, system } = process.cpuUsage(endpoint);
        costs.push({ ...event.cost, cpuMs: (user + system) / 1000 });
      }
      if (event.type === 'error') throw new Error(event.error.message);
    });
    session.setNames(count === 0 ? undefined : compileNames(names, model.vocabulary));
    session.setLanguage(language);
    session.setReviser(reviser);
    const audio = new MessageChannel();
    session.attach(audio.port2);
    const samples = concatenate([speech, new Float32Array(SILENCE_SECONDS * SPEECH_RATE)]);
    audio.port1.postMessage({ type: 'audio', samples, sampleRate: SPEECH_RATE });
    audio.port1.postMessage({ type: 'finish' });
    await session.run(Promise.resolve(model));
    audio.port1.close();
  }
  port1.close();
  await service.dispose();
  await model.dispose();
  process.stdout.write(`${table(costs, count)}\n`);
}

/** Utterances of about `seconds`, 16 kHz. */
async function* clips(
  manifest: string | undefined,
  seconds: number,
  limit: number,
  model: OrtAcousticModel,
): AsyncGenerator<Float32Array> {
  if (manifest === undefined) {
    const speech = await speechOfModel(`models/${shippedModel}`, model);
    for (let clip = 0; clip < limit; clip++) yield speech.slice(0, seconds * SPEECH_RATE);
    return;
  }
  const all = await readManifest(manifest);
  const fitting = all.filter((clip) => Math.abs(clip.seconds - seconds) <= 0.5).slice(0, limit);
  for (const clip of fitting) {
    const parts: Float32Array[] = [];
    for await (const { samples } of readSpeech({ id: clip.id, clips: [clip] })) parts.push(samples);
    yield concatenate(parts);
  }
}

function table(costs: readonly Cost[], names: number): string {
  if (costs.length === 0) return 'Nothing was revised';
  const row = (what: string, valueOf: (cost: Cost) => number) => {
    const sorted = costs.map(valueOf).toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!.toFixed(0).padStart(6);
    return `${what.padEnd(40)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms`;
  };
  const audio = costs.reduce((sum, { audioMs }) => sum + audioMs, 0);
  const read = costs.reduce((sum, { encoderMs, decoderMs }) => sum + encoderMs + decoderMs, 0);
  return [
    `${costs.length} utterances, ${(audio / costs.length / 1000).toFixed(1)} s read of each, ${names} names listed`,
    row('from endpoint to revised text', ({ latencyMs }) => latencyMs),
    row('  time of a processor in it', ({ cpuMs }) => cpuMs),
    row('  encoder', ({ encoderMs }) => encoderMs),
    row('  decoder', ({ decoderMs }) => decoderMs),
    row('  merge, with names and their scoring', ({ mergeMs }) => mergeMs),
    `real-time factor of reading ${(read / audio).toFixed(3)}`,
  ].join('\n');
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`npm run bench:finals [-- flags]\n\n${flagHelp(FLAGS)}\n`);
} else {
  try {
    await bench(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
// The channel that lets the session's messages in keeps Node waiting for more.
process.exit();
