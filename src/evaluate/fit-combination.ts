/*
 * npm run fit-combination -- --manifest FILE.jsonl --replay DIR [--lm off]: fits the weights by which the words of both passes
 * are combined (src/core/merge/combination-weights.ts) and prints them, with their calibration. docs/evaluation.md
 */
import { alignWords, Edit } from '../core/alignment';
import type { CombinationFeatures } from '../core/merge/combination-weights';
import {
  combinationFeatures,
  differencesOf,
  wordsOf,
  type Difference,
  type ReadingsToCombine,
} from '../core/merge/combined-reading';
import { normaliseWords } from '../core/normalise';
import { readAgain } from './final-transcriber';
import { fittedWeights, tellWeights, type DecidedExample } from './fitted-weights';
import { flagHelp, readFlags, textFlag } from './flags';
import { readManifest, selectClips, streamsOf } from './manifest';
import { openLanguage } from './open-language';
import { openSecondPass } from './open-second-pass';
import { ReplayTranscriber } from './replay-transcriber';
import { SecondPassMemory } from './second-pass-memory';
import { concatenate, readSpeech } from './speech';
import { UsageError } from './usage-error';

const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'utterances that no model was trained on'),
  replay: textFlag('DIR', 'their log-probabilities, written by npm run evaluate -- --emissions DIR'),
  lm: textFlag('on|off|FILE', 'the language model of the first pass'),
} as const;

async function fit(manifest: string, replay: string, lm: string | undefined): Promise<void> {
  const language = await openLanguage(lm ?? 'on');
  const first = await ReplayTranscriber.open(replay, {}, language);
  const memory = new SecondPassMemory(replay, () => openSecondPass());
  const examples: DecidedExample<keyof CombinationFeatures>[] = [];
  for (const stream of streamsOf(selectClips(await readManifest(manifest), 1), undefined)) {
    const { utterances } = await first.transcribe(stream, []);
    const remembered = await memory.stream(stream.id, async () => {
      const parts: Float32Array[] = [];
      for await (const { samples } of readSpeech(stream)) parts.push(samples);
      return concatenate(parts);
    });
    for (const utterance of utterances) {
      const { pieces } = await readAgain(remembered, utterance);
      // Of an utterance in several pieces the reference of each is not known.
      const [piece] = pieces;
      if (piece?.judgement !== 'accepted' || pieces.length > 1) continue;
      examples.push(
        ...examplesOf(stream.clips[0]!.text, {
          reading: piece.reading,
          heard: utterance.alternatives[0]!.words,
          languageModel: language !== undefined,
        }),
      );
    }
    await remembered.close();
  }
  await memory.dispose();
  tellWeights(language === undefined ? 'bySound' : 'byLanguage', fittedWeights(examples), examples);
}

/** Each difference in which one pass is nearer to `reference`, by how many words. */
function examplesOf(reference: string, readings: ReadingsToCombine): DecidedExample<keyof CombinationFeatures>[] {
  const { reading, heard } = readings;
  const said = normaliseWords(reference);
  const written = wordsOf(reading.text);
  const differences = differencesOf(heard, written);
  const errors = wordErrors(said, reading.text);
  return differences.flatMap((difference) => {
    const gain = errors - wordErrors(said, withFirst(difference, heard, written));
    if (gain === 0) return [];
    const features = combinationFeatures(readings, differences, difference);
    return [{ features, isTrue: gain > 0, weight: Math.abs(gain) }];
  });
}

function withFirst(
  { first, firstEnd, second, secondEnd }: Difference,
  heard: ReadingsToCombine['heard'],
  written: readonly string[],
): string {
  const words = heard.slice(first, firstEnd).map(({ text }) => text);
  return [...written.slice(0, second), ...words, ...written.slice(secondEnd)].join(' ');
}

function wordErrors(reference: readonly string[], text: string): number {
  return alignWords(reference, normaliseWords(text)).filter((edit) => edit !== Edit.match).length;
}

try {
  const { manifest, replay, lm } = readFlags(process.argv.slice(2), FLAGS);
  if (manifest === undefined || replay === undefined)
    throw new UsageError(`Expected --manifest and --replay\n\n${flagHelp(FLAGS)}`);
  await fit(manifest, replay, lm);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
