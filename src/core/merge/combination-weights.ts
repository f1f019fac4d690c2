/** What speaks for the first pass's words where both passes differ (combined-reading.ts), or its weight. */
export interface CombinationFeatures {
  readonly bias: number;
  /** Log of the first pass's confidence in its words there, summed. */
  readonly first: number;
  /** How probable its words there were to the second pass, in nats: their sum and mean. */
  readonly second: number;
  readonly secondMean: number;
  /** How many words more the first pass has. */
  readonly longer: number;
  /** Letters by which its words there are longer than words are. */
  readonly endless: number;
  /** How probable all its words were to the second pass, in the mean. */
  readonly reading: number;
  /** Share of the second pass's words on which both agree. */
  readonly agreed: number;
}

/** What `npm run fit-combination` fits and prints (docs/evaluation.md): of a first pass with its language model, and without. */
const weights: Readonly<Record<'byLanguage' | 'bySound', CombinationFeatures>> = {
  byLanguage: {
    bias: -0.863,
    first: 0.551,
    second: -0.531,
    secondMean: -1.381,
    longer: -0.648,
    endless: -1.146,
    reading: -1.399,
    agreed: -2.12,
  },
  bySound: {
    bias: -3.4,
    first: 1.073,
    second: -0.429,
    secondMean: -1.264,
    longer: -0.581,
    endless: -1.557,
    reading: -2.059,
    agreed: -0.169,
  },
};

/** The logarithm of the odds that the first pass is right. `languageModel`: whether one had a say in its words. */
export function combinationOdds(features: CombinationFeatures, languageModel: boolean): number {
  const chosen = weights[languageModel ? 'byLanguage' : 'bySound'];
  let odds = 0;
  for (const feature of Object.keys(features) as (keyof CombinationFeatures)[])
    odds += chosen[feature] * features[feature];
  return odds;
}
