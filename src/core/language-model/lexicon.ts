/**
 * The words of a language model as a trie over their letters, so that a word can be judged before it has ended. Nodes are
 * numbered level by level with siblings side by side: a node's children are the ids from firstChild[node] up to
 * firstChild[node + 1], in order of their letters.
 */
export interface Lexicon {
  readonly firstChild: Int32Array;
  /** UTF-16 code of the letter that leads to the node. */
  readonly letter: Uint16Array;
  /** The word that ends at the node, or −1. */
  readonly word: Int32Array;
  /** The lowest cost, without any context, of the words that begin so. */
  readonly leastCost: Uint8Array;
}

export const LEXICON_ROOT = 0;
/** Where no word of the lexicon begins so. */
export const OUTSIDE = -1;

/** `words` in order of their UTF-16 codes and distinct; `ids` and `costs` (by id) are theirs. */
export function buildLexicon(words: readonly string[], ids: ArrayLike<number>, costs: ArrayLike<number>): Lexicon {
  let most = 1;
  for (const word of words) most += word.length;
  const [firstWord, endWord, depth] = [new Int32Array(most), new Int32Array(most), new Uint8Array(most)];
  const [firstChild, letter] = [new Int32Array(most + 1), new Uint16Array(most)];
  const word = new Int32Array(most).fill(-1);
  endWord[LEXICON_ROOT] = words.length;
  let size = 1;
  for (let node = LEXICON_ROOT; node < size; node++) {
    firstChild[node] = size;
    let next = firstWord[node];
    if (next < endWord[node] && words[next].length === depth[node]) word[node] = ids[next++];
    while (next < endWord[node]) {
      const code = words[next].charCodeAt(depth[node]);
      const child = size++;
      firstWord[child] = next;
      while (next < endWord[node] && words[next].charCodeAt(depth[node]) === code) next++;
      endWord[child] = next;
      depth[child] = depth[node] + 1;
      letter[child] = code;
    }
  }
  firstChild[size] = size;
  const leastCost = new Uint8Array(size).fill(255);
  for (let node = size - 1; node >= LEXICON_ROOT; node--) {
    if (word[node] >= 0) leastCost[node] = costs[word[node]];
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      leastCost[node] = Math.min(leastCost[node], leastCost[child]);
    }
  }
  return {
    firstChild: firstChild.slice(0, size + 1),
    letter: letter.slice(0, size),
    word: word.slice(0, size),
    leastCost,
  };
}

/** The node after the letter `code` is read at `node`, or OUTSIDE. */
export function stepLexicon({ firstChild, letter }: Lexicon, node: number, code: number): number {
  if (node === OUTSIDE) return OUTSIDE;
  const end = firstChild[node + 1];
  for (let child = firstChild[node]; child < end; child++) if (letter[child] === code) return child;
  return OUTSIDE;
}
