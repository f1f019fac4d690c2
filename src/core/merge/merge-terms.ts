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
  /** How well the name fits the phones at all, per phone (`PhoneEvidence`); 0 is as good as can be. */
  readonly fit: number;
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
  /** ln P(sentence with the name) − ln P(sentence as written) by the second pass, in nats. Undefined: not asked. */
  readonly second: number | undefined;
}

/** What any one model may say: beyond, a single wrong neighbour or a rare piece would outweigh all others. */
const LIMITS = { ctc: 15, sound: 20, fit: 5, cost: 3, second: 40 };

/** The terms as they are weighed. */
export function mergeFeatures(terms: MergeTerms): FeatureWeights {
  const { ctc, sound, fit, cost = LIMITS.cost, beam, phones, distance, names, second = 0 } = terms;
  return {
    bias: 1,
    ctc: clip(ctc, LIMITS.ctc),
    sound: clip(sound, LIMITS.sound),
    fit: clip(fit, LIMITS.fit),
    cost: Math.min(cost, LIMITS.cost),
    beam,
    phones: Math.log(Math.max(1, phones)),
    distance,
    names,
    second: clip(second, LIMITS.second),
  };
}

/** The logarithm of the odds that the name was said: accepted above 0. */
export function mergeLogit(terms: MergeTerms, weights: MergeWeights = mergeWeights): number {
  const features = mergeFeatures(terms);
  const chosen = terms.second === undefined ? weights.beforeSecond : weights.withSecond;
  let logit = terms.boost;
  for (const feature of Object.keys(features) as (keyof FeatureWeights)[]) {
    logit += chosen[feature] * features[feature];
  }
  return logit;
}

/** The boost as it stands in the terms: what weights are fitted with is the automatic one. */
export function boostTerm(boost: number = AUTOMATIC_BOOST): number {
  return boost - AUTOMATIC_BOOST;
}

function clip(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
