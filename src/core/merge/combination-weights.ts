/** What speaks for the first pass's words where both passes differ (combined-reading.ts), or its weight. */
export interface CombinationFeatures {
  readonly bias: number;
  /** Log of the first pass's confidence in its words there, summed. */
  readonly first: number;
  /** How probable its words there were to the second pass, in nats, summed. */
  readonly second: number;
  /** How many words more the first pass has. */
  readonly longer: number;
  /** How probable all its words were to the second pass, in nats, in the mean. */
  readonly reading: number;
  /** Share of the second pass's words on which both agree. */
  readonly agreed: number;
  /** How much more probable its sentence is to the second pass with the first's words, in nats; 0 where it was not asked. */
  readonly asked: number;
}

/** By whether a language model had a say in the first pass's words, and whether the second was asked about them. */
export type CombinationWeights = Readonly<
  Record<'byLanguage' | 'bySound', Readonly<Record<'asked' | 'unasked', CombinationFeatures>>>
>;

/** What `npm run fit-combination` fits and prints (docs/evaluation.md). */
export const combinationWeights: CombinationWeights = {
  byLanguage: {
    unasked: { bias: -0.575, first: 0.643, second: -0.878, longer: -0.468, reading: -1.545, agreed: -1.354, asked: 0 },
    asked: { bias: 0.374, first: 0, second: -0.813, longer: -0.619, reading: -0.818, agreed: -1.533, asked: 0.16 },
  },
  bySound: {
    unasked: { bias: -3.311, first: 1.199, second: -0.748, longer: -0.454, reading: -2.3, agreed: 0.834, asked: 0 },
    asked: { bias: 0.084, first: 0, second: -0.682, longer: -0.614, reading: -0.356, agreed: -1.193, asked: 0.119 },
  },
};

/** The logarithm of the odds that the first pass is right, by `weights`. */
export function combinationOdds(features: CombinationFeatures, weights: CombinationFeatures): number {
  let odds = 0;
  for (const feature of Object.keys(features) as (keyof CombinationFeatures)[]) {
    odds += weights[feature] * features[feature];
  }
  return odds;
}
