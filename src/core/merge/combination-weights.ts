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
    unasked: { bias: -0.957, first: 0.676, second: -0.999, longer: -0.554, reading: -2.15, agreed: -1.727, asked: 0 },
    asked: { bias: 0.461, first: 0.243, second: -1.076, longer: -0.779, reading: -1.671, agreed: -2.403, asked: 0.187 },
  },
  bySound: {
    unasked: { bias: -3.534, first: 1.31, second: -0.854, longer: -0.447, reading: -2.712, agreed: 0.215, asked: 0 },
    asked: {
      bias: -1.172,
      first: -0.729,
      second: -0.922,
      longer: -0.938,
      reading: -1.465,
      agreed: -1.369,
      asked: 0.174,
    },
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
