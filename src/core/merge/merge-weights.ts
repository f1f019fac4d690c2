/** A weight for each feature in merge-terms.ts; the boost's is 1, so that a nat is a nat. */
export interface FeatureWeights {
  readonly bias: number;
  readonly ctc: number;
  readonly sound: number;
  readonly cost: number;
  readonly beam: number;
  readonly phones: number;
  readonly distance: number;
  readonly names: number;
  /** Of long names a long list has few that sound alike. */
  readonly phonesNames: number;
  readonly written: number;
  /** Whether the second pass was sure of the words. */
  readonly sure: number;
  readonly second: number;
  /** What the second pass has against a name counts less the plainer the phones show it. */
  readonly costSecond: number;
  readonly tokens: number;
}

export interface MergeWeights {
  /** Of names in place of the first pass's words, where the second did not read or was refused. */
  readonly unread: FeatureWeights;
  /** To choose which candidates the second pass is asked about, and for those that it cannot be asked about. */
  readonly beforeSecond: FeatureWeights;
  readonly withSecond: FeatureWeights;
}

/**
 * What `npm run fit-merge` fits and prints, with its calibration; docs/evaluation.md says on what. In those examples a name
 * is said in nearly every sentence, in what people dictate more rarely: both biases are lower than fitted, by 0.6 nats.
 */
export const mergeWeights: MergeWeights = {
  unread: {
    bias: 1.05,
    ctc: 0.379,
    sound: 0.44,
    cost: -1.882,
    beam: 0.393,
    phones: 2.912,
    distance: -2.125,
    names: -1.347,
    phonesNames: 0.332,
    written: 0,
    sure: 0,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  beforeSecond: {
    bias: 5.062,
    ctc: 0.304,
    sound: 0.017,
    cost: -1.62,
    beam: 1.623,
    phones: -0.687,
    distance: -6.439,
    names: -1.79,
    phonesNames: 0.603,
    written: -0.441,
    sure: -2.1,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  withSecond: {
    bias: 6.405,
    ctc: 0.114,
    sound: 0.061,
    cost: -0.519,
    beam: 0.875,
    phones: -1.464,
    distance: -2.898,
    names: -1.542,
    phonesNames: 0.52,
    written: -0.495,
    sure: -1.645,
    second: 0.485,
    costSecond: 0.247,
    tokens: 0.463,
  },
};
