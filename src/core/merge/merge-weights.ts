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
 * is said in nearly every sentence, in what people dictate more rarely: the biases are lower than fitted, by 0.6 nats, and
 * `beam` of `unread` is higher, which was chosen with dev-crowd and dev-librispeech.
 */
export const mergeWeights: MergeWeights = {
  unread: {
    bias: 3.606,
    ctc: 0.436,
    sound: 0.474,
    cost: -1.954,
    beam: 3,
    phones: 1.205,
    distance: -2.04,
    names: -1.614,
    phonesNames: 0.502,
    written: 0,
    sure: 0,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  beforeSecond: {
    bias: 3.307,
    ctc: 0.284,
    sound: -0.017,
    cost: -1.758,
    beam: 1.891,
    phones: -0.123,
    distance: -5.511,
    names: -1.607,
    phonesNames: 0.517,
    written: -0.427,
    sure: -2.123,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  withSecond: {
    bias: 5.768,
    ctc: 0.137,
    sound: 0.013,
    cost: -0.684,
    beam: 0.952,
    phones: -1.33,
    distance: -2.261,
    names: -1.441,
    phonesNames: 0.47,
    written: -0.567,
    sure: -1.432,
    second: 0.465,
    costSecond: 0.226,
    tokens: 0.432,
  },
};
