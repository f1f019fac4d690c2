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
    bias: 2.039,
    ctc: 0.257,
    sound: 0,
    fit: 0,
    beam: 2.116,
    phones: 0.381,
    distance: -0.998,
    names: -0.933,
    second: 0,
  },
  withSecond: {
    bias: 4.276,
    ctc: 0.107,
    sound: 0,
    fit: 0,
    beam: 1.529,
    phones: 0.051,
    distance: -0.008,
    names: -0.717,
    second: 0.215,
  },
};
