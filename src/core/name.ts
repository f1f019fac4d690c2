/** A name as the user lists it: something the recognizer should know how to write. */
export interface Name {
  /** As it is to be written: `Siobhán O'Brien`, `R2-D2`. */
  readonly text: string;
  /** Other spellings by which the model may hear it (`shivawn`); what is written is always `text`. */
  readonly soundsLike?: readonly string[];
  /** What the model may write for its sound by `NameSpeller`, but does not mean it: the user knows better. */
  readonly notAs?: readonly string[];
  /** Pronunciations in IPA. */
  readonly ipa?: readonly string[];
  /**
   * How much likelier than its sound alone says, in nats, 0 to 10: 10 means e¹⁰ times (as in the Web Speech API).
   * Without it, `AUTOMATIC_BOOST`.
   */
  readonly boost?: number;
  readonly group?: string;
  /** A name that is switched off stays in the list and does nothing. Default true. */
  readonly enabled?: boolean;
  /** A text to be written *less* often: its boost is taken away instead of given. */
  readonly negative?: boolean;
  /** Whether its words are written where they stand alone. Default: where it looks like a person's (name-parts.ts). */
  readonly parts?: boolean;
  /** Of a part that was made of a listed name: the text of that. */
  readonly partOf?: string;
}

/** The text of the listed name that `name` is, or is a part of. */
export function wholeOf({ text, partOf = text }: Pick<Name, 'text' | 'partOf'>): string {
  return partOf;
}

/** Boost of a name that says nothing about it, in nats: ninety times likelier than its sound alone says. */
export const AUTOMATIC_BOOST = 4.5;

export const BOOST_RANGE = { min: 0, max: 10 } as const;

/** Why a name of the list has no effect; the sentence for the user is made in the page. */
export type UnusableReason =
  /** Nothing in it can be spoken: it is empty or has only signs. */
  | 'no-letters'
  /** It has letters that the model cannot write (`letters`). */
  | 'unknown-letters'
  | 'too-long'
  /** Another name of the list (`other`) reads the same. */
  | 'same-as-other';

export interface SkippedName {
  /** Index into the list. */
  readonly index: number;
  readonly text: string;
  readonly reason: UnusableReason;
  /** The letters of an `unknown-letters` name. */
  readonly letters?: string;
  /** The index of the name that took the place of a `same-as-other` name. */
  readonly other?: number;
}

/** What became of a list of names. */
export interface NamesReport {
  /** Names that have an effect. */
  readonly active: number;
  readonly skipped: readonly SkippedName[];
  /** Time from the list to its use in the decoder. */
  readonly compileMs: number;
}

/** Whether both say the same: lists are edited one name at a time, and what has not changed need not be done again. */
export function isSameName(one: Name, other: Name): boolean {
  if (one === other) return true;
  for (const key of NAME_KEYS) {
    const [value, against] = [one[key], other[key]];
    if (value === against) continue;
    if (!Array.isArray(value) || !Array.isArray(against) || value.length !== against.length) return false;
    if (value.some((text, at) => text !== against[at])) return false;
  }
  return true;
}

/** TypeScript sees to it that none is missing. */
const NAME_KEYS = Object.keys({
  text: 0,
  soundsLike: 0,
  notAs: 0,
  ipa: 0,
  boost: 0,
  group: 0,
  enabled: 0,
  negative: 0,
  parts: 0,
  partOf: 0,
} satisfies Record<keyof Name, 0>) as (keyof Name)[];

/** Throws a TypeError or a RangeError that names the entry and the value where `name` is none. */
export function checkName(name: Name, index: number): void {
  if (typeof name.text !== 'string')
    throw new TypeError(`Expected name ${index} to have a text, got ${String(name.text)}`);
  const { soundsLike = [], boost = AUTOMATIC_BOOST } = name;
  if (!Array.isArray(soundsLike) || soundsLike.some((spelling) => typeof spelling !== 'string')) {
    throw new TypeError(
      `Expected soundsLike of name ${index} to be a list of texts, got ${JSON.stringify(soundsLike)}`,
    );
  }
  if (!(boost >= BOOST_RANGE.min && boost <= BOOST_RANGE.max)) {
    throw new RangeError(`Expected boost of name ${index} from ${BOOST_RANGE.min} to ${BOOST_RANGE.max}, got ${boost}`);
  }
}

/** What a confirmed occurrence of `name` adds to a hypothesis' score, in nats: below 0 for a negative name. */
export function budgetOf({ boost = AUTOMATIC_BOOST, negative = false }: Name): number {
  return negative ? 0 - boost : boost; // not -boost: a zero has no sign
}
