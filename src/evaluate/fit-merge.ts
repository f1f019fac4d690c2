/*
 * npm run fit-merge -- --manifest FILE.jsonl --replay DIR --distractors FILE.txt --examples OUT.jsonl: collects what the
 * candidates of the utterances teach, with lists of several lengths; then npm run fit-merge -- --fit A.jsonl,B.jsonl:5 fits
 * the weights of src/core/merge/merge-weights.ts and prints them, with their calibration. docs/evaluation.md
 */
import { readFile, writeFile } from 'node:fs/promises';
import { mergeFeatures, weighedBy } from '../core/merge/merge-terms';
import type { FeatureWeights, MergeWeights } from '../core/merge/merge-weights';
import type { RevisedUtterance } from '../core/merge/revised-utterance';
import { Vocabulary } from '../core/vocabulary';
import { ActiveNames } from './active-names';
import { EmissionsFolder } from './emissions-folder';
import { FinalTranscriber } from './final-transcriber';
import { choiceFlag, flagHelp, readFlags, textFlag, wholeNumberFlag } from './flags';
import { fitLogistic } from './logistic';
import { readManifest, selectClips, streamsOf } from './manifest';
import { mergeExamples, type MergeExample } from './merge-examples';
import { openLanguage } from './open-language';
import { openMerger } from './open-transcriber';
import { openUserList } from './user-list';
import { openSecondPass } from './open-second-pass';
import { ReplayTranscriber } from './replay-transcriber';
import { SecondPassMemory } from './second-pass-memory';
import { UsageError } from './usage-error';

const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'utterances to learn from, with their names[]'),
  replay: textFlag('DIR', 'their emissions, as npm run evaluate -- --emissions DIR wrote them'),
  distractors: textFlag('FILE.txt', 'names that are not said, one a line'),
  every: wholeNumberFlag('take every Nth utterance', 1, 1),
  final: choiceFlag('with the second pass, or without', ['on', 'unread'], 'on'),
  examples: textFlag('OUT.jsonl', 'write what was learned there'),
  fit: textFlag('A.jsonl,B.jsonl:5', 'fit the weights to what was written there, each line of B as if it were five'),
} as const;

/** Lengths of the lists that people have, one after the other. */
const COUNTS = [100, 1000, 9000];
/** A weight of 1 in standard units costs half a nat: the examples are few. */
const RIDGE = 1;

/** One line per candidate. */
async function collect(
  manifest: string,
  replay: string,
  distractors: string,
  every: number,
  final: 'on' | 'unread',
  out: string,
) {
  const streams = streamsOf(selectClips(await readManifest(manifest), every), undefined);
  const { header } = await EmissionsFolder.open(replay);
  const transcriber = new FinalTranscriber(
    await ReplayTranscriber.open(replay, {}, await openLanguage('on')),
    final === 'on' ? new SecondPassMemory(replay, () => openSecondPass()) : undefined,
    await openUserList({}),
    await openMerger(new Vocabulary(header), {}),
  );
  const lists = await Promise.all(
    COUNTS.map((count) => ActiveNames.read({ names: 'manifest', distractors, count, seed: count, lists: undefined })),
  );
  const examples: MergeExample[] = [];
  for (const [index, stream] of streams.entries()) {
    const [clip] = stream.clips;
    const revised: RevisedUtterance[] = [];
    transcriber.onRevised = (_, one) => revised.push(one);
    const { revision } = await transcriber.transcribe(stream, lists[index % lists.length]!.of(stream));
    // Of an utterance in several pieces the reference of each is not known.
    if (revised.length !== 1 || revised[0]!.decisions.some(({ piece }) => piece > 0)) continue;
    const { decisions } = revised[0]!;
    const ofSecond = decisions.filter(({ refused }) => refused === undefined);
    examples.push(
      ...(final === 'on'
        ? mergeExamples(clip!.text, clip!.names, revision!.second, ofSecond)
        : mergeExamples(clip!.text, clip!.names, revision!.plain, decisions)),
    );
    if (index % 20 === 0) process.stderr.write(`${index}/${streams.length}\n`);
  }
  await transcriber.dispose();
  // JSON has no infinity: what the emissions exclude.
  const finite = (_: string, value: unknown) => (value === -Infinity ? -Number.MAX_VALUE : value);
  await writeFile(out, examples.map((example) => `${JSON.stringify(example, finite)}\n`).join(''));
  process.stdout.write(
    `${examples.length} candidates, ${examples.filter(({ isTrue }) => isTrue).length} of them true\n`,
  );
}

interface WeightedExample extends MergeExample {
  readonly weight: number;
  readonly features: FeatureWeights;
}

async function fit(files: readonly string[]) {
  const examples: WeightedExample[] = [];
  for (const part of files) {
    const [file, weight = '1'] = part.split(':');
    if (!(Number(weight) > 0)) throw new UsageError(`Expected a weight above 0 in --fit ${part}`);
    for (const line of (await readFile(file!, 'utf8')).split('\n').filter(Boolean)) {
      const example = JSON.parse(line) as MergeExample;
      examples.push({ ...example, features: mergeFeatures(example.terms), weight: Number(weight) });
    }
  }
  const unread = examples.filter(({ terms }) => weighedBy(terms) === 'unread');
  const read = examples.filter(({ terms }) => weighedBy(terms) !== 'unread');
  const asked = examples.filter(({ terms }) => weighedBy(terms) === 'withSecond');
  const ofSecond = ['second', 'costSecond', 'tokens'];
  const print = (title: keyof MergeWeights, of: readonly WeightedExample[], without: readonly string[]) => {
    if (of.length > 0)
      tell(
        title,
        fitted(of, (feature) => !without.includes(feature)),
        of,
      );
  };
  print('unread', unread, ['written', 'sure', ...ofSecond]);
  print('beforeSecond', read, ofSecond);
  print('withSecond', asked, []);
}

function fitted(examples: readonly WeightedExample[], used: (feature: string) => boolean): FeatureWeights {
  const names = Object.keys(examples[0]!.features) as (keyof FeatureWeights)[];
  const chosen = names.filter(used);
  const spread = chosen.map((name) => Math.max(1e-6, deviation(examples.map(({ features }) => features[name]))));
  const weights = fitLogistic(
    examples.map(({ features, isTrue, weight }) => ({
      weight,
      features: chosen.map((name, i) => (name === 'bias' ? 1 : features[name] / spread[i]!)),
      isTrue,
    })),
    chosen.map((name) => (name === 'bias' ? 0 : RIDGE)),
  );
  const byName = new Map(chosen.map((name, i) => [name, name === 'bias' ? weights[i]! : weights[i]! / spread[i]!]));
  return Object.fromEntries(names.map((name) => [name, byName.get(name) ?? 0])) as unknown as FeatureWeights;
}

/** The weights, and how often candidates of given odds were right. */
function tell(title: string, weights: FeatureWeights, examples: readonly WeightedExample[]) {
  const text = Object.entries(weights).map(([name, weight]) => `${name}: ${weight.toFixed(3)}`);
  process.stdout.write(`${title}: { ${text.join(', ')} }\n`);
  const bins = [0.1, 0.3, 0.5, 0.7, 0.9, 1].map((upTo) => ({ upTo, count: 0, sum: 0, right: 0 }));
  for (const { features, isTrue } of examples) {
    const logit = Object.entries(weights).reduce(
      (sum, [name, weight]) => sum + weight * features[name as keyof FeatureWeights],
      0,
    );
    const probability = 1 / (1 + Math.exp(-logit));
    const bin = bins.find(({ upTo }) => probability <= upTo)!;
    bin.count++;
    bin.sum += probability;
    if (isTrue) bin.right++;
  }
  for (const { upTo, count, sum, right } of bins) {
    process.stdout.write(
      `  up to ${upTo}: ${count} candidates, predicted ${(sum / count).toFixed(2)}, right ${(right / count).toFixed(2)}\n`,
    );
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const args = process.argv.slice(2);
try {
  const { manifest, replay, distractors, every, final, examples, fit: files } = readFlags(args, FLAGS);
  if (files !== undefined) await fit(files.split(','));
  else if (manifest && replay && distractors && examples)
    await collect(manifest, replay, distractors, every, final, examples);
  else
    throw new UsageError(`Expected --fit, or --manifest, --replay, --distractors and --examples\n\n${flagHelp(FLAGS)}`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
