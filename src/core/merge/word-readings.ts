import type { RecognizedWord } from '../transcript';
import type { NameDecision } from './final-merger';
import type { MergedWord } from './merged-words';
import type { RevisedUtterance } from './revised-utterance';

/** A word of a revised utterance with what either pass wrote there by itself. */
export interface RevisedWord extends MergedWord {
  /** The first pass's words; empty where it heard none. */
  readonly heard: string;
  /** The second pass's words; empty where it wrote none, undefined where its reading was refused. */
  readonly read: string | undefined;
  /** Of a name: why it was written. */
  readonly decision?: NameDecision;
}

/** The words of a revised utterance beside those of both passes. `first`: the first pass's, in order. */
export function wordReadings(
  { words, decisions }: { readonly words: readonly MergedWord[] } & Pick<RevisedUtterance, 'decisions'>,
  first: readonly RecognizedWord[],
): RevisedWord[] {
  const heard = words.map((): string[] => []);
  for (const word of first) heard[nearest(word, words)]?.push(word.text);
  // Names stand in the text in the order of the words that they took the place of.
  const names = decisions
    .filter(({ verdict }) => verdict === 'accepted' || verdict === 'written')
    .toSorted((a, b) => a.piece - b.piece || a.first - b.first || a.end - b.end);
  let next = 0;
  return words.map((word, index) => {
    const isName = word.from === 'beam' || word.from === 'sound';
    const decision = isName ? names[next++] : undefined;
    const read = decision?.refused
      ? undefined
      : (decision?.replaced ?? (word.from === 'second-pass' ? word.text : word.instead));
    return { ...word, heard: heard[index].join(' '), read, ...(decision && { decision }) };
  });
}

/** The index of the word that shares most time with `word`, or lies nearest to it; -1 when there is none. */
function nearest({ startMs, endMs }: RecognizedWord, words: readonly MergedWord[]): number {
  let best = -1;
  let mostMs = -Infinity;
  for (const [index, other] of words.entries()) {
    // Below 0: the gap between them.
    const sharedMs = Math.min(endMs, other.endMs) - Math.max(startMs, other.startMs);
    if (sharedMs <= mostMs) continue;
    mostMs = sharedMs;
    best = index;
  }
  return best;
}
