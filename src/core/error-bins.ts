import { alignWords, Edit } from './alignment';
import { countEdit, emptyErrors, type ErrorCounts } from './score';

/**
 * The word errors of one long stream, told apart by where in the stream the reference word was said: reference word i
 * lies in bin `binOfWord[i]` of `bins`. An inserted word belongs to the reference word before it. The whole stream is
 * aligned at once, so the bins sum to the stream's errors and no word is lost at a bin's border.
 */
export function binErrors(
  reference: readonly string[],
  hypothesis: readonly string[],
  binOfWord: ArrayLike<number>,
  bins: number,
): ErrorCounts[] {
  if (binOfWord.length !== reference.length) {
    throw new RangeError(`Expected a bin for each of ${reference.length} words, got ${binOfWord.length}`);
  }
  const errors = Array.from({ length: bins }, emptyErrors);
  let row = 0;
  for (const edit of alignWords(reference, hypothesis)) {
    const word = edit === Edit.insertion ? Math.max(0, row - 1) : row;
    const bin = reference.length > 0 ? binOfWord[word] : 0;
    if (!(bin >= 0 && bin < bins)) throw new RangeError(`Expected a bin below ${bins} for word ${word}, got ${bin}`);
    countEdit(errors[bin], edit);
    if (edit !== Edit.insertion) row++;
  }
  return errors;
}
