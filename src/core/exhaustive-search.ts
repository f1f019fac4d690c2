import type { Emissions } from './emissions';
import { LOG_ZERO, logAdd } from './log-math';

import { budgetOf, type Name } from './name';
import type { Vocabulary } from './vocabulary';

/*
 * What a beam search must find if its beam is wide enough, computed as plainly as possible: every alignment is added up,
 * every way to take names out of a text is tried. For a few frames of a tiny vocabulary.
 */

/** The acoustic log-probability of every possible token sequence, by the sequence joined with commas. */
export function sumAlignments({ logProbs, frames, vocabulary }: Emissions, blank: number): Map<string, number> {
  const sums = new Map<string, number>();
  const visit = (frame: number, alignment: readonly number[], logProb: number) => {
    if (logProb === LOG_ZERO) return;
    if (frame === frames) {
      const tokens = alignment.filter((token, i) => token !== blank && token !== alignment[i - 1]).join();
      sums.set(tokens, logAdd(sums.get(tokens) ?? LOG_ZERO, logProb));
      return;
    }
    for (let token = 0; token < vocabulary; token++) {
      visit(frame + 1, [...alignment, token], logProb + logProbs[frame * vocabulary + token]);
    }
  };
  visit(0, [], 0);
  return sums;
}

/** What the names in a text have earned: the most words covered, by the fewest names, for the highest pay. */
interface Taking {
  readonly covered: number;
  readonly names: number;
  readonly paid: number;
}

/**
 * What `names`, which are in the model's own letters, earn in the text that `tokens` write. Of two names that read the
 * same the one that pays more counts.
 */
export function earnedBy(tokens: readonly number[], names: readonly Name[], vocabulary: Vocabulary): number {
  const words = vocabulary.text(tokens).split(' ').filter(Boolean);
  const best = (from: number): Taking => {
    if (from >= words.length) return { covered: 0, names: 0, paid: 0 };
    let chosen = best(from + 1);
    for (const name of names) {
      if (name.enabled === false) continue;
      for (const spelling of [name.text, ...(name.soundsLike ?? [])]) {
        const spelled = spelling.split(' ');
        if (spelled.some((word, i) => words[from + i] !== word)) continue;
        const rest = best(from + spelled.length);
        const taking = {
          covered: rest.covered + spelled.length,
          names: rest.names + 1,
          paid: rest.paid + budgetOf(name),
        };
        if (isBetter(taking, chosen)) chosen = taking;
      }
    }
    return chosen;
  };
  return best(0).paid;
}

function isBetter(a: Taking, b: Taking): boolean {
  if (a.covered !== b.covered) return a.covered > b.covered;
  if (a.names !== b.names) return a.names < b.names;
  return a.paid > b.paid;
}
