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
    bias: -3.899,
    ctc: 0.341,
    sound: 0.462,
    cost: -1.784,
    beam: 1.028,
    phones: 5.437,
    distance: -2.206,
    names: -0.708,
    phonesNames: 0,
    written: 0,
    sure: 0,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  beforeSecond: {
    bias: -2.953,
    ctc: 0.261,
    sound: 0.099,
    cost: -1.546,
    beam: 1.449,
    phones: 3.963,
    distance: -5.867,
    names: -0.634,
    phonesNames: 0,
    written: -0.755,
    sure: 0,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  withSecond: {
    bias: 0.611,
    ctc: 0.118,
    sound: 0.089,
    cost: -1.107,
    beam: 0.346,
    phones: 2.17,
    distance: -2.254,
    names: -0.517,
    phonesNames: 0,
    written: -0.712,
    sure: 0,
    second: 0.717,
    costSecond: 0,
    tokens: 0.436,
  },
};
