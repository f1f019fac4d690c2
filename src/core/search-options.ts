/** How widely a beam search looks, and when it lets go. All by measure of likelihood are in nats. */
export interface SearchOptions {
  /** Hypotheses kept after each frame. */
  readonly beamSize: number;
  /** Tokens by which every hypothesis is extended on a frame, the likeliest ones. Others only continue names. */
  readonly tokensPerFrame: number;
  /** Hypotheses this much below the best are dropped. */
  readonly beamWidth: number;
  /** Tokens this much below the frame's best are not tried, not even to continue a name. */
  readonly tokenWidth: number;
  /**
   * How far a token that continues a name is pulled towards the frame's best one, as a share of the nats between them: 0 to
   * 1. It steers the search alone.
   */
  readonly pull: number;
  /** Frames whose blank is likelier than this (a probability) are taken as blank for all hypotheses; 1 takes none so. */
  readonly blankSkip: number;
  /** A name at the end of a partial counts as confirmed when nothing has followed it for this many frames. */
  readonly pauseFrames: number;
  /** `commit` takes what all hypotheses agree on that are less than this below the best ... */
  readonly commitWidth: number;
  /** ... and that ended at least this many frames ago. */
  readonly commitFrames: number;
  /**
   * Words older than this are committed as the best hypothesis has them, whatever the others say: two readings that sound
   * alike would else split the beam, and hold the memory, for as long as someone talks.
   */
  readonly commitLatestFrames: number;
  /** What a log-probability of the language model counts beside one of the sound. */
  readonly languageWeight: number;
  /**
   * What the model's own expectation of a token (`VocabularyFile.prior`) counts, taken away where a language model
   * tells what to expect.
   */
  readonly priorWeight: number;
  /** Added for every word when there is a language model: each word costs, and without it the search would save on words. */
  readonly wordBonus: number;
  /** By how much an unknown word is less likely than the class of them all, and that again for each of its letters. */
  readonly unknownWord: number;
  readonly unknownLetter: number;
  /** By how much the class of listed names, which all names share, is likelier than that of unknown words. */
  readonly listedName: number;
}

export const defaultSearchOptions: SearchOptions = Object.freeze({
  // With the language model before the present one 64 hypotheses read 18.1 % of the words of the fit split wrong, 128 18.0 %, 256
  // 17.7 %; of dev-crowd 24.1, 23.6 and 23.4 %. Each step doubles the search's time: with 128 some 0.003 of real time, but 0.2 with 10,000 names and a model that is
  // sure of nothing (that of the tests).
  beamSize: 128,
  tokensPerFrame: 20,
  beamWidth: 14,
  // A probability of one in 8,000 of the best: a name's letter below has no chance to come back. With a language model
  // both are divided by the prior first.
  tokenWidth: 9,
  // On the fit split with 300 names each, the search alone: 0 wrote 45 % of the spoken names, 0.5 and 0.9 48 %.
  pull: 0.5,
  blankSkip: 0.98,
  // 0.3 s at 24 ms: longer than the gaps within a word.
  pauseFrames: 12,
  commitWidth: 6,
  // 0.5 s at 24 ms.
  commitFrames: 20,
  // 1.4 s at 24 ms. Hearing later words does not help here, and a beam that is not held by old doubts has room for new
  // ones: on 50 utterances of
  // dev-librispeech, 100 names besides the spoken ones, 50 % of the names were written instead of 48 %.
  commitLatestFrames: 60,
  // The next five by `npm run fit-search` on models/fit-split.txt: with 64 hypotheses 30.7 % of its words are wrong without a
  // language model, 18.1 % with it, 20.2 % if the prior counts nothing (then with 0.6, a bonus of 2 and 1.5 a letter).
  languageWeight: 0.7,
  priorWeight: 0.4,
  wordBonus: 0.5,
  unknownWord: 9,
  unknownLetter: 1.75,
  // On the same utterances, their rare words and 300 others listed: at 0.5 74.8 % F1, at 2 76.3 % with a third more false names.
  listedName: 1.25,
});

/** The defaults with `given` on top, frozen. Throws a RangeError that names the option where it makes no sense. */
export function checkSearchOptions(given: Partial<SearchOptions>): SearchOptions {
  const options = Object.freeze({ ...defaultSearchOptions, ...given });
  for (const name of ['beamSize', 'tokensPerFrame'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 1) {
      throw new RangeError(`Expected a whole ${name} >= 1, got ${options[name]}`);
    }
  }
  for (const name of ['beamWidth', 'tokenWidth', 'commitWidth'] as const) {
    if (!(options[name] > 0)) throw new RangeError(`Expected ${name} > 0 nats, got ${options[name]}`);
  }
  for (const name of ['pauseFrames', 'commitFrames', 'commitLatestFrames'] as const) {
    if (!(options[name] >= 0)) throw new RangeError(`Expected ${name} >= 0, got ${options[name]}`);
  }
  for (const name of ['languageWeight', 'priorWeight', 'unknownWord', 'unknownLetter'] as const) {
    if (!(options[name] >= 0 && options[name] < Infinity)) {
      throw new RangeError(`Expected a finite ${name} >= 0, got ${options[name]}`);
    }
  }
  for (const name of ['wordBonus', 'listedName'] as const) {
    if (!Number.isFinite(options[name]))
      throw new RangeError(`Expected a number of nats as ${name}, got ${options[name]}`);
  }
  if (!(options.pull >= 0 && options.pull <= 1)) throw new RangeError(`Expected pull from 0 to 1, got ${options.pull}`);
  if (!(options.blankSkip > 0 && options.blankSkip <= 1)) {
    throw new RangeError(`Expected blankSkip above 0 and at most 1, got ${options.blankSkip}`);
  }
  return options;
}
