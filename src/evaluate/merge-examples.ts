import { alignWords, Edit } from '../core/alignment';
import type { MergeTerms } from '../core/merge/merge-terms';
import type { PieceDecision } from '../core/merge/revised-utterance';
import { normaliseWords } from '../core/normalise';

/** A candidate of a finished utterance, and whether it was right. */
export interface MergeExample {
  readonly terms: MergeTerms;
  readonly isTrue: boolean;
}

/**
 * What the candidates of an utterance teach: true is one that is among its `names` and brings the text nearer to
 * `reference`, false one that does not. Names that stand there already teach nothing, and neither does a right name at a
 * place that leaves as many errors as before.
 */
export function mergeExamples(
  reference: string,
  names: readonly string[],
  written: string,
  decisions: readonly PieceDecision[],
): MergeExample[] {
  const said = normaliseWords(reference);
  const spoken = new Set(names.map((name) => normaliseWords(name).join(' ')));
  const words = written.split(/\s+/).filter((word) => word !== '');
  const errors = wordErrors(said, written);
  return decisions.flatMap(({ text, first, end, terms, verdict }) => {
    if (verdict === 'written') return [];
    const name = normaliseWords(text).join(' ').replace(/'s$/, '');
    const other = [...words.slice(0, first), text, ...words.slice(end)].join(' ');
    const better = errors - wordErrors(said, other);
    if (spoken.has(name) && better === 0) return [];
    return [{ terms, isTrue: spoken.has(name) && better > 0 }];
  });
}

function wordErrors(reference: readonly string[], text: string): number {
  return alignWords(reference, normaliseWords(text)).filter((edit) => edit !== Edit.match).length;
}
