/*
 * Finds, among thousands of names, those whose pronunciation is near a sequence of phones.
 *
 * 1. Each pronunciation is indexed by its pairs of neighbouring phone classes, with an edge at both ends: classes, since
 *    what is misheard seldom leaves its class (t and d, the front vowels).
 * 2. A query counts for every pronunciation the pairs they share, ranks by the share of both in common (Dice), and
 *    measures the exact phone distance of the best few only.
 *
 * Cost: the postings of a dozen of the 18² pairs, then `shortlist` distances.
 */

import { PhoneDistance } from './phone-distance';
import { PHONES, type Phones } from './phones';

const LIMITS = {
  /** Pronunciations whose distance is measured: of 10,000 names the right one is hardly ever below (measured in the test). */
  shortlist: 64,
  /** Share of pairs below which nothing sounds alike: less than two of nine. */
  leastShare: 0.2,
  /** Nothing sounds like what has over 1.7 times as many phones, and one more for short ones. */
  longer: 1.7,
  morePhones: 1,
};

const classes = [
  'P B',
  'T D TH DH',
  'K G',
  'F V W',
  'S Z',
  'SH ZH CH JH',
  'M N NG',
  'L',
  'R ER',
  'HH',
  'Y IY IH',
  'EH EY AE',
  'AH UH',
  'AA AO',
  'OW UW',
  'AY',
  'AW OY',
];
const edge = classes.length;
const symbols = classes.length + 1;
const classOf = Uint8Array.from(PHONES, (phone) => classes.findIndex((members) => members.split(' ').includes(phone)));

/** One way to say a name. */
export interface NameSound {
  /** Index into the list of names. */
  readonly name: number;
  readonly phones: Phones;
  /** Logarithm of its probability among the name's pronunciations. */
  readonly logProb: number;
}

export interface SoundMatch extends NameSound {
  readonly distance: number;
}

export class SoundIndex {
  /** Ordered by length, then by phones: what a tie decides does not depend on the order of the list. */
  readonly #sounds: readonly NameSound[];
  readonly #lengths: Uint16Array;
  /** Sounds of fewer than n phones. */
  readonly #shorter: Int32Array;
  /** Sounds that have pair p, in order: postings[firstPosting[p]] up to [p + 1], each as often as it has it. */
  readonly #firstPosting: Int32Array;
  readonly #postings: Int32Array;
  readonly #distance = new PhoneDistance();
  /** Of the query at hand: pairs shared with each sound, and the sounds that share any. */
  readonly #shared: Uint16Array;
  readonly #touched: Int32Array;
  readonly #shortlist = new Int32Array(LIMITS.shortlist);
  readonly #shares = new Float64Array(LIMITS.shortlist);

  constructor(sounds: readonly NameSound[]) {
    this.#sounds = sounds
      .filter(({ phones }) => phones.length > 0)
      .toSorted((a, b) => comparePhones(a.phones, b.phones));
    this.#lengths = Uint16Array.from(this.#sounds, ({ phones }) => phones.length);
    const longest = this.#sounds.at(-1)?.phones.length ?? 0;
    this.#shorter = new Int32Array(longest + 2);
    for (const { phones } of this.#sounds) this.#shorter[phones.length + 1]++;
    for (let length = 0; length <= longest; length++) this.#shorter[length + 1] += this.#shorter[length];
    this.#firstPosting = new Int32Array(symbols * symbols + 1);
    for (const { phones } of this.#sounds)
      for (let i = 0; i <= phones.length; i++) this.#firstPosting[pairAt(phones, i) + 1]++;
    for (let pair = 0; pair < symbols * symbols; pair++) this.#firstPosting[pair + 1] += this.#firstPosting[pair];
    this.#postings = new Int32Array(this.#firstPosting[symbols * symbols]);
    const next = this.#firstPosting.slice();
    this.#sounds.forEach(({ phones }, sound) => {
      for (let i = 0; i <= phones.length; i++) this.#postings[next[pairAt(phones, i)]++] = sound;
    });
    this.#shared = new Uint16Array(this.#sounds.length);
    this.#touched = new Int32Array(this.#sounds.length);
  }

  /** Up to `most` names within `farthest` of `phones`, the nearest first, each by its nearest pronunciation. */
  near(phones: Phones, most: number, farthest: number): SoundMatch[] {
    const best = new Map<number, SoundMatch>();
    const listed = this.#list(phones);
    for (let i = 0; i < listed; i++) {
      const sound = this.#sounds[this.#shortlist[i]];
      const distance = this.#distance.between(phones, sound.phones);
      const known = best.get(sound.name);
      const nearer = known === undefined || distance < known.distance;
      if (distance <= farthest && (nearer || (distance === known.distance && sound.logProb > known.logProb))) {
        best.set(sound.name, { ...sound, distance });
      }
    }
    return [...best.values()].toSorted((a, b) => a.distance - b.distance).slice(0, most);
  }

  #shorterThan(length: number): number {
    return this.#shorter[Math.max(0, Math.min(length, this.#shorter.length - 1))];
  }

  /** Puts the sounds with the largest shares into the shortlist; returns how many. */
  #list(phones: Phones): number {
    if (phones.length === 0) return 0;
    const shared = this.#shared;
    const touched = this.#touched;
    const postings = this.#postings;
    const lengths = this.#lengths;
    const shortlist = this.#shortlist;
    const shares = this.#shares;
    const first = this.#shorterThan(Math.ceil(phones.length / LIMITS.longer - LIMITS.morePhones));
    const end = this.#shorterThan(Math.floor(phones.length * LIMITS.longer + LIMITS.morePhones) + 1);
    let touches = 0;
    for (let i = 0; i <= phones.length; i++) {
      const pair = pairAt(phones, i);
      const endPosting = this.#firstPosting[pair + 1];
      for (let posting = this.#firstPosting[pair]; posting < endPosting; posting++) {
        const sound = postings[posting];
        if (sound < first) continue;
        if (sound >= end) break;
        if (shared[sound]++ === 0) touched[touches++] = sound;
      }
    }
    let listed = 0;
    let least: number = LIMITS.leastShare;
    for (let i = 0; i < touches; i++) {
      const sound = touched[i];
      const share = (2 * shared[sound]) / (phones.length + lengths[sound] + 2);
      shared[sound] = 0;
      if (share <= least) continue;
      if (listed < LIMITS.shortlist) listed++;
      let at = listed - 1;
      for (; at > 0 && shares[at - 1] < share; at--) {
        shares[at] = shares[at - 1];
        shortlist[at] = shortlist[at - 1];
      }
      shares[at] = share;
      shortlist[at] = sound;
      if (listed === LIMITS.shortlist) least = shares[listed - 1];
    }
    return listed;
  }
}

/** By length, then by phones. */
function comparePhones(a: Phones, b: Phones): number {
  if (a.length !== b.length) return a.length - b.length;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i === a.length ? 0 : a[i] - b[i];
}

/** The classes of the phone before place i and of the phone there. */
function pairAt(phones: Phones, i: number): number {
  const before = i === 0 ? edge : classOf[phones[i - 1]];
  return before * symbols + (i === phones.length ? edge : classOf[phones[i]]);
}
