import { budgetOf, isSameName, type Name, type SkippedName } from './name';
import type { SoundSpelling } from './pronunciation/sound-speller';
import { spell } from './spelling';
import { WORD_START, type Vocabulary } from './vocabulary';

/** How a spelling relates to the name's text, as flags. */
export const SpellingKind = { soundsLike: 1, possessive: 2, bareApostrophe: 4, variant: 8 } as const;

/** The suffix that a spelling of `kind` adds to the name's text. */
export function suffixOf(kind: number): string {
  if (kind & SpellingKind.possessive) return "'s";
  return kind & SpellingKind.bareApostrophe ? "'" : '';
}

/** How else the model may write a name (pronunciation/name-speller.ts). */
export type VariantsOf = (name: Name) => readonly SoundSpelling[];

/** A variant that would pay less than this, in nats, would change nothing. */
const LEAST_PAID = 0.5;

/** Whether a variant of `name` pays enough to change anything. */
export function hasEffect(name: Name, { logProb }: SoundSpelling): boolean {
  return budgetOf(name) + logProb >= LEAST_PAID;
}

/** A variant as people write it. */
export function plainSpelling(variant: string): string {
  return variant.replaceAll(WORD_START, ' ').trim();
}

/** One way in which a name is written. */
export interface NameSpelling {
  readonly text: string;
  readonly kind: number;
  /** Where two names read the same, the lower rank has the text: likelier spellings, then sounds-likes, suffixes, parts, variants. */
  readonly rank: number;
  /** Nats that the spelling pays less than the name. */
  readonly discount: number;
}

/** A name, and all that it may be written as. */
export interface SpelledName {
  readonly name: Name;
  readonly variants: readonly SoundSpelling[];
  readonly spellings: readonly NameSpelling[];
  readonly skipped: readonly Omit<SkippedName, 'index'>[];
}

const RANK = { soundsLike: 100, suffix: 1000, part: 5000, variant: 10_000 };

/** Whether `known`, of the same text, is how `name` is spelled. */
export function isSpelledSo(known: SpelledName, name: Name, variants: readonly SoundSpelling[]): boolean {
  if (known.variants === variants && known.name === name) return true;
  return (
    isSameName(known.name, name) &&
    known.variants.length === variants.length &&
    variants.every(
      ({ text, logProb }, at) => known.variants[at].text === text && known.variants[at].logProb === logProb,
    )
  );
}

/** Names and sounds-likes that cannot be used are listed in `skipped`; one that is off has no spellings. */
export function spellName(name: Name, vocabulary: Vocabulary, variants: readonly SoundSpelling[]): SpelledName {
  const spellings: NameSpelling[] = [];
  const skipped: Omit<SkippedName, 'index'>[] = [];
  if (name.enabled === false) return { name, variants, spellings, skipped };
  const suffixes = vocabulary.writes("'") ? [SpellingKind.possessive, SpellingKind.bareApostrophe] : [];
  const part = name.partOf === undefined ? 0 : RANK.part;
  [name.text, ...(name.soundsLike ?? [])].forEach((written, nth) => {
    const spelled = spell(written, vocabulary);
    if (!('spellings' in spelled)) {
      skipped.push({ text: written, ...spelled });
      return;
    }
    const source = nth === 0 ? 0 : SpellingKind.soundsLike;
    spelled.spellings.forEach((text, nthSpelling) => {
      const rank = (nth === 0 ? 0 : RANK.soundsLike) + part + nthSpelling;
      spellings.push({ text, kind: source, rank, discount: 0 });
      for (const suffix of suffixes) {
        if (!takesSuffix(text, suffix)) continue;
        spellings.push({ text: text + suffixOf(suffix), kind: source | suffix, rank: rank + RANK.suffix, discount: 0 });
      }
    });
  });
  if (name.negative !== true) spellings.push(...spelledVariants(name, vocabulary, variants));
  // In other letters than the model's it is heard by its sounds-likes and pronunciations.
  const isHeard = spellings.length > 0;
  return { name, variants, spellings, skipped: isHeard ? skipped.filter(({ text }) => text !== name.text) : skipped };
}

function spelledVariants(name: Name, vocabulary: Vocabulary, variants: readonly SoundSpelling[]): NameSpelling[] {
  const part = name.partOf === undefined ? 0 : RANK.part;
  return variants.flatMap(({ text, logProb }, variant) => {
    const isWritable = Array.from(text).every((letter) => vocabulary.writes(letter));
    if (!isWritable || !hasEffect(name, { text, logProb }) || name.notAs?.includes(plainSpelling(text))) return [];
    return [{ text, kind: SpellingKind.variant, rank: RANK.variant + part + variant, discount: -logProb }];
  });
}

/** `Anna's`, and both `James'` and `James's`; but what ends in an apostrophe already (`Wendy's`) takes none. */
function takesSuffix(text: string, suffix: number): boolean {
  if (/'s?$/.test(text)) return false;
  return suffix === SpellingKind.possessive || text.endsWith('s');
}
