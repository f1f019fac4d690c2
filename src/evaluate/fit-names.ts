/*
 * npm run fit-names -- --manifest FILE.jsonl --replay DIR --distractors FILE.txt: the weights of
 * src/core/lookup/name-weights.ts, from utterances of the fit split whose manifest tells their names[].
 *
 * 1. The names that are looked up in each utterance, with lists of several lengths, are examples: true are those that are
 *    said and bring the text nearer to the reference (or stand there already), false all others.
 * 2. Weights are fitted to all of them (logistic regression). How well they do is told of utterances that they were not
 *    fitted to, a fifth of all at a time.
 * 3. The bias is raised as far as LEAST_PRECISION allows: a name that is missed is worse than one in twenty that is wrong.
 */

import { alignWords, Edit } from '../core/alignment';
import { nameFeatures } from '../core/lookup/name-terms';
import { nameWeights, type NameWeights } from '../core/lookup/name-weights';
import { chosenDecisions, type NameDecision } from '../core/lookup/name-lookup';
import { normaliseWords } from '../core/normalise';
import { flagHelp, readFlags, textFlag } from './flags';
import { readTextFile } from './json-lines';
import { fitLogistic } from './logistic';
import { readManifest } from './manifest';
import { ReplayTranscriber } from './replay-transcriber';
import { seededRandom } from '../core/seeded-random';
import { UsageError } from './usage-error';

const FLAGS = {
  manifest: textFlag('FILE.jsonl', 'utterances of the fit split, with their names[]'),
  replay: textFlag('DIR', 'their emissions, as npm run evaluate -- --emissions DIR wrote them'),
  distractors: textFlag('FILE.txt', 'names that are not said, one a line'),
};

/** Lengths of the lists, one after the other. */
const COUNTS = [100, 1000, 100, 1000, 3000];
/** Every so many utterances, names are taken with a word beside them: first and last names are longer than words. */
const PAIRED = 2;
const RIDGE = 0.01;
const FOLDS = 5;
const LEAST_PRECISION = 0.92;
const BIAS_STEP = 0.1;

const WEIGHTS = Object.keys(nameWeights) as (keyof NameWeights)[];

interface Example {
  readonly decision: NameDecision;
  readonly isTrue: boolean;
  readonly features: readonly number[];
}

/** The examples of one utterance, all of which may contend for its words. */
type Examples = readonly Example[];

async function collect(manifest: string, replay: string, distractors: string): Promise<Examples[]> {
  const pool = (await readTextFile(distractors, 'file of distractors')).split('\n').filter((line) => line !== '');
  const transcriber = await ReplayTranscriber.open(replay);
  const collected: Examples[] = [];
  for (const [index, clip] of (await readManifest(manifest)).entries()) {
    const said = normaliseWords(clip.text);
    const isPaired = index % PAIRED === 1;
    const own = clip.names.map((name) => (isPaired ? paired(name, said) : name));
    const names = listOf(own, said, pool, COUNTS[index % COUNTS.length]!, isPaired, seededRandom(1, clip.id));
    const decided = await transcriber.decide({ id: clip.id, clips: [clip] }, names);
    const words = decided.before.map(({ text }) => text);
    const errors = errorsOf(said, words);
    collected.push(
      decided.decisions.map((decision) => {
        const text = names[decision.name]!;
        const written = [...words.slice(0, decision.first), text + decision.suffix, ...words.slice(decision.end)];
        const better = errors - errorsOf(said, written);
        const isSame = normaliseWords(written.join(' ')).join(' ') === normaliseWords(words.join(' ')).join(' ');
        const features = nameFeatures(decision.terms);
        return {
          decision,
          isTrue: own.includes(text) && (better > 0 || isSame),
          features: WEIGHTS.map((weight) => features[weight]),
        };
      }),
    );
    if (index % 50 === 0) process.stderr.write(`${index}\n`);
  }
  await transcriber.dispose();
  return collected;
}

/** `name` with the word before or after it. */
function paired(name: string, said: readonly string[]): string {
  const at = said.indexOf(name);
  return at > 0 ? `${said[at - 1]} ${name}` : at === 0 && said.length > 1 ? `${name} ${said[1]}` : name;
}

function listOf(
  own: readonly string[],
  said: readonly string[],
  pool: readonly string[],
  count: number,
  isPaired: boolean,
  random: () => number,
): string[] {
  const names = new Set(own);
  const drawn = () => pool[Math.floor(random() * pool.length)]!;
  const spoken = ` ${said.join(' ')} `;
  while (names.size < count) {
    const name = isPaired && random() < 0.5 ? `${drawn()} ${drawn()}` : drawn();
    if (!spoken.includes(` ${normaliseWords(name).join(' ')} `)) names.add(name);
  }
  return [...names];
}

function errorsOf(said: readonly string[], written: readonly string[]): number {
  return alignWords(said, normaliseWords(written.join(' '))).filter((edit) => edit !== Edit.match).length;
}

function fit(examples: readonly Examples[]): number[] {
  return fitLogistic(
    examples.flat().map(({ features, isTrue }) => ({ features, isTrue })),
    WEIGHTS.map((weight) => (weight === 'bias' ? 0 : RIDGE)),
  );
}

/** Names that would be written with `raise` on top of the bias, right and wrong ones. */
function written(logits: ReadonlyMap<Example, number>, utterances: readonly Examples[], raise: number) {
  let [right, wrong] = [0, 0];
  for (const examples of utterances) {
    const byDecision = new Map(
      examples.map((example) => [{ ...example.decision, logit: logits.get(example)! + raise }, example]),
    );
    for (const decision of chosenDecisions([...byDecision.keys()])) {
      if (byDecision.get(decision)!.isTrue) right++;
      else wrong++;
    }
  }
  return { right, wrong, precision: right / (right + wrong) };
}

async function fitNames(manifest: string, replay: string, distractors: string): Promise<void> {
  const utterances = await collect(manifest, replay, distractors);
  const logits = new Map<Example, number>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = fit(utterances.filter((_, index) => index % FOLDS !== fold));
    for (const example of utterances.filter((_, index) => index % FOLDS === fold).flat()) {
      logits.set(
        example,
        example.features.reduce((sum, value, i) => sum + value * weights[i]!, 0),
      );
    }
  }
  const said = new Set<string>();
  utterances.forEach((examples, index) => {
    for (const { isTrue, decision } of examples) if (isTrue) said.add(`${index} ${decision.name}`);
  });
  let raise = 0;
  for (let step = -20; step <= 20; step++) {
    const tried = written(logits, utterances, step * BIAS_STEP);
    if (tried.precision >= LEAST_PRECISION) raise = step * BIAS_STEP;
    if (step % 5 === 0) {
      const { right, wrong, precision } = tried;
      process.stdout.write(
        `bias ${step * BIAS_STEP}: ${right} right, ${wrong} wrong, precision ${precision.toFixed(3)}\n`,
      );
    }
  }
  const weights = fit(utterances);
  const text = WEIGHTS.map((weight, i) => `${weight}: ${(weights[i]! + (weight === 'bias' ? raise : 0)).toFixed(3)}`);
  process.stdout.write(`${said.size} names found of those said, bias raised by ${raise}\n{ ${text.join(', ')} }\n`);
}

try {
  const { manifest, replay, distractors } = readFlags(process.argv.slice(2), FLAGS);
  if (!manifest || !replay || !distractors) {
    throw new UsageError(`Expected --manifest, --replay and --distractors\n\n${flagHelp(FLAGS)}`);
  }
  await fitNames(manifest, replay, distractors);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
