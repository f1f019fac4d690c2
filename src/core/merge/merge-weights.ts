/** A weight for each feature in merge-terms.ts; the boost's is 1, so that a nat is a nat. */
export interface FeatureWeights {
  readonly bias: number;
  readonly ctc: number;
  readonly sound: number;
  readonly fit: number;
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

/** `npm run fit-merge` fits them on the fit split and prints them. */
export const mergeWeights: MergeWeights = {
  beforeSecond: {
    bias: -7.775,
    ctc: 0.051,
    sound: 0.075,
    fit: 0.802,
    beam: 2.117,
    phones: 6.706,
    distance: -0.542,
    names: -0.548,
    second: 0,
  },
  withSecond: {
    bias: -3.556,
    ctc: -0.03,
    sound: 0.114,
    fit: 0.368,
    beam: 0.931,
    phones: 6.005,
    distance: -0.289,
    names: -0.725,
    second: 0.146,
  },
};
