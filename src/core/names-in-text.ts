import { normaliseWords } from './normalise';

/**
 * Finds the names of a list in normalised text: a name stands there when its normalised words do, one after the other.
 * Names that read the same (`O'Neill`, `o'neill`) are one; names without a letter or digit stand nowhere.
 */
export class NamesInText {
  /** The list's names by their first word. */
  readonly #byFirstWord = new Map<string, { readonly name: string; readonly words: readonly string[] }[]>();

  /** `wordsOf` may remember what it has normalised, for lists that share names. */
  constructor(names: Iterable<string>, wordsOf: (name: string) => readonly string[] = normaliseWords) {
    const seen = new Set<string>();
    for (const name of names) {
      const words = wordsOf(name);
      const key = words.join(' ');
      if (words.length === 0 || seen.has(key)) continue;
      seen.add(key);
      const sameStart = this.#byFirstWord.get(words[0]);
      if (sameStart) sameStart.push({ name, words });
      else this.#byFirstWord.set(words[0], [{ name, words }]);
    }
  }

  /** How often each name stands in `text` (normalised words); names that do not are absent. Names may overlap. */
  count(text: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (let start = 0; start < text.length; start++) {
      for (const { name, words } of this.#byFirstWord.get(text[start]) ?? []) {
        if (words.every((word, index) => text[start + index] === word)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    return counts;
  }
}
