/** A weight for each feature in merge-terms.ts; the boost's is 1, so that a nat is a nat. */
export interface FeatureWeights {
  readonly bias: number;
  readonly ctc: number;
  readonly sound: number;
  readonly fit: number;
  readonly cost: number;
  readonly beam: number;
  readonly phones: number;
  readonly distance: number;
  readonly names: number;
  readonly second: number;
}

export interface MergeWeights {
  /** To choose which candidates the second pass is asked about, and for those that it cannot be asked about. */
  readonly beforeSecond: FeatureWeights;
  readonly withSecond: FeatureWeights;
}

/** `npm run fit-merge` fits such weights and prints them; docs/evaluation.md says of what these are. */
export const mergeWeights: MergeWeights = {
  beforeSecond: {
    bias: -4.994,
    ctc: 0.081,
    sound: 0.06,
    fit: 0.043,
    cost: -1.44,
    beam: 1.256,
    phones: 5.897,
    distance: -0.645,
    names: -0.503,
    second: 0,
  },
  withSecond: {
    bias: -8.066,
    ctc: 0.042,
    sound: 0.048,
    fit: 0.561,
    cost: 0,
    beam: 1.392,
    phones: 7.29,
    distance: -0.23,
    names: -0.615,
    second: 0.09,
  },
};
