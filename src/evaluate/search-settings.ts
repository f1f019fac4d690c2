import type { SearchOptions } from '../core/search-options';
import type { Settings } from './settings';

/** What the flags ask of the search. */
export function searchSettings(asked: Partial<Settings>): Partial<SearchOptions> {
  const { beam, 'lm-weight': languageWeight, 'word-bonus': wordBonus } = asked;
  return {
    ...(beam !== undefined && { beamSize: beam }),
    ...(languageWeight !== undefined && { languageWeight }),
    ...(wordBonus !== undefined && { wordBonus }),
  };
}
