import { AUTOMATIC_BOOST } from '../name';
import { mergeWeights, type FeatureWeights, type MergeWeights } from './merge-weights';

/** What speaks for and against a name in place of some words. All in the units of its weight in `mergeWeights`. */
export interface MergeTerms {
  /** How much likelier than its sound alone says the user has called the name, in nats, beyond the automatic boost. */
  readonly boost: number;
  /** ln P(name) − ln P(words) by the acoustic model over the same frames (window-evidence.ts), in nats. */
  readonly ctc: number;
  /** The same of how they are said, by the model's phones; 0 where it hears none. */
  readonly sound: number;
  /** What the name costs in the phones where they show it best, in nats per phone; undefined where they do not. */
  readonly cost: number | undefined;
  /** 1 when the biased search wrote the name there. */
  readonly beam: number;
  /** Phones of the name: the more there are, the less can agree by accident. */
  readonly phones: number;
  /** Phone distance from what is written to the name (phone-distance.ts). */
  readonly distance: number;
  /** ln of the number of names that might have been meant. */
  readonly names: number;
  /** ln P(words that the name would replace) by the second pass, in nats: of garbled names it is unsure. Undefined: the first wrote them. */
  readonly written: number | undefined;
  /** ln P(sentence with the name) − ln P(sentence as written) by the second pass, in nats. Undefined: not asked. */
  readonly second: number | undefined;
  /** How many more of its tokens the sentence has with the name: a rare spelling costs the second pass more. 0: not asked. */
  readonly tokens: number;
}

/** What any one model may say: beyond, a single wrong neighbour or a rare piece would outweigh all others. All but `cost`, `written` and `sure` per phone. */
const LIMITS = { ctc: 4, sound: 6, cost: 3, written: 4, sure: 1, second: 8 };

/** The weights are of lists of 100 to 4,000 names. With five they were too bold: one was written in dev-crowd, where none is said. */
const LEAST_NAMES = Math.log(20);

/** A name of one phone is short enough to be none. */
const LEAST_PHONES = 2;

/** The terms as they are weighed. */
export function mergeFeatures(terms: MergeTerms): FeatureWeights {
  const { ctc, sound, beam, tokens } = terms;
  const phones = Math.max(LEAST_PHONES, terms.phones);
  const cost = Math.min(terms.cost ?? LIMITS.cost, LIMITS.cost);
  const names = Math.max(LEAST_NAMES, terms.names);
  const second = clip((terms.second ?? 0) / phones, LIMITS.second);
  return {
    bias: 1,
    ctc: clip(ctc / phones, LIMITS.ctc),
    sound: clip(sound / phones, LIMITS.sound),
    cost,
    beam,
    phones: Math.log(phones),
    distance: terms.distance / phones,
    names,
    phonesNames: Math.log(phones) * names,
    written: clip(terms.written ?? 0, LIMITS.written),
    sure: clip(terms.written ?? 0, LIMITS.sure),
    second,
    costSecond: cost * second,
    tokens,
  };
}

/** The logarithm of the odds that the name was said: accepted above 0. */
export function mergeLogit(terms: MergeTerms, weights: MergeWeights = mergeWeights): number {
  const features = mergeFeatures(terms);
  const chosen = weights[weighedBy(terms)];
  let logit = terms.boost;
  for (const feature of Object.keys(features) as (keyof FeatureWeights)[]) {
    logit += chosen[feature] * features[feature];
  }
  return logit;
}

/** By which weights a candidate is decided, as far as the second pass has spoken. */
export function weighedBy({ written, second }: MergeTerms): keyof MergeWeights {
  if (written === undefined) return 'unread';
  return second === undefined ? 'beforeSecond' : 'withSecond';
}

/** The boost as it stands in the terms: what weights are fitted with is the automatic one. */
export function boostTerm(boost: number = AUTOMATIC_BOOST): number {
  return boost - AUTOMATIC_BOOST;
}

function clip(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
