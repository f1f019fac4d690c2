import { budgetOf, checkName, wholeOf, type Name, type SkippedName } from './name';
import { isSpelledSo, spellName, type NameSpelling, type SpelledName, type VariantsOf } from './name-spellings';
import type { SoundSpelling } from './pronunciation/sound-speller';
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

/**
 * Compiles lists for one vocabulary, and remembers how the names of the last one are spelled and the order of their texts: lists
 * are edited one name at a time.
 */
export class NameCompiler {
  readonly vocabulary: Vocabulary;
  /** By text: where a list has one twice, the last. */
  #known: ReadonlyMap<string, SpelledName> = new Map();
  #texts: readonly string[] = [];

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** As `compileNames`. Names of earlier lists must not have been changed since. */
  compile(names: readonly Name[], variants: VariantsOf = () => []): NameTrie {
    const skipped: SkippedName[] = [];
    const spelled = names.map((name, index) => this.#spell(name, index, variants(name)));
    this.#known = new Map(spelled.map((name) => [name.name.text, name]));
    spelled.forEach((name, index) => name.skipped.forEach((reason) => skipped.push({ index, ...reason })));
    const { winners, texts } = settleRivals(spelled, this.#texts, skipped);
    this.#texts = texts;
    const nameOf = Int32Array.from(winners, ({ index }) => index);
    const budget = Float64Array.from(winners, ({ index, spelling }) => budgetOf(names[index]) - spelling.discount);
    const nodes = buildNodes(texts);
    return {
      ...nodes,
      ...spreadBudgets(nodes, budget),
      nameOf,
      budget,
      mostPaid: budget.reduce((most, nats) => Math.max(most, nats), 0),
      kind: Uint8Array.from(winners, ({ spelling }) => spelling.kind),
      texts: names.map(({ text }) => text),
      wholes: names.map((name) => name.partOf),
      active: new Set(winners.map(({ index }) => wholeOf(names[index]))).size,
      skipped,
    };
  }

  #spell(name: Name, index: number, variants: readonly SoundSpelling[]): SpelledName {
    const known = this.#known.get(name.text);
    if (known !== undefined && isSpelledSo(known, name, variants)) return known;
    checkName(name, index);
    return spellName(name, this.vocabulary, variants);
  }
}

/** A spelling, and the index of its name in the list. */
interface Claim {
  readonly spelling: NameSpelling;
  readonly index: number;
}

/**
 * One spelling per text, in order of the texts. A name whose every text belongs to other names is skipped. `ordered`: texts in
 * their order, as many of these as may be.
 */
function settleRivals(
  names: readonly SpelledName[],
  ordered: readonly string[],
  skipped: SkippedName[],
): { readonly winners: readonly Claim[]; readonly texts: readonly string[] } {
  const winnerOf = new Map<string, Claim>();
  names.forEach(({ spellings }, index) => {
    for (const spelling of spellings) {
      const winner = winnerOf.get(spelling.text);
      const claim = { spelling, index };
      if (winner === undefined || comparePriority(claim, winner, names) < 0) winnerOf.set(spelling.text, claim);
    }
  });
  const texts = inOrder(winnerOf, ordered);
  const winners = texts.map((text) => winnerOf.get(text)!);
  const settled = new Set(winners.map(({ index }) => index));
  names.forEach(({ name, spellings: [first] }, index) => {
    if (first === undefined || settled.has(index)) return;
    const other = winnerOf.get(first.text)!.index;
    skipped.push({ index, text: name.text, reason: 'same-as-other', other });
  });
  return { winners, texts };
}

/** The keys of `texts` by their UTF-16 codes. */
function inOrder(texts: ReadonlyMap<string, unknown>, ordered: readonly string[]): string[] {
  const known = ordered.filter((text) => texts.has(text));
  const isKnown = new Set(known);
  const fresh = [...texts.keys()].filter((text) => !isKnown.has(text));
  // Without a function to compare, the engine sorts several times as fast; what is in order already it only looks through.
  return [...known, ...fresh.toSorted()].toSorted();
}

/** Only what the names say decides who has a text, never their order, except between equal names. */
function comparePriority(a: Claim, b: Claim, names: readonly SpelledName[]): number {
  const [one, other] = [names[a.index].name, names[b.index].name];
  return (
    a.spelling.rank - b.spelling.rank ||
    budgetOf(other) - budgetOf(one) ||
    compare(one.text, other.text) ||
    a.index - b.index
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Nodes = Pick<NameTrie, 'firstChild' | 'letter' | 'fail' | 'nextWord' | 'nextLetters' | 'words' | 'spelling'>;

/** The nodes of `texts`, which are distinct and sorted: each node stands for a range of them. */
function buildNodes(texts: readonly string[]): Nodes {
  let most = 1;
  for (const text of texts) most += text.length;
  const [firstText, endText, depth] = [new Int32Array(most), new Int32Array(most), new Uint8Array(most)];
  const [firstChild, letter, words] = [new Int32Array(most + 1), new Uint16Array(most), new Uint8Array(most)];
  const spelling = new Int32Array(most).fill(-1);
  endText[ROOT] = texts.length;
  let size = 1;
  for (let node = ROOT; node < size; node++) {
    firstChild[node] = size;
    let text = firstText[node];
    if (text < endText[node] && texts[text].length === depth[node]) spelling[node] = text++;
    while (text < endText[node]) {
      const code = texts[text].charCodeAt(depth[node]);
      const child = size++;
      firstText[child] = text;
      while (text < endText[node] && texts[text].charCodeAt(depth[node]) === code) text++;
      endText[child] = text;
      depth[child] = depth[node] + 1;
      letter[child] = code;
      words[child] = words[node] + (code === WORD_START_CODE ? 1 : 0);
    }
  }
  firstChild[size] = size;
  const letters = {
    firstChild: firstChild.slice(0, size + 1),
    letter: letter.slice(0, size),
    fail: new Int32Array(size),
  };
  for (let node = ROOT; node < size; node++) {
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      letters.fail[child] = node === ROOT ? ROOT : stepTrie(letters, letters.fail[node], letter[child]);
    }
  }
  const nextWord = new Int32Array(size);
  for (let node = ROOT; node < size; node++) nextWord[node] = stepTrie(letters, node, WORD_START_CODE);
  const nextLetters = new Int32Array(size);
  for (let node = ROOT; node < size; node++) {
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      if (letter[child] !== WORD_START_CODE) nextLetters[node] |= letterBit(letter[child]);
    }
  }
  return { ...letters, nextWord, nextLetters, words: words.slice(0, size), spelling: spelling.slice(0, size) };
}

/** The promise of each node. A ▁ earns nothing: boosts for it would put spaces into other words. */
function spreadBudgets(
  { firstChild, letter, spelling }: Nodes,
  budget: Float64Array,
): Pick<NameTrie, 'promise' | 'letters' | 'perLetter'> {
  const size = letter.length;
  const letters = new Uint8Array(size);
  for (let node = ROOT; node < size; node++) {
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      letters[child] = letters[node] + (letter[child] === WORD_START_CODE ? 0 : 1);
    }
  }
  const perLetter = new Float64Array(size);
  for (let node = size - 1; node >= ROOT; node--) {
    if (spelling[node] >= 0) perLetter[node] = Math.max(0, budget[spelling[node]] / letters[node]);
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      perLetter[node] = Math.max(perLetter[node], perLetter[child]);
    }
  }
  const promise = Float32Array.from(perLetter, (nats, node) => nats * letters[node]);
  return { promise, letters, perLetter: Float32Array.from(perLetter) };
}
