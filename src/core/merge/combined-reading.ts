/*
 * One text of what both passes wrote of a stretch of speech. Their words are aligned (ROVER of two systems; Fiscus 1997); where
 * they agree, the second's stand as it writes them. Each difference is decided by itself: by how sure either pass is there, how
 * well they agree besides, and what the second says of its sentence with the first's words. Words that the first pass alone has
 * are left out: taken where they are likelier right, they gain nothing.
 */

import { alignWords, Edit } from '../alignment';
import { textBefore } from '../casing/written-form';
import { normaliseWords } from '../normalise';
import type { HeardWord } from '../second-pass/hallucination-guard';
import type { Reading } from '../second-pass/reading';
import type { RecognizedWord } from '../transcript';
import { combinationOdds, combinationWeights, type CombinationFeatures } from './combination-weights';
import type { Replacement, WordPlace } from './merged-words';
import { replacementOf } from './written-replacement';
import { signedWord } from './written-words';

const LIMITS = {
  /** Of fewer words, a name that is said alone or a call, the second pass is seldom sure, and yet oftener right. */
  words: 3,
  /** Differences about which the second pass is asked, in one batch with the names: two of 526 utterances have more. */
  asked: 4,
  /** Odds, in nats, below which asking gains nothing there. */
  hopeless: -2,
  /** Words that the second pass alone has: in no utterance did it make up more at one place. */
  dropped: 2,
  /** Of words that are so probable to it, in nats, the second pass is right whatever else it got wrong ... */
  certain: -0.25,
  /** ... and so much less probable, its sentence is not meant without them. */
  meant: -40,
};

/** Below it the log of a confidence says no more. */
const LEAST_CONFIDENCE = 1e-3;

/** What is read aloud and yet no letter: of it the first pass writes the words, which may be among those beside it. */
const SPOKEN_SIGN = /[\p{N}%&$€£+=@#°]/u;

export interface ReadingsToCombine {
  readonly reading: Pick<Reading, 'text' | 'wordLogProbs'>;
  /** The first pass's words, in order. */
  readonly heard: readonly (HeardWord & Pick<RecognizedWord, 'name'>)[];
  /** Whether a language model had a say in them. */
  readonly languageModel: boolean;
}

/**
 * The words [first, firstEnd) of the first pass, which may be none, stand against the words [second, secondEnd) of the second, of
 * which there are some.
 */
export interface Difference {
  readonly first: number;
  readonly firstEnd: number;
  readonly second: number;
  readonly secondEnd: number;
  /** The first pass's words, as they are written in place of the second's; if there are none, with a word beside them. */
  readonly replacement: Replacement;
  /** What is known before the second pass is asked. */
  readonly features: Omit<CombinationFeatures, 'asked'>;
  readonly languageModel: boolean;
}

/** Those about which the second pass is to be asked, in order: the others stay its own. */
export function openDifferences(differences: readonly Difference[]): Difference[] {
  const odds = new Map(differences.map((one) => [one, oddsOf(one, undefined)]));
  const likeliest = differences.toSorted((a, b) => odds.get(b)! - odds.get(a)!).slice(0, LIMITS.asked);
  return differences.filter((one) => likeliest.includes(one) && odds.get(one)! > LIMITS.hopeless);
}

/**
 * Where the first pass's words are likelier right. `asked`: how much more probable the second pass's sentence is to it with them, in
 * nats; undefined where it cannot be asked, which drops no words.
 */
export function likelierFirst(
  differences: readonly Difference[],
  asked: readonly (number | undefined)[],
): Replacement[] {
  return differences
    .filter((one, index) => oddsOf(one, asked[index]) > 0 && (one.firstEnd > one.first || asked[index] !== undefined))
    .map(({ replacement }) => replacement);
}

function oddsOf({ features, languageModel }: Difference, asked: number | undefined): number {
  if (asked !== undefined && asked < LIMITS.meant) return -Infinity;
  const weights = combinationWeights[languageModel ? 'byLanguage' : 'bySound'];
  return combinationOdds({ ...features, asked: asked ?? 0 }, weights[asked === undefined ? 'unasked' : 'asked']);
}

/** Where both passes wrote other words, in order and apart from each other. */
export function differencesOf({ reading, heard, languageModel }: ReadingsToCombine): Difference[] {
  const written = wordsOf(reading.text);
  const said = written.map((word) => normaliseWords(signedWord(word).core));
  if (said.filter((words) => words.length > 0).length < LIMITS.words) return [];
  const unlike = stretchesApart(
    heard.map(({ text }) => text.toLowerCase()),
    said,
  );
  const logProbs = reading.wordLogProbs;
  const differing = unlike.reduce((count, { second, secondEnd }) => count + secondEnd - second, 0);
  const ofAll = { reading: sum(logProbs) / Math.max(1, logProbs.length), agreed: 1 - differing / written.length };
  let next = 0;
  return unlike.flatMap((stretch) => {
    const { first, firstEnd, second, secondEnd } = withoutSigns(stretch, said);
    const words = heard.slice(first, firstEnd);
    if (second === secondEnd) return [];
    if (written.slice(Math.max(0, second - 1), secondEnd + 1).some((word) => SPOKEN_SIGN.test(word))) return [];
    // A name that is not to be written, and the same letters with other spaces.
    if (words.some(({ name }) => name !== undefined)) return [];
    const spoken = words.map(({ text }) => text);
    if (spoken.join('') === said.slice(second, secondEnd).flat().join('')) return [];
    const logProb = sum(logProbs.slice(second, secondEnd));
    if (logProb > LIMITS.certain) return [];
    const place = { first: second, end: secondEnd };
    const replacement = spoken.length > 0 ? replacementOf(place, spoken, written) : withoutWords(place, written, said);
    if (replacement === undefined || replacement.first < next) return [];
    next = replacement.end;
    const features = {
      bias: 1,
      first: sum(words.map(({ confidence }) => Math.log(Math.max(confidence, LEAST_CONFIDENCE)))),
      second: logProb,
      longer: words.length - (secondEnd - second),
      ...ofAll,
    };
    return [{ first, firstEnd, second, secondEnd, replacement, features, languageModel }];
  });
}

/** The words of a text as the second pass parts them. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

type Stretch = Pick<Difference, 'first' | 'firstEnd' | 'second' | 'secondEnd'>;

/** What lies between the words on which both agree. `said`: by written word, the spoken ones that it stands for. */
function stretchesApart(heard: readonly string[], said: readonly (readonly string[])[]): Stretch[] {
  /** By what the second says, the first's word that is the same. */
  const partner: (number | undefined)[] = [];
  let at = 0;
  for (const edit of alignWords(heard, said.flat())) {
    if (edit !== Edit.deletion) partner.push(edit === Edit.match ? at : undefined);
    if (edit !== Edit.insertion) at++;
  }
  const apart: Stretch[] = [];
  let [first, second, part] = [0, 0, 0];
  const close = (firstEnd: number, secondEnd: number) => {
    if (firstEnd > first || secondEnd > second) apart.push({ first, firstEnd, second, secondEnd });
  };
  for (const [index, { length }] of said.entries()) {
    const partners = partner.slice(part, (part += length));
    // "Twenty-two" agrees with two words and nothing between them.
    const [start] = partners;
    if (start === undefined || partners.some((word, i) => word !== start + i)) continue;
    close(start, index);
    [first, second] = [start + length, index + 1];
  }
  close(heard.length, said.length);
  return apart;
}

/** Without the words at its ends that are signs alone. */
function withoutSigns(stretch: Stretch, said: readonly (readonly string[])[]): Stretch {
  let { second, secondEnd } = stretch;
  while (second < secondEnd && said[second].length === 0) second++;
  while (secondEnd > second && said[secondEnd - 1].length === 0) secondEnd--;
  return { ...stretch, second, secondEnd };
}

/** Leaves out the words of `place`: their signs and capitals go to the word before or, where they begin a sentence, after them. */
function withoutWords(
  { first, end }: WordPlace,
  written: readonly string[],
  said: readonly (readonly string[])[],
): Replacement | undefined {
  if (end - first > LIMITS.dropped) return undefined;
  const kept = textBefore(written[first - 1] ?? '').beginsSentence ? end : first - 1;
  // A word of signs, or of several spoken ones, is left as it is, and so are those beside it.
  if (said[kept]?.length !== 1) return undefined;
  return replacementOf({ first: Math.min(first, kept), end: Math.max(end, kept + 1) }, said[kept], written);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
