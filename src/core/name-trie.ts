import { budgetOf, checkName, wholeOf, type Name, type SkippedName } from './name';
import { isSpelledSo, spellName, type SpelledName, type VariantsOf } from './name-spellings';
import type { SoundSpelling } from './pronunciation/sound-speller';
import { SpellingClaims } from './spelling-claims';
import { WORD_START_CODE, type Vocabulary } from './vocabulary';

export { hasEffect, plainSpelling, SpellingKind, suffixOf, type VariantsOf } from './name-spellings';

/*
 * A list of names as an automaton over characters (Aho and Corasick, 1975), so that a name is found in whatever tokens
 * it is written. Paths begin with ▁, so names match from a word start only, and a failure link can lead to nothing but
 * the start of a later word.
 *
 * Nodes are numbered level by level with siblings side by side: a node's children are the ids from firstChild[node] up
 * to firstChild[node + 1], in order of their letters. Node 0 is the root (no name is open), node 1 its only child, ▁.
 *
 * A name promises its budget evenly over its letters: promise(node) is the most that any name below it would have paid
 * by now, budget · letters so far / letters in all. It is computed after all names are in, so their order cannot matter.
 */
export interface NameTrie {
  readonly firstChild: Int32Array;
  /** UTF-16 code of the letter that leads to the node. */
  readonly letter: Uint16Array;
  /** The longest proper suffix of the node's text that begins a name too. */
  readonly fail: Int32Array;
  /** The node after one more ▁: the start of a name's next word where there is one, else that of any name. */
  readonly nextWord: Int32Array;
  /** ▁ on the way to the node: the words that a match there spans. */
  readonly words: Uint8Array;
  /** Nats that an open match at the node adds to a hypothesis while it is searched for. */
  readonly promise: Float32Array;
  /** The letters on the way to the node, ▁ not counted, and what each of them promises, in nats: promise is their product. */
  readonly letters: Uint8Array;
  readonly perLetter: Float32Array;
  /** The letters that lead to the node's children, ▁ left out: bits of `letterBit`. */
  readonly nextLetters: Int32Array;
  /** The spelling that ends at the node, or −1. */
  readonly spelling: Int32Array;
  /** Per spelling: the name's index in the list, ... */
  readonly nameOf: Int32Array;
  /** ... what it pays when a word boundary confirms it, in nats, below 0 for a negative name, ... */
  readonly budget: Float64Array;
  /** The highest budget, 0 without names. */
  readonly mostPaid: number;
  /** ... and how it relates to the name's text: flags of `SpellingKind`. */
  readonly kind: Uint8Array;
  /** The names as they are to be written, by index in the list. */
  readonly texts: readonly string[];
  /** By index: the listed name whose part it is, if it is one. */
  readonly wholes: readonly (string | undefined)[];
  /** Names of the list that have an effect: a name and its parts are one. */
  readonly active: number;
  readonly skipped: readonly SkippedName[];
}

export const ROOT = 0;

type Letters = Pick<NameTrie, 'firstChild' | 'letter' | 'fail'>;

/** The node after `code` is read at `node`. Two ▁ in a row are one. */
export function stepTrie({ firstChild, letter, fail }: Letters, node: number, code: number): number {
  if (code === WORD_START_CODE && letter[node] === WORD_START_CODE) return node;
  for (;;) {
    const end = firstChild[node + 1];
    for (let child = firstChild[node]; child < end; child++) if (letter[child] === code) return child;
    if (node === ROOT) return ROOT;
    node = fail[node];
  }
}

/** Where a match may begin: at the beginning of a text, which is a word start even without ▁. */
export function startNode(trie: NameTrie): number {
  return trie.letter.length > 1 ? 1 : ROOT;
}

/** One of 32 bits for a letter; several share one. */
export function letterBit(code: number): number {
  return 1 << (code & 31);
}

/** The buffers of `trie`, for a list of transfer: the trie moves to another realm and is no longer usable here. */
export function transferables(trie: NameTrie): ArrayBuffer[] {
  const columns = Object.values(trie).filter((column) => ArrayBuffer.isView(column));
  return columns.map((column) => column.buffer as ArrayBuffer);
}

/**
 * Compiles the enabled ones of `names` for a model of `vocabulary`. Names and sounds-likes that cannot be used are
 * listed in `skipped` with a reason. `variants`: how the model may write a name otherwise, as `▁` before every word; such
 * a spelling pays the less the less likely it is. Throws where an entry is no name at all (a boost out of range, a text that is none).
 */
export function compileNames(names: readonly Name[], vocabulary: Vocabulary, variants?: VariantsOf): NameTrie {
  return new NameCompiler(vocabulary).compile(names, variants);
}

/** Compiles lists for one vocabulary. What the list before has in common with one is not spelled and settled again. */
export class NameCompiler {
  readonly vocabulary: Vocabulary;
  /** By text: where a list has one twice, the last. */
  #known: ReadonlyMap<string, SpelledName> = new Map();
  readonly #claims = new SpellingClaims();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** As `compileNames`. Names of earlier lists must not have been changed since. */
  compile(names: readonly Name[], variants: VariantsOf = () => []): NameTrie {
    const spelled = names.map((name, index) => this.#spell(name, index, variants(name)));
    this.#known = new Map(spelled.map((name) => [name.name.text, name]));
    const indexOf = new Map<SpelledName, number>();
    spelled.forEach((name, index) => {
      if (!indexOf.has(name)) indexOf.set(name, index);
    });
    this.#claims.change(new Set(indexOf.keys()), indexOf);
    const { texts, winners } = this.#claims;
    const nameOf = new Int32Array(winners.length);
    const budget = new Float64Array(winners.length);
    const kind = new Uint8Array(winners.length);
    const isUsed = new Uint8Array(names.length);
    let mostPaid = 0;
    winners.forEach(({ name, spelling }, at) => {
      nameOf[at] = indexOf.get(name)!;
      budget[at] = budgetOf(name.name) - spelling.discount;
      kind[at] = spelling.kind;
      isUsed[nameOf[at]] = 1;
      mostPaid = Math.max(mostPaid, budget[at]);
    });
    const { parent, ...nodes } = buildNodes(texts);
    return {
      ...nodes,
      ...spreadBudgets({ ...nodes, parent }, budget),
      nameOf,
      budget,
      mostPaid,
      kind,
      texts: names.map(({ text }) => text),
      wholes: names.map((name) => name.partOf),
      active: new Set(names.filter((_, index) => isUsed[index] === 1).map(wholeOf)).size,
      skipped: [
        ...spelled.flatMap(({ skipped }, index) => skipped.map((reason) => ({ index, ...reason }))),
        ...spelled.flatMap(({ name, spellings: [first] }, index): SkippedName[] => {
          if (first === undefined || isUsed[index] === 1) return [];
          const other = indexOf.get(this.#claims.winner(first.text).name)!;
          return [{ index, text: name.text, reason: 'same-as-other', other }];
        }),
      ],
    };
  }

  #spell(name: Name, index: number, variants: readonly SoundSpelling[]): SpelledName {
    const known = this.#known.get(name.text);
    if (known !== undefined && isSpelledSo(known, name, variants)) return known;
    checkName(name, index);
    return spellName(name, this.vocabulary, variants);
  }
}

type Nodes = Pick<
  NameTrie,
  'firstChild' | 'letter' | 'fail' | 'nextWord' | 'nextLetters' | 'words' | 'letters' | 'spelling'
> & {
  /** A node comes after its parent. */
  readonly parent: Int32Array;
};

/** The nodes of `texts`, which are distinct and sorted: each node stands for a range of them. */
function buildNodes(texts: readonly string[]): Nodes {
  let most = 1;
  for (const text of texts) most += text.length;
  const [firstText, endText, depth] = [new Int32Array(most), new Int32Array(most), new Uint8Array(most)];
  const [firstChild, parent, letter] = [new Int32Array(most + 1), new Int32Array(most), new Uint16Array(most)];
  const spelling = new Int32Array(most).fill(-1);
  endText[ROOT] = texts.length;
  let size = 1;
  for (let node = ROOT; node < size; node++) {
    firstChild[node] = size;
    const at = depth[node];
    const end = endText[node];
    let text = firstText[node];
    if (text < end && texts[text].length === at) spelling[node] = text++;
    while (text < end) {
      const code = texts[text].charCodeAt(at);
      const child = size++;
      firstText[child] = text;
      while (text < end && texts[text].charCodeAt(at) === code) text++;
      endText[child] = text;
      depth[child] = at + 1;
      parent[child] = node;
      letter[child] = code;
    }
  }
  firstChild[size] = size;
  const nodes = {
    firstChild: firstChild.slice(0, size + 1),
    parent: parent.slice(0, size),
    letter: letter.slice(0, size),
    spelling: spelling.slice(0, size),
    fail: new Int32Array(size),
    nextWord: new Int32Array(size),
    nextLetters: new Int32Array(size),
    words: new Uint8Array(size),
    letters: new Uint8Array(size),
  };
  const { fail, nextWord, nextLetters, words, letters } = nodes;
  for (let node = ROOT + 1; node < size; node++) {
    const from = parent[node];
    const isWordStart = letter[node] === WORD_START_CODE;
    fail[node] = from === ROOT ? ROOT : stepTrie(nodes, fail[from], letter[node]);
    words[node] = words[from] + (isWordStart ? 1 : 0);
    letters[node] = letters[from] + (isWordStart ? 0 : 1);
    if (!isWordStart) nextLetters[from] |= letterBit(letter[node]);
  }
  for (let node = ROOT; node < size; node++) nextWord[node] = stepTrie(nodes, node, WORD_START_CODE);
  return nodes;
}

/** The promise of each node. A ▁ earns nothing: boosts for it would put spaces into other words. */
function spreadBudgets(
  { parent, letters, spelling }: Nodes,
  budget: Float64Array,
): Pick<NameTrie, 'promise' | 'perLetter'> {
  const perLetter = new Float64Array(parent.length);
  for (let node = parent.length - 1; node > ROOT; node--) {
    if (spelling[node] >= 0) perLetter[node] = Math.max(perLetter[node], budget[spelling[node]] / letters[node]);
    perLetter[parent[node]] = Math.max(perLetter[parent[node]], perLetter[node]);
  }
  const promise = new Float32Array(parent.length);
  for (let node = ROOT; node < parent.length; node++) promise[node] = perLetter[node] * letters[node];
  return { promise, perLetter: Float32Array.from(perLetter) };
}
