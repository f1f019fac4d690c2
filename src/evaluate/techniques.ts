import type { VariantsOf } from '../core/name-spellings';
import type { NameSources } from '../core/merge/name-candidates';
import type { Settings } from './settings';
import { UsageError } from './usage-error';

/** The ways in which names of the list come into the text. Each can be left out, to see what it adds. */
export const TECHNIQUES = ['trie', 'adaptive', 'unigram', 'g2g', 'rescoring', 'lookup'] as const;

type Technique = (typeof TECHNIQUES)[number];

/** What works on the search's names and is nothing without them. */
const NEEDS_TRIE: readonly Technique[] = ['adaptive', 'unigram', 'g2g', 'rescoring'];

/** What works at the end of an utterance, where its names are decided. */
const AT_END: readonly Technique[] = ['rescoring', 'lookup'];

/** Which techniques the settings ask for. Throws a UsageError that says what is unknown or cannot be. */
export function techniquesOf({
  techniques = 'all',
  final,
}: Pick<Partial<Settings>, 'techniques' | 'final'>): ReadonlySet<Technique> {
  const used = readTechniques(techniques);
  if (final !== 'off') return used;
  const late = AT_END.find((technique) => used.has(technique));
  if (late !== undefined && techniques !== 'all') {
    throw new UsageError(`Expected --final on, both or unread with ${late}, which works at the end of an utterance`);
  }
  return new Set([...used].filter((technique) => !AT_END.includes(technique)));
}

/** Reads `none`, `all` or techniques apart by commas. */
function readTechniques(text: string): ReadonlySet<Technique> {
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

/** Where the merge has its candidates from. */
export function sourcesOf(used: ReadonlySet<Technique>): NameSources {
  return { heard: used.has('rescoring'), sounds: used.has('lookup') };
}

/** The spellings of names by their sound, if they are used. */
export function variantsOf(used: ReadonlySet<Technique>, variants: VariantsOf): VariantsOf {
  return used.has('g2g') ? variants : () => [];
}
