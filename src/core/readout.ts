import { wordsOf, type TokenPath, type Word, type WrittenName } from './hypothesis';
import { NONE } from './lineage';
import type { NameCredit } from './name-credit';
import { SpellingKind, suffixOf } from './name-trie';
import { ROOT_PREFIX, type PrefixTree } from './prefix-tree';
import type { TokenTimes } from './token-times';

/** A path with the prefix that ends after each of its tokens. */
export interface PrefixPath extends TokenPath {
  readonly prefixes: readonly number[];
}

/** What a stretch of a best path says: from the root of the tree to a word end, or to the path's own end. */
export interface Reading extends TokenPath {
  readonly text: string;
  readonly words: readonly Word[];
  readonly names: readonly WrittenName[];
}

/** Reads tokens, times, names and words back from what a search remembers. Allocates; not for the frame loop. */
export class Readout {
  readonly #tree: PrefixTree;
  readonly #times: TokenTimes;
  readonly #credit: NameCredit;

  constructor(tree: PrefixTree, times: TokenTimes, credit: NameCredit) {
    this.#tree = tree;
    this.#times = times;
    this.#credit = credit;
  }

  /** The path to `prefix` whose last token has the record `times` and the log-posterior `peak`. */
  path(prefix: number, times: number, peak: number): PrefixPath {
    const prefixes: number[] = [];
    const tokens: number[] = [];
    const frames: number[] = [];
    const logProbs: number[] = [];
    for (let record = times; record !== NONE; record = this.#times.previous[record]) {
      prefixes.push(prefix);
      tokens.push(this.#tree.token[prefix]);
      frames.push(this.#times.frame[record]);
      logProbs.push(peak);
      peak = this.#times.peakBefore[record];
      prefix = this.#tree.parent[prefix];
    }
    return {
      prefixes: prefixes.toReversed(),
      tokens: tokens.toReversed(),
      frames: frames.toReversed(),
      logProbs: logProbs.toReversed(),
    };
  }

  /** `path` as words. The names in it are those that are confirmed when `confirmed`, a prefix on the path, is at a word end. */
  read(path: PrefixPath, confirmed: number): Reading {
    const { tokens, frames, logProbs } = path;
    const names = this.#names(path, confirmed);
    const words = wordsOf(path, names, this.#tree.vocabulary);
    return { tokens, frames, logProbs, text: words.map(({ text }) => text).join(' '), words, names };
  }

  #names(path: PrefixPath, confirmed: number): WrittenName[] {
    const { nameOf, budget, kind, texts, wholes } = this.#credit.trie;
    const names: WrittenName[] = [];
    let prefix = confirmed;
    while (prefix !== ROOT_PREFIX) {
      const spelling = this.#credit.spelling[prefix];
      if (spelling < 0) {
        prefix = this.#tree.before[prefix];
        continue;
      }
      const start = this.#credit.nameStart(prefix);
      const startToken = path.prefixes.indexOf(start) + 1; // 0 for the root, which is not on the path
      const endToken = path.prefixes.indexOf(prefix) + 1;
      let logProb = 0;
      for (let i = startToken; i < endToken; i++) logProb += path.logProbs[i];
      const partOf = wholes[nameOf[spelling]];
      names.push({
        index: nameOf[spelling],
        ...(partOf !== undefined && { partOf }),
        text: texts[nameOf[spelling]] + suffixOf(kind[spelling]),
        heardAs: heardAs(kind[spelling]),
        startToken,
        endToken,
        boost: budget[spelling],
        logProb,
      });
      prefix = start;
    }
    return names.toReversed();
  }
}

function heardAs(kind: number): WrittenName['heardAs'] {
  if (kind & SpellingKind.variant) return 'variant';
  return kind & SpellingKind.soundsLike ? 'sounds-like' : 'spelling';
}

/** The part of `path` up to and with the token that ends at `prefix`. */
export function pathTo(path: PrefixPath, prefix: number): PrefixPath {
  const end = path.prefixes.indexOf(prefix) + 1;
  return {
    prefixes: path.prefixes.slice(0, end),
    tokens: path.tokens.slice(0, end),
    frames: path.frames.slice(0, end),
    logProbs: path.logProbs.slice(0, end),
  };
}
