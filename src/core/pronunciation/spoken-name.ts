/*
 * How a name is pronounced that somebody says alone, once or a few times: what the model's phones read.
 *
 * 1. Of each take, silence around the speech is cut off.
 * 2. Each take proposes its likeliest pronunciations (phone-beam.ts).
 * 3. Every proposal is scored on every take (phone-scorer.ts). The one with the highest sum is the name's: what one take
 *    hears wrongly, the others outvote.
 */

import type { Emissions } from '../emissions';
import { likeliestPhones } from './phone-beam';
import { PhoneScorer } from './phone-scorer';
import { phoneText, type Phones } from './phones';

const LIMITS = {
  /** Pronunciations that a take proposes. */
  proposals: 12,
  /** Frames of silence that stay around the speech: a model hears a phone a little early or late. */
  marginFrames: 4,
  /** Fewer phones are a click or a breath. */
  fewestPhones: 2,
  /** More are a sentence: the longest full names have some thirty. */
  mostPhones: 40,
  /**
   * A take whose own best pronunciation is less sure, in nats per phone, may as well read another one. Of 54 takes by
   * synthetic voices the 47 surer ones had a phone distance of 2.1 from the name's spelling on average, the 7 others 3.1.
   */
  leastSureness: -0.65,
  /** What a take may lose by the common pronunciation, in nats per phone: of different names it loses 4 and more. */
  mostDisagreement: 1.2,
};

/** Why a take is none. */
export type UnusableTake = 'nothing' | 'too-long';

/** `unsure`: a take may as well read something else. `disagreement`: the takes are said differently. */
export type SpokenDoubt = 'unsure' | 'disagreement';

export interface SpokenName {
  readonly phones: Phones;
  readonly doubt: SpokenDoubt | undefined;
}

/** A take's frames of speech. */
interface Take {
  readonly emissions: Emissions;
  readonly start: number;
  readonly end: number;
}

/** Why no name was said in these phone emissions; undefined where one may have been. */
export function refuseTake(emissions: Emissions): UnusableTake | undefined {
  const { start, end } = speechOf(emissions);
  const scorer = new PhoneScorer();
  scorer.read(emissions, start, end);
  const { length } = scorer.greedy();
  if (length < LIMITS.fewestPhones) return 'nothing';
  return length > LIMITS.mostPhones ? 'too-long' : undefined;
}

/**
 * The name that all of `takes` (phone emissions) say, whatever their order. Undefined without takes, or where nothing is said
 * in them.
 */
export function spokenName(takes: readonly Emissions[]): SpokenName | undefined {
  const spoken = takes.map(speechOf);
  const proposals = new Map(
    spoken
      .flatMap(({ emissions, start, end }) => likeliestPhones(emissions, start, end, LIMITS.proposals))
      .filter(({ length }) => length > 0)
      .map((phones) => [phoneText(phones), phones]),
  );
  if (proposals.size === 0) return undefined;
  const texts = [...proposals.keys()].toSorted();
  const scorer = new PhoneScorer();
  const scores = spoken.map(({ emissions, start, end }) => {
    scorer.read(emissions, start, end);
    return texts.map((text) => scorer.score(proposals.get(text)!));
  });
  const sums = texts.map((_, proposal) => sum(scores.map((take) => take[proposal])));
  const best = sums.indexOf(Math.max(...sums));
  const phones = proposals.get(texts[best])!;
  const own = scores.map((take) => Math.max(...take));
  const sureness = Math.min(...own) / phones.length;
  const loss = Math.max(...scores.map((take, index) => own[index] - take[best])) / phones.length;
  const doubt =
    loss > LIMITS.mostDisagreement ? 'disagreement' : sureness < LIMITS.leastSureness ? 'unsure' : undefined;
  return { phones, doubt };
}

/** From the first frame to the last in which a phone is likelier than silence, and a little more. */
function speechOf(emissions: Emissions): Take {
  const { frames } = emissions;
  let first = 0;
  while (first < frames && isSilent(emissions, first)) first++;
  let last = frames - 1;
  while (last >= first && isSilent(emissions, last)) last--;
  if (last < first) return { emissions, start: 0, end: 0 };
  const start = Math.max(0, first - LIMITS.marginFrames);
  return { emissions, start, end: Math.min(frames, last + 1 + LIMITS.marginFrames) };
}

function isSilent({ logProbs, vocabulary }: Emissions, frame: number): boolean {
  const row = frame * vocabulary;
  for (let token = 1; token < vocabulary; token++) if (logProbs[row + token] > logProbs[row]) return false;
  return true;
}

/** The same in whatever order. */
function sum(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
}
