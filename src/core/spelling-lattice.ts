import { WORD_START, type Vocabulary } from './vocabulary';

/** The tokens of a vocabulary by their text. */
export class PieceTable {
  readonly blank: number;
  /** Characters of the longest piece. */
  readonly longest: number;
  readonly #tokens = new Map<string, number>();

  constructor({ pieces, blank }: Pick<Vocabulary, 'pieces' | 'blank'>) {
    this.blank = blank;
    let longest = 0;
    for (let token = 0; token < pieces.length; token++) {
      if (token === blank) continue;
      this.#tokens.set(pieces[token], token);
      longest = Math.max(longest, pieces[token].length);
    }
    this.longest = longest;
  }

  tokenOf(piece: string): number | undefined {
    return this.#tokens.get(piece);
  }
}

/** Between two nodes: what one token writes of one word. */
interface Arc {
  readonly from: number;
  readonly to: number;
  readonly token: number;
  readonly word: number;
}

/**
 * All ways in which a vocabulary can write a sequence of words: an acyclic graph from node 0 to the last node whose arcs
 * are tokens. A node is a place between two characters; each word may have alternative spellings, which begin and end
 * at the same nodes. Every path is a different sequence of tokens, so a sum over paths counts nothing twice.
 */
export class SpellingLattice {
  /** Nodes are in topological order: every arc leads to a higher one. */
  readonly nodes: number;
  readonly arcs: number;
  /** Arcs are ordered by the node they end at: those that end at n are firstEnding[n] up to firstEnding[n + 1]. */
  readonly firstEnding: Int32Array;
  readonly arcFrom: Int32Array;
  readonly arcTo: Int32Array;
  readonly arcToken: Int32Array;
  /** Index of the word that the arc belongs to. */
  readonly arcWord: Int32Array;
  /** 1 for arcs that may follow one of the same token: CTC needs a blank between the two. */
  readonly repeats: Uint8Array;
  /** 1 for words that no path writes: they have no arcs and take no time. */
  readonly unwritable: Uint8Array;

  /** The blank's token. */
  readonly blank: number;

  private constructor(nodes: number, words: number, arcs: readonly Arc[], blank: number) {
    this.blank = blank;
    this.nodes = nodes;
    this.arcs = arcs.length;
    this.firstEnding = new Int32Array(nodes + 1);
    this.arcFrom = new Int32Array(arcs.length);
    this.arcTo = new Int32Array(arcs.length);
    this.arcToken = new Int32Array(arcs.length);
    this.arcWord = new Int32Array(arcs.length);
    this.repeats = new Uint8Array(arcs.length);
    this.unwritable = new Uint8Array(words).fill(1);
    for (const { to } of arcs) this.firstEnding[to + 1]++;
    for (let node = 0; node < nodes; node++) this.firstEnding[node + 1] += this.firstEnding[node];
    const next = this.firstEnding.slice();
    for (const { from, to, token, word } of arcs) {
      const arc = next[to]++;
      this.arcFrom[arc] = from;
      this.arcTo[arc] = to;
      this.arcToken[arc] = token;
      this.arcWord[arc] = word;
      this.unwritable[word] = 0;
    }
    for (let arc = 0; arc < this.arcs; arc++) {
      const from = this.arcFrom[arc];
      for (let before = this.firstEnding[from]; before < this.firstEnding[from + 1]; before++) {
        if (this.arcToken[before] === this.arcToken[arc]) this.repeats[arc] = 1;
      }
    }
  }

  /**
   * The lattice of `words`, each given as its alternative spellings (`▁well▁known`, `▁wellknown`). What `pieces` cannot
   * write is left out; a word of which nothing is left is `unwritable`.
   */
  static ofWords(words: readonly (readonly string[])[], pieces: PieceTable): SpellingLattice {
    const arcs: Arc[] = [];
    let nodes = 1;
    words.forEach((spellings, word) => {
      const first = nodes - 1;
      const found: Arc[] = [];
      // The word's last node comes after those inside its spellings, whose number is not known yet.
      const last = -1;
      for (const spelling of new Set(spellings)) {
        const inside = nodes - 1;
        const nodeAt = (place: number) => (place === 0 ? first : place === spelling.length ? last : inside + place);
        const spelled = segment(spelling, pieces);
        for (const { start, end, token } of spelled) {
          found.push({ from: nodeAt(start), to: nodeAt(end), token, word });
        }
        if (spelled.length > 0) nodes += spelling.length - 1;
      }
      if (found.length === 0) return;
      const end = nodes++;
      for (const arc of found) arcs.push(arc.to === last ? { ...arc, to: end } : arc);
    });
    return new SpellingLattice(nodes, words.length, arcs, pieces.blank);
  }

  /** The lattice with one path: `tokens`, each a word of its own. */
  static ofTokens(tokens: readonly number[], blank: number): SpellingLattice {
    const arcs = tokens.map((token, index) => ({ from: index, to: index + 1, token, word: index }));
    return new SpellingLattice(tokens.length + 1, tokens.length, arcs, blank);
  }
}

/** The tokens that stand on some path through all of `spelling`, as characters [start, end). */
function segment(spelling: string, pieces: PieceTable): { start: number; end: number; token: number }[] {
  if (!spelling.startsWith(WORD_START)) throw new RangeError(`Expected a spelling that begins with ▁, got ${spelling}`);
  const { length } = spelling;
  const reached = new Uint8Array(length + 1);
  reached[0] = 1;
  const found: { start: number; end: number; token: number }[] = [];
  for (let start = 0; start < length; start++) {
    if (!reached[start]) continue;
    for (let end = start + 1; end <= Math.min(length, start + pieces.longest); end++) {
      const token = pieces.tokenOf(spelling.slice(start, end));
      if (token === undefined) continue;
      reached[end] = 1;
      found.push({ start, end, token });
    }
  }
  const leadsOn = new Uint8Array(length + 1);
  leadsOn[length] = 1;
  for (let index = found.length - 1; index >= 0; index--)
    if (leadsOn[found[index].end]) leadsOn[found[index].start] = 1;
  return found.filter(({ end }) => leadsOn[end]);
}
