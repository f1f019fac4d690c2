/*
 * How unlike two sequences of phones sound: the cheapest way to turn one into the other, where phones that are easily
 * taken for each other are cheap to exchange and those that are easily missed are cheap to leave out.
 *
 * The costs come from how the phones are made: a vowel is a place in the mouth (height, backness), lips, a glide and the
 * colour of r; a consonant a place, a manner and a voice. They are closed under exchange (no way round is cheaper than
 * the direct one), so the distance is a metric: symmetric, 0 for the same alone, and obeys the triangle inequality.
 * A cost of 1 is about a clear mishearing (`P` for `K`).
 */

import { PHONES, type Phones } from './phones';

/** Height (0 closed to 3 open), backness (0 front to 2 back), rounded, glides to y, glides to w, coloured by r. */
const vowels: Readonly<Record<string, readonly [number, number, number, number, number, number]>> = {
  IY: [0, 0, 0, 0, 0, 0],
  IH: [0.7, 0.4, 0, 0, 0, 0],
  EY: [1, 0, 0, 1, 0, 0],
  EH: [1.7, 0.2, 0, 0, 0, 0],
  AE: [2.5, 0.3, 0, 0, 0, 0],
  AA: [3, 1.6, 0, 0, 0, 0],
  AH: [1.7, 1.1, 0, 0, 0, 0],
  AO: [2.3, 2, 0.6, 0, 0, 0],
  OW: [1.3, 1.8, 0.6, 0, 1, 0],
  UH: [0.8, 1.4, 0.6, 0, 0, 0],
  UW: [0, 1.7, 0.7, 0, 0, 0],
  ER: [1.6, 1.1, 0, 0, 0, 1],
  AY: [2.8, 1.2, 0, 1, 0, 0],
  AW: [2.8, 1.2, 0, 0, 1, 0],
  OY: [2, 2, 0.6, 1, 0, 0],
};
const vowelWeights = [0.35, 0.3, 0.2, 0.5, 0.5, 0.7];

/** Place (0 lips to 7 glottis), how far the air is stopped (0 glide to 4 stop), voiced, nasal, hissing, lateral, r. */
const consonants: Readonly<Record<string, readonly [number, number, number, number, number, number, number]>> = {
  P: [0, 4, 0, 0, 0, 0, 0],
  B: [0, 4, 1, 0, 0, 0, 0],
  T: [3, 4, 0, 0, 0, 0, 0],
  D: [3, 4, 1, 0, 0, 0, 0],
  K: [6, 4, 0, 0, 0, 0, 0],
  G: [6, 4, 1, 0, 0, 0, 0],
  CH: [4, 3.5, 0, 0, 1, 0, 0],
  JH: [4, 3.5, 1, 0, 1, 0, 0],
  F: [1, 2.5, 0, 0, 0, 0, 0],
  V: [1, 2.5, 1, 0, 0, 0, 0],
  TH: [2, 2.5, 0, 0, 0, 0, 0],
  DH: [2, 2.5, 1, 0, 0, 0, 0],
  S: [3, 2.5, 0, 0, 1, 0, 0],
  Z: [3, 2.5, 1, 0, 1, 0, 0],
  SH: [4, 2.5, 0, 0, 1, 0, 0],
  ZH: [4, 2.5, 1, 0, 1, 0, 0],
  HH: [7, 1.5, 0, 0, 0, 0, 0],
  M: [0, 3, 1, 1, 0, 0, 0],
  N: [3, 3, 1, 1, 0, 0, 0],
  NG: [6, 3, 1, 1, 0, 0, 0],
  L: [3, 1, 1, 0, 0, 1, 0],
  R: [4, 0.5, 1, 0, 0, 0, 1],
  W: [1, 0, 1, 0, 0, 0, 0],
  Y: [5, 0, 1, 0, 0, 0, 0],
};
const consonantWeights = [0.12, 0.22, 0.3, 0.5, 0.45, 0.6, 0.6];

/** Vowels and the consonants that come near them. */
const glides: readonly (readonly [string, string, number])[] = [
  ['Y', 'IY', 0.5],
  ['Y', 'IH', 0.6],
  ['W', 'UW', 0.5],
  ['W', 'UH', 0.6],
  ['R', 'ER', 0.3],
  ['L', 'AO', 0.9],
  ['L', 'UH', 0.9],
];

/** What it costs to leave a phone out or to put it in. */
const omissions: Readonly<Record<string, number>> = {
  AH: 0.5,
  IH: 0.6,
  HH: 0.5,
  Y: 0.5,
  T: 0.7,
  D: 0.7,
  R: 0.7,
  W: 0.7,
};
const omission = { vowel: 0.85, consonant: 0.9 };

const none = PHONES.length;
const symbols = PHONES.length + 1;
const costs = closedCosts();

/** The cost of exchanging two phones. */
export function exchangeCost(a: number, b: number): number {
  return costs[a * symbols + b];
}

/** The cost of leaving a phone out, or of putting it in. */
export function omissionCost(phone: number): number {
  return costs[phone * symbols + none];
}

/** Measures distances. Keeps its row, which grows to the longest sequence. */
export class PhoneDistance {
  #row = new Float64Array(64);

  /** 0 for the same; the sum of omissions for nothing against something. */
  between(a: Phones, b: Phones): number {
    if (this.#row.length <= b.length) this.#row = new Float64Array(2 * b.length);
    const row = this.#row;
    row[0] = 0;
    for (let j = 0; j < b.length; j++) row[j + 1] = row[j] + costs[b[j] * symbols + none];
    for (let i = 0; i < a.length; i++) {
      const from = a[i] * symbols;
      const omit = costs[from + none];
      let diagonal = row[0];
      row[0] += omit;
      for (let j = 0; j < b.length; j++) {
        const exchanged = diagonal + costs[from + b[j]];
        const omitted = row[j + 1] + omit;
        const added = row[j] + costs[b[j] * symbols + none];
        diagonal = row[j + 1];
        row[j + 1] = Math.min(exchanged, omitted, added);
      }
    }
    return row[b.length];
  }
}

/** (PHONES + nothing)², with no way round cheaper than the direct one (Floyd and Warshall). */
function closedCosts(): Float64Array {
  const table = new Float64Array(symbols * symbols).fill(Infinity);
  const set = (a: number, b: number, cost: number) => {
    table[a * symbols + b] = table[b * symbols + a] = cost;
  };
  PHONES.forEach((phone, a) => {
    set(a, a, 0);
    set(a, none, omissions[phone] ?? (phone in vowels ? omission.vowel : omission.consonant));
    PHONES.slice(0, a).forEach((other, b) => {
      const [these, those, weights] =
        phone in vowels
          ? [vowels[phone], vowels[other], vowelWeights]
          : [consonants[phone], consonants[other], consonantWeights];
      if (those !== undefined)
        set(
          a,
          b,
          weights.reduce((sum, w, i) => sum + w * Math.abs(these[i] - those[i]), 0),
        );
    });
  });
  for (const [a, b, cost] of glides) set(PHONES.indexOf(a), PHONES.indexOf(b), cost);
  set(none, none, 0);
  for (let via = 0; via < symbols; via++) {
    for (let a = 0; a < symbols; a++) {
      for (let b = 0; b < symbols; b++) {
        const round = table[a * symbols + via] + table[via * symbols + b];
        if (round < table[a * symbols + b]) table[a * symbols + b] = round;
      }
    }
  }
  return table;
}
