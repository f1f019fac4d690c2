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
    bias: 2.326,
    ctc: 0.44,
    sound: 0.38,
    cost: -2.048,
    beam: 0.337,
    phones: 2.086,
    distance: -1.796,
    names: -1.488,
    phonesNames: 0.424,
    written: 0,
    sure: 0,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  beforeSecond: {
    bias: 2.174,
    ctc: 0.261,
    sound: 0.001,
    cost: -1.784,
    beam: 1.652,
    phones: 0.246,
    distance: -5.237,
    names: -1.489,
    phonesNames: 0.498,
    written: -0.388,
    sure: -2.055,
    second: 0,
    costSecond: 0,
    tokens: 0,
  },
  withSecond: {
    bias: 6.123,
    ctc: 0.084,
    sound: 0.071,
    cost: -0.97,
    beam: 0.671,
    phones: -1.262,
    distance: -2.13,
    names: -1.477,
    phonesNames: 0.493,
    written: -0.615,
    sure: -1.202,
    second: 0.606,
    costSecond: 0.15,
    tokens: 0.446,
  },
};
