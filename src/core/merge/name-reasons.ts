/*
 * What spoke for and against a name that stands in the text, sorted into the kinds of evidence that a person can judge. The
 * odds of a name are a sum (merge-terms.ts): every kind has its share of it, in nats, and together they are the decision.
 */

import { AUTOMATIC_BOOST } from '../name';
import type { NameDecision } from './final-merger';
import { mergeFeatures, weighedBy } from './merge-terms';
import { mergeWeights, type FeatureWeights, type MergeWeights } from './merge-weights';

/** `boost` is the strength beyond the automatic one. */
export type EvidenceKind =
  /** The biased search wrote the name while one spoke. */
  | 'heard'
  /** How well the name's letters and phones fit the sound, against those of what it replaced. */
  | 'sound'
  /** What the second pass says of the sentence with the name. */
  | 'second'
  /** How long the name is: a short one is soon heard by accident. */
  | 'length'
  /** How many names might have been meant. */
  | 'list'
  | 'boost';

export interface NameReasons {
  /** In nats: above 0 it speaks for the name. The sum is the decision's logit. */
  readonly shares: Readonly<Record<EvidenceKind, number>>;
  /** The boost that the name had, and the one at which its odds would be even. Below 0: it needed none. */
  readonly boost: number;
  readonly needed: number;
}

const KIND_OF: Readonly<Record<keyof FeatureWeights, Exclude<EvidenceKind, 'boost'>>> = {
  // What length a name needs.
  bias: 'length',
  phones: 'length',
  names: 'list',
  phonesNames: 'list',
  beam: 'heard',
  ctc: 'sound',
  sound: 'sound',
  cost: 'sound',
  distance: 'sound',
  written: 'second',
  sure: 'second',
  second: 'second',
  costSecond: 'second',
  // A rare spelling costs the second pass more.
  tokens: 'second',
};

export function reasonsOf(
  { terms, logit }: Pick<NameDecision, 'terms' | 'logit'>,
  weights: MergeWeights = mergeWeights,
): NameReasons {
  const features = mergeFeatures(terms);
  const chosen = weights[weighedBy(terms)];
  const shares: Record<EvidenceKind, number> = {
    heard: 0,
    sound: 0,
    second: 0,
    length: 0,
    list: 0,
    boost: terms.boost,
  };
  for (const feature of Object.keys(KIND_OF) as (keyof FeatureWeights)[]) {
    shares[KIND_OF[feature]] += chosen[feature] * features[feature];
  }
  const boost = AUTOMATIC_BOOST + terms.boost;
  return { shares, boost, needed: boost - logit };
}
