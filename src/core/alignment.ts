/*
 * Word alignment: the cheapest way to turn a reference into a hypothesis, by dynamic programming over all pairs of
 * positions. Of equally cheap ways the one that fbai-speech's scorer takes (going backwards, a pair of words before an
 * insertion before a deletion), so that errors fall on the same words there and here.
 *
 * Only two rows of costs are kept, and two bits per pair of positions for the way back: 5,000 words against 5,000
 * take 6 MB.
 */

/** What each edit costs; a match costs nothing. */
export interface EditCosts {
  readonly insertion: number;
  readonly deletion: number;
  readonly substitution: number;
}

/** Every error counts one: word error rate. */
export const UNIT_COSTS: EditCosts = { insertion: 1, deletion: 1, substitution: 1 };

/** The costs of sclite and of fbai-speech's is21_deep_bias/score.py, for the error rates of rare and other words. */
export const RARE_WORD_COSTS: EditCosts = { insertion: 3, deletion: 3, substitution: 4 };

/** The steps of an alignment. A pair takes a word of both sides, a deletion one of the reference, an insertion one of the hypothesis. */
export const Edit = { match: 0, substitution: 1, insertion: 2, deletion: 3 } as const;

const LIMITS = {
  /** Pairs of positions: 1 GiB of way back, streams of some seven hours. Beyond, cut the stream. */
  pairs: 2 ** 32,
};

/** The edits that lead from `reference` to `hypothesis`, in order of the words, as values of `Edit`. */
export function alignWords(
  reference: readonly string[],
  hypothesis: readonly string[],
  costs: EditCosts = UNIT_COSTS,
): Uint8Array {
  const rows = reference.length + 1;
  const columns = hypothesis.length + 1;
  if (rows * columns > LIMITS.pairs) {
    throw new RangeError(
      `Expected at most ${LIMITS.pairs} pairs of words to align, got ${reference.length} x ${hypothesis.length}`,
    );
  }
  const ids = new Map<string, number>();
  const referenceIds = numberWords(reference, ids);
  const hypothesisIds = numberWords(hypothesis, ids);
  const back = fillBack(referenceIds, hypothesisIds, costs);

  const edits = new Uint8Array(reference.length + hypothesis.length);
  let first = edits.length;
  let row = rows - 1;
  let column = columns - 1;
  while (row > 0 || column > 0) {
    const cell = row * columns + column;
    const edit = (back[Math.floor(cell / 4)] >> (2 * (cell % 4))) & 3;
    edits[--first] = edit;
    if (edit !== Edit.insertion) row--;
    if (edit !== Edit.deletion) column--;
  }
  return edits.slice(first);
}

/** The least number of characters to insert, delete and replace that turns `reference` into `hypothesis`. */
export function editDistance(reference: string, hypothesis: string): number {
  const columns = hypothesis.length + 1;
  const letters = Uint16Array.from(hypothesis, (_, index) => hypothesis.charCodeAt(index));
  const costs = Uint32Array.from({ length: columns }, (_, column) => column);
  for (let row = 1; row <= reference.length; row++) {
    const letter = reference.charCodeAt(row - 1);
    let diagonal = costs[0];
    let left = row;
    costs[0] = row;
    for (let column = 1; column < columns; column++) {
      const above = costs[column];
      let cost = diagonal + (letters[column - 1] === letter ? 0 : 1);
      if (left + 1 < cost) cost = left + 1;
      if (above + 1 < cost) cost = above + 1;
      diagonal = above;
      left = cost;
      costs[column] = cost;
    }
  }
  return costs[columns - 1];
}

/** Two bits per pair of positions, row-major: the last edit on the cheapest way there. */
function fillBack(reference: Int32Array, hypothesis: Int32Array, costs: EditCosts): Uint8Array {
  const { insertion, deletion, substitution } = costs;
  const columns = hypothesis.length + 1;
  const back = new Uint8Array(Math.ceil(((reference.length + 1) * columns) / 4));
  let above = new Float64Array(columns);
  let current = new Float64Array(columns);
  for (let column = 1; column < columns; column++) {
    current[column] = column * insertion;
    mark(back, column, Edit.insertion);
  }
  for (let row = 1; row <= reference.length; row++) {
    [above, current] = [current, above];
    const word = reference[row - 1];
    const start = row * columns;
    current[0] = row * deletion;
    mark(back, start, Edit.deletion);
    for (let column = 1; column < columns; column++) {
      const equal = hypothesis[column - 1] === word;
      let cost = above[column - 1] + (equal ? 0 : substitution);
      let edit: number = equal ? Edit.match : Edit.substitution;
      if (current[column - 1] + insertion < cost) {
        cost = current[column - 1] + insertion;
        edit = Edit.insertion;
      }
      if (above[column] + deletion < cost) {
        cost = above[column] + deletion;
        edit = Edit.deletion;
      }
      current[column] = cost;
      mark(back, start + column, edit);
    }
  }
  return back;
}

function mark(back: Uint8Array, cell: number, edit: number): void {
  // Not shifts: a cell's number may need more than 32 bits.
  back[Math.floor(cell / 4)] |= edit << (2 * (cell % 4));
}

function numberWords(words: readonly string[], ids: Map<string, number>): Int32Array {
  return Int32Array.from(words, (word) => {
    let id = ids.get(word);
    if (id === undefined) {
      id = ids.size;
      ids.set(word, id);
    }
    return id;
  });
}
