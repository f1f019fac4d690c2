import { UtteranceNames } from '../core/lookup/utterance-names';
import type { LanguageModel } from '../core/language-model/language-model';
import type { Name } from '../core/name';
import { compileNames, type NameTrie, type VariantsOf } from '../core/name-trie';
import type { Pronouncer } from '../core/pronunciation/pronouncer';
import type { SearchOptions } from '../core/search-options';
import type { Vocabulary } from '../core/vocabulary';
import { openPronouncer, openVariants } from './open-pronouncer';
import { UsageError } from './usage-error';

/** The ways in which names of the list come into the text. Each can be left out, to see what it adds. */
export const TECHNIQUES = ['trie', 'adaptive', 'unigram', 'g2g', 'rescoring', 'lookup'] as const;

/** What the page's first pass uses; `g2g` comes from the second pass's worker. The others need pronunciations in its own. */
export const PAGE = 'trie,adaptive,unigram,g2g';

type Technique = (typeof TECHNIQUES)[number];

/** What works on the search's names and is nothing without them. */
const NEEDS_TRIE: readonly Technique[] = ['adaptive', 'unigram', 'g2g', 'rescoring'];

/** A list of names as the techniques in use want it. */
interface UsedNames {
  /** For the search. */
  readonly trie: NameTrie | undefined;
  /** For the end of an utterance. */
  readonly atEnd: UtteranceNames | undefined;
}

/** The techniques that an evaluation uses. */
export class Techniques {
  /** As they are reported. */
  readonly text: string;
  readonly #used: ReadonlySet<Technique>;
  readonly #vocabulary: Vocabulary;
  readonly #atEnd: UtteranceNames | undefined;
  readonly #variants: VariantsOf;

  private constructor(
    used: ReadonlySet<Technique>,
    vocabulary: Vocabulary,
    pronouncer: Pronouncer,
    variants: VariantsOf,
    search: Partial<SearchOptions>,
    language: LanguageModel | undefined,
  ) {
    const [rescoring, lookup] = [used.has('rescoring'), used.has('lookup')];
    this.text = [...used].join() || 'none';
    this.#used = used;
    this.#vocabulary = vocabulary;
    if (rescoring || lookup) this.#atEnd = new UtteranceNames(vocabulary, pronouncer, { rescoring, lookup }, search);
    this.#atEnd?.setLanguage(language);
    this.#variants = used.has('g2g') ? variants : () => [];
  }

  /** `asked`: the flag's text. */
  static async open(
    asked: string | undefined,
    vocabulary: Vocabulary,
    search: Partial<SearchOptions>,
    language?: LanguageModel,
  ): Promise<Techniques> {
    const used = readTechniques(asked ?? PAGE);
    const pronouncer = await openPronouncer();
    return new Techniques(used, vocabulary, pronouncer, await openVariants(pronouncer), search, language);
  }

  /** Takes another list. */
  names(list: readonly Name[]): UsedNames {
    const names = this.#used.size > 0 ? list : [];
    this.#atEnd?.setNames(names, this.#variants);
    // Without a trie for the search they are still the list that words count in.
    const searched = this.#used.has('trie') ? names : names.map((name) => ({ ...name, enabled: false }));
    const trie = names.length === 0 ? undefined : compileNames(searched, this.#vocabulary, this.#variants);
    return { trie, atEnd: names.length === 0 ? undefined : this.#atEnd };
  }
}

/** Reads `none`, `all` or names apart by commas. Throws a UsageError that says what is unknown or cannot be. */
export function readTechniques(text: string): ReadonlySet<Technique> {
  if (text === 'none') return new Set();
  if (text === 'all') return new Set(TECHNIQUES);
  const techniques = new Set<Technique>();
  for (const word of text.split(',')) {
    const technique = TECHNIQUES.find((known) => known === word);
    if (technique === undefined) {
      throw new UsageError(`Expected none, all or some of ${TECHNIQUES.join()} after --techniques, got ${word}`);
    }
    techniques.add(technique);
  }
  const alone = NEEDS_TRIE.find((technique) => techniques.has(technique));
  if (alone !== undefined && !techniques.has('trie')) {
    throw new UsageError(`Expected trie among the --techniques with ${alone}, which works on the names of the search`);
  }
  return techniques;
}
