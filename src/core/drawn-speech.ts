import { logSoftmax, type Emissions } from './emissions';
import { Vocabulary, WORD_START } from './vocabulary';

/** A vocabulary of the kind that the models have: every letter, the apostrophe, frequent words and parts of words. */
export const drawnVocabulary = new Vocabulary({
  blank: 0,
  pieces: (
    "<blank> ▁ a b c d e f g h i j k l m n o p q r s t u v w x y z ' " +
    '▁a ▁b ▁c ▁d ▁f ▁g ▁h ▁i ▁m ▁p ▁s ▁w ▁an ▁de ▁he ▁it ▁ma ▁mar ▁new ▁no ▁re ▁see ▁st ▁to ▁we ' +
    '▁and ▁at ▁for ▁her ▁his ▁in ▁is ▁of ▁on ▁that ▁the ▁was ▁with ▁you ▁said ▁house ▁time ' +
    'al an ar at ation bor ce ch ed el en er es et ic ie il in ing ion is it le ll ly na nd ne nn or ou qu ra re ri ' +
    'ro sh son st ter th ti ton tion un ur us ver york'
  ).split(' '),
});

/** Cases for tests and benchmarks, the same ones on every run: numbers from a seed (mulberry32), speech from numbers. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to below 1. */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  shuffled<T>(values: readonly T[]): T[] {
    const keys = values.map(() => this.uniform());
    const order = values.map((_, i) => i).toSorted((a, b) => keys[a] - keys[b]);
    return order.map((i) => values[i]);
  }

  /** Of mean 0 and variance 1, near enough. */
  normal(): number {
    let sum = -2;
    for (let i = 0; i < 4; i++) sum += this.uniform();
    return Math.sqrt(3) * sum;
  }
}

/** Frames of no speech at all: every token by chance. The higher `contrast`, the surer each frame is. */
export function drawEmissions(draw: Draw, frames: number, vocabulary: number, contrast = 2): Emissions {
  const logProbs = Float32Array.from({ length: frames * vocabulary }, () => contrast * draw.normal());
  logSoftmax(logProbs, vocabulary);
  return { logProbs, frames, vocabulary };
}

/** One frame for each of `heard`: the probabilities of some pieces; the blank has the rest, all others next to nothing. */
export function hear(vocabulary: Vocabulary, ...heard: readonly Readonly<Record<string, number>>[]): Emissions {
  const { size, blank, pieces } = vocabulary;
  const logProbs = new Float32Array(heard.length * size);
  heard.forEach((probabilities, frame) => {
    const row = logProbs.subarray(frame * size, (frame + 1) * size).fill(1e-9);
    let rest = 1;
    for (const [piece, probability] of Object.entries(probabilities)) {
      if (!pieces.includes(piece)) throw new RangeError(`Expected a piece of the vocabulary, got ${piece}`);
      row[pieces.indexOf(piece)] += probability;
      rest -= probability;
    }
    row[blank] += rest;
    row.forEach((probability, token) => (row[token] = Math.log(probability)));
    logSoftmax(row, size);
  });
  return { logProbs, frames: heard.length, vocabulary: size };
}

/** The tokens of `text`, cut into pieces by chance: no two spellings of a word need be the same. */
export function drawTokens(draw: Draw, text: string, vocabulary: Vocabulary): number[] {
  const tokens: number[] = [];
  let rest = WORD_START + text.replaceAll(' ', WORD_START);
  while (rest !== '') {
    const lengths = [6, 5, 4, 3, 2, 1].filter((length) => vocabulary.pieces.includes(rest.slice(0, length)));
    const length = draw.uniform() < 0.8 ? lengths[0] : draw.pick(lengths);
    tokens.push(vocabulary.pieces.indexOf(rest.slice(0, length)));
    rest = rest.slice(length);
  }
  return tokens;
}

/**
 * What a CTC model might say while someone says `text`: a peak per token, blanks between, some 7 frames a word. Where
 * `unsure` (0 to 1) is high, other tokens have a share of the peaks or win them.
 */
export function speak(draw: Draw, text: string, vocabulary: Vocabulary, unsure = 0.3): Emissions {
  return speakTokens(draw, drawTokens(draw, text, vocabulary), vocabulary, unsure);
}

/** The same of tokens of any kind. */
export function speakTokens(
  draw: Draw,
  tokens: readonly number[],
  { size, blank }: Pick<Vocabulary, 'size' | 'blank'>,
  unsure = 0.3,
): Emissions {
  const rows: Float32Array[] = [];
  const addRow = (token: number, logit: number) => {
    const row = Float32Array.from({ length: size }, () => 1.5 * draw.normal());
    row[blank] += 6;
    row[token] += logit;
    if (token !== blank) row[draw.below(size)] += 2 * logit * unsure * draw.uniform();
    rows.push(row);
  };
  let previous = blank;
  for (const token of tokens) {
    const pause = draw.below(4) + (token === previous ? 1 : 0);
    for (let i = 0; i < pause; i++) addRow(blank, 6);
    addRow(token, 13);
    if (draw.uniform() < 0.3) addRow(token, 11);
    previous = token;
  }
  addRow(blank, 6);
  const logProbs = new Float32Array(rows.length * size);
  rows.forEach((row, frame) => logProbs.set(row, frame * size));
  logSoftmax(logProbs, size);
  return { logProbs, frames: rows.length, vocabulary: size };
}

/** The frames [start, end) of `emissions`, copied. */
export function cutEmissions({ logProbs, frames, vocabulary }: Emissions, start: number, end = frames): Emissions {
  return { logProbs: logProbs.slice(start * vocabulary, end * vocabulary), frames: end - start, vocabulary };
}

/** The frames of all `parts`, one after the other. */
export function joinEmissions(parts: readonly Emissions[]): Emissions {
  const [{ vocabulary }] = parts;
  const frames = parts.reduce((sum, part) => sum + part.frames, 0);
  const logProbs = new Float32Array(frames * vocabulary);
  let row = 0;
  for (const part of parts) {
    logProbs.set(part.logProbs, row);
    row += part.logProbs.length;
  }
  return { logProbs, frames, vocabulary };
}
