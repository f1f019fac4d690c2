/** The weight of each feature of name-terms.ts. */
export interface NameWeights {
  readonly bias: number;
  readonly spelling: number;
  readonly sound: number;
  readonly fit: number;
  readonly distance: number;
  readonly phones: number;
  readonly names: number;
  readonly confidence: number;
  readonly beam: number;
}

/**
 * Fitted as `npm run fit-names` does to 16,634 candidates in 526 utterances of the fit split, lists of 100, 1,000 and 3,000
 * names, before names had the spellings of name-speller.ts. Of utterances that they were not fitted to, 300 of 382 names that
 * were found are written so, and 26 others.
 */
export const nameWeights: NameWeights = {
  bias: -2.876,
  spelling: 0.158,
  sound: 0.07,
  fit: 0.516,
  distance: -2.877,
  phones: 4.367,
  names: -0.494,
  confidence: -1.513,
  beam: 2.43,
};
