import { AUTOMATIC_BOOST } from '../name';
import { nameWeights, type NameWeights } from './name-weights';

/** What speaks for and against a name in place of some words. */
export interface NameTerms {
  /** How much likelier than its sound alone says the user has called the name, in nats. */
  readonly boost: number;
  /** ln P(name) − ln P(words) by the subword emissions, in nats. */
  readonly spelling: number;
  /** The same by the phone emissions, and how well the name fits them at all (`PhoneEvidence`). */
  readonly sound: number;
  readonly fit: number;
  /** Phone distance, per phone, of the name to what the phone head hears. */
  readonly distance: number;
  /** Phones of the name: the more there are, the less can agree by accident. */
  readonly phones: number;
  /** ln of the number of names that might have been meant. */
  readonly names: number;
  /** ln of the confidence of the words it replaces. */
  readonly confidence: number;
  /** 1 when the biased search wrote the name there. */
  readonly beam: number;
}

/** Where a term stops to count, in nats: beyond, one wrong neighbour or one rare piece would outweigh all others. */
const LIMITS = { spelling: 20, sound: 20, fit: 5 };

/** The terms as they are weighed; the boost, beyond the automatic one, has the weight 1: a nat is a nat. */
export function nameFeatures(terms: NameTerms): Readonly<Record<keyof NameWeights, number>> {
  return {
    bias: 1,
    spelling: clip(terms.spelling, LIMITS.spelling),
    sound: clip(terms.sound, LIMITS.sound),
    fit: clip(terms.fit, LIMITS.fit),
    distance: terms.distance,
    phones: Math.log(terms.phones),
    names: terms.names,
    confidence: terms.confidence,
    beam: terms.beam,
  };
}

/** The logarithm of the odds that the name was said: it is written above 0. The one place where that is decided. */
export function nameLogit(terms: NameTerms, weights: NameWeights = nameWeights): number {
  const features = nameFeatures(terms);
  let logit = terms.boost - AUTOMATIC_BOOST;
  for (const feature of Object.keys(weights) as (keyof NameWeights)[]) logit += weights[feature] * features[feature];
  return logit;
}

function clip(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
