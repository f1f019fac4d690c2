import { compileNames, type NameTrie, type VariantsOf } from '../core/name-trie';
import type { Vocabulary } from '../core/vocabulary';
import { openPronouncer, openVariants } from './open-pronouncer';
import type { Settings } from './settings';
import { techniquesOf, variantsOf } from './techniques';
import { openUserList, type UserList } from './user-list';

/** Lists as the first pass gets them, by the techniques that an evaluation uses. */
export class FirstPassNames {
  /** The techniques, as they are reported. */
  readonly techniques: string;
  readonly #used: ReturnType<typeof techniquesOf>;
  readonly #list: UserList;
  readonly #vocabulary: Vocabulary;
  readonly #variants: VariantsOf;
  /** The last list, which the next stream may have as well. */
  #last: { readonly texts: readonly string[]; readonly trie: NameTrie | undefined } | undefined;

  private constructor(
    used: ReturnType<typeof techniquesOf>,
    list: UserList,
    vocabulary: Vocabulary,
    variants: VariantsOf,
  ) {
    this.techniques = [...used].join() || 'none';
    this.#used = used;
    this.#list = list;
    this.#vocabulary = vocabulary;
    this.#variants = variants;
  }

  static async open(settings: Partial<Settings>, vocabulary: Vocabulary): Promise<FirstPassNames> {
    const used = techniquesOf(settings);
    const variants = await openVariants(await openPronouncer());
    return new FirstPassNames(used, await openUserList(settings), vocabulary, variantsOf(used, variants));
  }

  /** For the search. Undefined without names. */
  trie(texts: readonly string[]): NameTrie | undefined {
    if (this.#last?.texts !== texts) this.#last = { texts, trie: this.#compile(texts) };
    return this.#last.trie;
  }

  #compile(texts: readonly string[]): NameTrie | undefined {
    const names = this.#used.size > 0 ? this.#list(texts) : [];
    if (names.length === 0) return undefined;
    // Without a trie for the search they are still the list that words count in.
    const searched = this.#used.has('trie') ? names : names.map((name) => ({ ...name, enabled: false }));
    return compileNames(searched, this.#vocabulary, this.#variants);
  }
}
