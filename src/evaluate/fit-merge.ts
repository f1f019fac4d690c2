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
import { fittedWeights, tellWeights, type DecidedExample } from './fitted-weights';
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
    await transcriber.transcribe(stream, lists[index % lists.length]!.of(stream));
    // Of an utterance in several pieces the reference of each is not known.
    if (revised.length !== 1 || revised[0]!.decisions.some(({ piece }) => piece > 0)) continue;
    const { unnamed, decisions } = revised[0]!;
    examples.push(...mergeExamples(clip!.text, clip!.names, unnamed.join(' '), decisions));
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

type WeightedExample = MergeExample & DecidedExample<keyof FeatureWeights>;

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
      tellWeights(
        title,
        fittedWeights(of, (feature) => !without.includes(feature)),
        of,
      );
  };
  print('unread', unread, ['written', 'sure', ...ofSecond]);
  print('beforeSecond', read, ofSecond);
  print('withSecond', asked, []);
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
