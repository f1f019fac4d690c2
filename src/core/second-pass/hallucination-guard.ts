import { editDistance } from '../alignment';
import { normaliseText } from '../normalise';
import type { Reading, ReadingWatch } from './reading';

/*
 * An attention decoder writes fluent text whatever it hears, goes round in circles, or writes nothing. Fences:
 *
 * 1. while it writes (`watchReading`): a block of tokens that comes again and again ends the reading, and so does more
 *    text than anybody can say in the time;
 * 2. what lies far from all words of the first pass is never read (`piecesToRead`): a CTC model has the blank to say that
 *    nobody speaks, and says it of noise;
 * 3. where both passes have nearly nothing in common, the first is right, for each of its words was heard, unless the second is
 *    quite sure of a word or two (smaller differences: merge/combined-reading.ts);
 * 4. a lone word that both doubt is silence.
 *
 * Fitted on the fit split (526 utterances): the second pass alone 11.9 %, made to write something where the first pass heard words
 * (`hasWords`) 10.7 %. Of the 270 words that fence 3 keeps from the first pass 91 are wrong there, the second has 194 wrong.
 */

const limits = {
  /** Blocks of up to so many tokens are looked at: a sentence that repeats itself. */
  longestBlock: 24,
  /** A block is a loop when it comes so often again: people say things three times ... */
  repeats: 3,
  /** ... and short ones more often: "ha ha ha ha", "no, no, no, no". So many tokens must be repetition. */
  repeatedTokens: 9,
  /** Tokens per second of audio. The fastest reading of the fit split has 5.7, and a few more in the shortest clips. */
  tokensPerSecond: 8,
  sparseTokens: 8,
  /** Disagreement from which the first pass stands, by whether a language model helped it to choose its words ... */
  wild: { byLanguage: 0.65, bySound: 0.75 },
  /** ... unless both wrote so few words, and the second is so sure of them, in nats per token: of a name the first may hear no more than "a". */
  fewWords: 3,
  sure: -0.5,
  /**
   * A lone word of less confidence is noise where the second pass wrote another, as unsure of it, in nats per token, and would
   * rather have written nothing: as it would of many a name that is said alone.
   */
  doubtful: 0.4,
  other: 0.5,
  unsure: -1.3,
  nothing: 0.5,
};

export type Judgement =
  | 'accepted'
  /** The first pass heard no speech, or both doubt it. */
  | 'silence'
  /** The reading was cut. */
  | 'loop'
  /** Nothing like what the first pass wrote. */
  | 'disagreement'
  /** Nobody has read: the second pass is not there. */
  | 'unread';

export interface JudgedReading {
  readonly reading: Reading;
  /** Whether to take the reading, or why to keep the first pass's text. */
  readonly judgement: Judgement;
  /** Edits from one pass's text to the other's over the longer one's characters, 0 to 1. */
  readonly disagreement: number;
  /** How sure the second pass is: mean log-probability of the reading's tokens and its end, natural. */
  readonly meanLogProb: number;
}

/** A word of the first pass. */
export interface HeardWord {
  readonly text: string;
  /** 0 to 1: geometric mean of the posteriors of its tokens. */
  readonly confidence: number;
}

/** Watches the reading of `seconds` of audio. For one reading: it is called once after each token. */
export function watchReading(seconds: number): ReadingWatch {
  /** For each length of a block: how many of the last tokens equal those one block before. */
  const matches = new Int32Array(limits.longestBlock + 1);
  const mostTokens = limits.tokensPerSecond * seconds + limits.sparseTokens;
  return (tokens) => {
    const last = tokens.length - 1;
    for (let length = 1; length <= limits.longestBlock; length++) {
      matches[length] = tokens[last] === tokens[last - length] ? matches[length] + 1 : 0;
      if (matches[length] >= Math.max(limits.repeats * length, limits.repeatedTokens)) {
        return { reason: 'repetition', keep: tokens.length - matches[length] };
      }
    }
    return tokens.length > mostTokens ? { reason: 'rate', keep: tokens.length } : undefined;
  };
}

/**
 * Judges the reading of a stretch of audio by the words that the first pass wrote there. `languageModel`: whether one had a
 * say in them.
 */
export function judgeReading(reading: Reading, words: readonly HeardWord[], languageModel: boolean): JudgedReading {
  const first = normaliseText(words.map(({ text }) => text).join(' '));
  const second = normaliseText(reading.text);
  const disagreement = distanceBetween(first, second);
  const meanLogProb = mean(reading.logProbs);
  const isDoubted = words.length === 1 && words[0].confidence < limits.doubtful && disagreement > limits.other;
  const isNothing = meanLogProb < limits.unsure && reading.emptyLogProb > Math.log(limits.nothing);
  const silent = first === '' || (isDoubted && isNothing);
  const isBrief = second !== '' && Math.max(wordCount(first), wordCount(second)) <= limits.fewWords;
  const isSure = isBrief && meanLogProb > limits.sure;
  const judgement = silent ? 'silence' : judge(reading, disagreement > wildness(languageModel) && !isSure);
  return { reading, judgement, disagreement, meanLogProb };
}

function judge({ cut }: Reading, isWild: boolean): Judgement {
  if (cut !== undefined) return 'loop';
  return isWild ? 'disagreement' : 'accepted';
}

function wildness(languageModel: boolean): number {
  return languageModel ? limits.wild.byLanguage : limits.wild.bySound;
}

function wordCount(text: string): number {
  return text === '' ? 0 : text.split(' ').length;
}

/** Whether two texts have nearly nothing in common. `languageModel`: as in `judgeReading`. */
export function disagreeWildly(one: string, other: string, languageModel: boolean): boolean {
  return distanceBetween(normaliseText(one), normaliseText(other)) > wildness(languageModel);
}

/** Edits from one to the other over the longer one's characters, 0 to 1; of normalised texts. */
function distanceBetween(one: string, other: string): number {
  return editDistance(one, other) / Math.max(1, one.length, other.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
