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
 * `npm run fit-names` printed them, of every second of 366 utterances of the fit split with names (their words outside
 * common_words_5k.txt), all techniques on. Of utterances that they were not fitted to, 128 of 176 names that were found are
 * written so, and 11 others.
 */
export const nameWeights: NameWeights = {
  bias: -2.975,
  spelling: 0.105,
  sound: 0.085,
  fit: 0.342,
  distance: -4.561,
  phones: 4.348,
  names: -0.621,
  confidence: -1.361,
  beam: 2.12,
};
