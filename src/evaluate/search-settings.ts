import type { SearchOptions } from '../core/search-options';
import type { Settings } from './settings';
import { techniquesOf } from './techniques';

/** Nats for a listed word that no unlisted one is worth less than: as though there were no class of listed names. */
const NO_CLASS = -1000;

/** What the flags ask of the search. */
export function searchSettings(asked: Partial<Settings>): Partial<SearchOptions> {
  const used = techniquesOf(asked);
  const { beam, 'lm-weight': languageWeight, 'word-bonus': wordBonus } = asked;
  return {
    ...(beam !== undefined && { beamSize: beam }),
    ...(languageWeight !== undefined && { languageWeight }),
    ...(wordBonus !== undefined && { wordBonus }),
    ...(!used.has('adaptive') && { pull: 0 }),
    ...(!used.has('unigram') && { listedName: NO_CLASS }),
  };
}
