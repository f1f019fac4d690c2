import { normaliseWords } from '../normalise';
import { spell } from '../spelling';
import { WORD_START, type Vocabulary } from '../vocabulary';

/** A word apart from the signs around it. */
export interface SignedWord {
  /** Quotes, brackets, dashes. */
  readonly before: string;
  /** From the first letter or digit to the last; empty for a word of signs alone. */
  readonly core: string;
  readonly after: string;
}

/** A word of a written text. */
export interface WrittenWord extends SignedWord {
  /** `before + core + after`. */
  readonly text: string;
  /** How it may be spelled by the acoustic model, `▁` before every spoken word; none when nothing in it is said. */
  readonly spellings: readonly string[];
}

const POSSESSIVE = /['\u2019]s$/i;

/** The words of `text`, split at its white space. */
export function writtenWords(text: string, vocabulary: Vocabulary): WrittenWord[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const signed = signedWord(word);
      return { text: word, ...signed, spellings: spellingsOf(signed.core, vocabulary) };
    });
}

/** A word and the signs around it. */
export function signedWord(word: string): SignedWord {
  const [, before, core, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(word)!;
  return { before, core, after };
}

/** As it is scored (`mister` for `Mr`), and in all ways that a name might be read (`1984`, `IBM`, `well-known`). */
export function spellingsOf(text: string, vocabulary: Vocabulary): readonly string[] {
  const plain = normaliseWords(text)
    .map((word) => WORD_START + word)
    .join('');
  const spelled = spell(text, vocabulary);
  const spellings = 'spellings' in spelled ? spelled.spellings : [];
  return plain === '' || spellings.includes(plain) ? spellings : [plain, ...spellings];
}

/** The `'s` at the end of a word, as written there, or nothing. */
export function possessiveOf(core: string): string {
  return POSSESSIVE.exec(core)?.[0] ?? '';
}
