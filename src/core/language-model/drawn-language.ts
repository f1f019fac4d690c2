import type { Draw } from '../drawn-speech';
import { readLanguageFile } from './language-file';
import type { LanguageModel } from './language-model';

/*
 * For tests: small language models as texts that can be read, in the manner of an ARPA file. A line is an n-gram's cost, its
 * words and, where others begin with it, its back-off cost:
 *
 *     40 the
 *     30 the house 5
 */

interface Ngram {
  readonly cost: number;
  readonly backoff: number;
}

export type Ngrams = ReadonlyMap<string, Ngram>;

const SPECIAL = ['<s>', '<unk>'];

export function readNgrams(text: string): Ngrams {
  const ngrams = new Map<string, Ngram>();
  for (const line of text.trim().split('\n')) {
    const [cost, ...rest] = line.trim().split(' ');
    const backoff = /^-?\d+$/.test(rest.at(-1)!) ? rest.pop()! : '0';
    ngrams.set(rest.join(' '), { cost: Number(cost), backoff: Number(backoff) });
  }
  return ngrams;
}

/** The cost of `word` after `history`, all of it, by the definition: for as long as there is no n-gram, a shorter one. */
export function costByDefinition(ngrams: Ngrams, history: readonly string[], word: string): number {
  const known = (text: string) => (ngrams.has(text) ? text : '<unk>');
  const context = history.slice(-2).map(known);
  const found = ngrams.get([...context, known(word)].join(' '));
  if (found !== undefined || context.length === 0) return found!.cost;
  return (ngrams.get(context.join(' '))?.backoff ?? 0) + costByDefinition(ngrams, context.slice(1), word);
}

/** A model of `words`: some of all pairs and triples, with costs and back-off costs by chance. */
export function drawNgrams(draw: Draw, words: readonly string[]): string {
  const lines: string[] = [];
  const cost = () => 1 + draw.below(90);
  const next = ['<unk>', ...words];
  for (const first of [...SPECIAL, ...words]) {
    const pairs = next.filter(() => draw.uniform() < 0.5).map((second) => `${first} ${second}`);
    lines.push(withBackoff(draw, `${cost()} ${first}`, pairs));
    for (const pair of pairs) {
      const triples = next.filter(() => draw.uniform() < 0.4).map((third) => `${cost()} ${pair} ${third}`);
      lines.push(withBackoff(draw, `${cost()} ${pair}`, triples), ...triples);
    }
  }
  return lines.join('\n');
}

function withBackoff(draw: Draw, line: string, longer: readonly string[]): string {
  return longer.length > 0 ? `${line} ${draw.below(20) - 5}` : line;
}

export function languageOf(text: string): LanguageModel {
  return readLanguageFile(packNgrams(readNgrams(text)));
}

/** The file that models/recipe/language_model.py would write. */
export function packNgrams(ngrams: Ngrams): Uint8Array {
  const words = Array.from(ngrams.keys()).filter((text) => !text.includes(' ') && !SPECIAL.includes(text));
  const ids = new Map([...SPECIAL, ...words].map((word, id) => [word, id]));
  const sorted = words.toSorted((a, b) => (a < b ? -1 : 1));
  const [children, symbols, costs, backoffs]: number[][] = [[], [], [], []];
  let level = Array.from(ids.keys());
  const counts: number[] = [];
  for (let order = 1; order <= 3; order++) {
    counts.push(level.length);
    costs.push(...level.map((text) => ngrams.get(text)!.cost));
    if (order === 3) break;
    const next: string[] = [];
    for (const text of level) {
      const longer = Array.from(ids.keys(), (word) => `${text} ${word}`).filter((candidate) => ngrams.has(candidate));
      children.push(...varint(longer.length));
      if (longer.length > 0) backoffs.push(ngrams.get(text)!.backoff + 64);
      let before = 0;
      for (const candidate of longer) {
        const id = ids.get(candidate.split(' ').at(-1)!)!;
        symbols.push(...varint(id - before));
        before = id;
      }
      next.push(...longer);
    }
    level = next;
  }
  const sections = {
    shared: sorted.map(() => 0),
    letters: Array.from(sorted.map((word) => `${word}\n`).join(''), (letter) => letter.charCodeAt(0)),
    ids: sorted.flatMap((word) => [ids.get(word)! & 255, ids.get(word)! >> 8]),
    children,
    symbols,
    costs,
    backoffs,
  };
  const header = JSON.stringify({
    format: 'namesake-language/1',
    order: 3,
    costsPerNat: 16,
    words: words.length,
    ngrams: counts,
    sections: Object.fromEntries(Object.entries(sections).map(([name, bytes]) => [name, bytes.length])),
  });
  return Uint8Array.from([
    ...Array.from(`${header}\n`, (letter) => letter.charCodeAt(0)),
    ...Object.values(sections).flat(),
  ]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}
