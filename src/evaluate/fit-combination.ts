/*
 * npm run fit-combination -- --manifest FILE.jsonl --replay DIR [--lm off]: fits the weights by which the words of both passes
 * are combined (src/core/merge/combination-weights.ts) and prints them, with their calibration. docs/evaluation.md
 */
import { alignWords, Edit } from '../core/alignment';
import { combinationOdds, type CombinationFeatures } from '../core/merge/combination-weights';
import { differencesOf, openDifferences, wordsOf } from '../core/merge/combined-reading';
import type { Replacement } from '../core/merge/merged-words';
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

/** Parts of the utterances, each decided by weights of the others. */
const FOLDS = 10;

type Feature = keyof CombinationFeatures;

/** A difference in which one pass is nearer to what was said, by `weight` words. */
interface Example extends DecidedExample<Feature> {
  readonly utterance: number;
  /** Whether the second pass is asked about it, by the weights of now. */
  readonly isOpen: boolean;
}

async function fit(manifest: string, replay: string, lm: string | undefined): Promise<void> {
  const language = await openLanguage(lm ?? 'on');
  const first = await ReplayTranscriber.open(replay, {}, language);
  const memory = new SecondPassMemory(replay, () => openSecondPass());
  const examples: Example[] = [];
  for (const [index, stream] of streamsOf(selectClips(await readManifest(manifest), 1), undefined).entries()) {
    const { utterances } = await first.transcribe(stream, []);
    const remembered = await memory.stream(stream.id, async () => {
      const parts: Float32Array[] = [];
      for await (const { samples } of readSpeech(stream)) parts.push(samples);
      return concatenate(parts);
    });
    for (const utterance of utterances) {
      const { pieces, ask } = await readAgain(remembered, utterance);
      // Of an utterance in several pieces the reference of each is not known.
      const [piece] = pieces;
      if (piece?.judgement !== 'accepted' || pieces.length > 1) continue;
      const { text } = piece.reading;
      const differences = differencesOf({
        reading: piece.reading,
        heard: utterance.alternatives[0]!.words,
        languageModel: language !== undefined,
      });
      if (differences.length === 0) continue;
      const said = normaliseWords(stream.clips[0]!.text);
      const others = differences.map(({ replacement }) => textWith(replacement, text));
      const scores = (await ask(0, [text, ...others]))!;
      const open = openDifferences(differences);
      differences.forEach((difference, i) => {
        const gain = wordErrors(said, text) - wordErrors(said, others[i]!);
        const features = { ...difference.features, asked: scores[i + 1]!.logProb - scores[0]!.logProb };
        const isOpen = open.includes(difference);
        if (gain !== 0) examples.push({ features, isTrue: gain > 0, weight: Math.abs(gain), utterance: index, isOpen });
      });
    }
    await remembered.close();
    if (index % 50 === 0) process.stderr.write(`${index} utterances\n`);
  }
  await memory.dispose();
  if (examples.length === 0)
    throw new UsageError('Expected utterances in which one pass is nearer to what was said, got none');
  process.stdout.write(`${language === undefined ? 'bySound' : 'byLanguage'}\n`);
  tell('unasked', examples, (feature) => feature !== 'asked');
  // How sure the first pass is tells nothing more then.
  tell(
    'asked',
    examples.filter(({ isOpen }) => isOpen),
    (feature) => feature !== 'first',
  );
}

function tell(title: string, examples: readonly Example[], isUsed: (feature: Feature) => boolean): void {
  tellWeights(title, fittedWeights(examples, isUsed), examples);
  process.stdout.write(`  words fewer wrong: ${spared(examples, isUsed)}, at most ${sparedAtMost(examples)}\n`);
}

/** Words that are right by the weights of the other parts. */
function spared(examples: readonly Example[], isUsed: (feature: Feature) => boolean): number {
  let words = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeldOut = ({ utterance }: Example) => utterance % FOLDS === fold;
    const heldOut = examples.filter(isHeldOut);
    if (heldOut.length === 0) continue;
    const weights = fittedWeights(
      examples.filter((example) => !isHeldOut(example)),
      isUsed,
    );
    for (const { features, isTrue, weight } of heldOut)
      if (combinationOdds(features, weights) > 0) words += isTrue ? weight : -weight;
  }
  return words;
}

function sparedAtMost(examples: readonly Example[]): number {
  return examples.reduce((words, { isTrue, weight }) => words + (isTrue ? weight : 0), 0);
}

function textWith({ first, end, words }: Replacement, text: string): string {
  return wordsOf(text)
    .toSpliced(first, end - first, ...words.map((word) => word.text))
    .join(' ');
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
