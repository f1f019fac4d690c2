/*
 * Which names might have been said where the second pass wrote something else.
 *
 * 1. By sound: every span of one to `spanWords` words is looked up in the index of the names' sounds, as it is said and as
 *    the first pass's phones say.
 * 2. By the first pass: a name that the biased search wrote, or that its phones show anywhere (name-spotter.ts), stands
 *    against the words that it overlaps in time, and, where it overlaps none, at the place between two words.
 *
 * A span that ends in 's stands for a name with and without it.
 */

import type { AlignedWord } from '../forced-alignment';
import type { Phones } from '../pronunciation/phones';
import type { Pronouncer } from '../pronunciation/pronouncer';
import type { ListedNames } from './listed-names';
import { possessiveOf, type WrittenWord } from './written-words';

const LIMITS = {
  /** "in video" for NVIDIA, "virginia and a taxis" for a first and a last name. */
  spanWords: 4,
  /** Pronunciations that a span is looked up with: "read" and "live" have two. */
  soundsPerSpan: 2,
  /** Names per span and pronunciation. */
  namesPerSpan: 6,
  /** Phone distance per phone of the span beyond which a listener would not take one for the other. */
  farthestPerPhone: 0.45,
  /** And what a short span may have in addition. */
  farthest: 0.6,
  /** Share of a word's time, or of the name's, that must lie in the other's. */
  overlap: 0.5,
  /** Names that stand against words because the phones show them: the right one is nearly always among the first few. */
  shown: 24,
  /** The same of a spotted name, which is tried against fewer words and against more: phones date it, not letters. */
  spottedOverlaps: [0.6, 0.2],
};

/** A name that the biased search wrote, in frames [start, end). */
export interface HeardName {
  /** Index into the list. */
  readonly name: number;
  readonly start: number;
  readonly end: number;
}

/** A name that the first pass's phones show in frames [start, end), and what it costs there (`NameSpotter`). */
export interface ShownName extends HeardName {
  readonly cost: number;
}

/** A name in place of the words [first, end), which may be none: the place before the word `first`. */
export interface NameCandidate {
  readonly name: number;
  readonly first: number;
  readonly end: number;
  /** The 's that stays after the name. */
  readonly suffix: string;
  /** Whether the biased search wrote it there. */
  readonly beam: boolean;
  /** Phone distance between what is written and the nearest pronunciation of the name, and that one's phones. */
  readonly distance: number;
  readonly phones: number;
  /** What the name costs in the phones where it was spotted; undefined where it was not. */
  readonly cost: number | undefined;
}

/** Where candidates come from: from the biased search, and by their sound. People have both; what each adds can be measured. */
export interface NameSources {
  readonly heard: boolean;
  readonly sounds: boolean;
}

/** All candidates, each name once per span and suffix. `shown`: undefined where the model hears no phones, which then say nothing. */
export function nameCandidates(
  words: readonly WrittenWord[],
  aligned: readonly AlignedWord[],
  heard: readonly HeardName[],
  shown: readonly ShownName[] | undefined,
  names: ListedNames,
  pronouncer: Pronouncer,
  phonesHeard: (first: number, end: number) => Phones,
  sources: NameSources,
): NameCandidate[] {
  const found = new Map<string, NameCandidate>();
  const add = (candidate: NameCandidate) => {
    const key = `${candidate.name} ${candidate.first} ${candidate.end} ${candidate.suffix}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, candidate);
    else {
      found.set(key, {
        ...(candidate.distance < known.distance ? candidate : known),
        beam: known.beam || candidate.beam,
        cost: known.cost ?? candidate.cost,
      });
    }
  };
  const addAt = (name: number, { first, end }: WordSpan, rest: Pick<NameCandidate, 'beam' | 'cost'>) => {
    const sounds =
      first === end ? [{ phones: new Uint8Array(0), suffix: '' }] : soundsOfSpan(words.slice(first, end), pronouncer);
    for (const { phones, suffix } of sounds) {
      add({ name, first, end, suffix, ...rest, ...names.nearest(name, phones) });
    }
  };
  const costs = new Map(shown?.map(({ name, cost }) => [name, cost]));
  const costOf = (name: number) => (shown === undefined ? 0 : costs.get(name));

  for (let first = 0; sources.sounds && first < words.length; first++) {
    for (let end = first + 1; end <= Math.min(words.length, first + LIMITS.spanWords); end++) {
      const spoken = soundsOfSpan(words.slice(first, end), pronouncer);
      const sounds = spoken.length === 0 ? [] : [...spoken, { phones: phonesHeard(first, end), suffix: '' }];
      for (const { phones, suffix } of sounds) {
        const farthest = LIMITS.farthest + LIMITS.farthestPerPhone * phones.length;
        for (const match of names.index.near(phones, LIMITS.namesPerSpan, farthest)) {
          const { name, distance } = match;
          add({ name, first, end, suffix, beam: false, distance, phones: match.phones.length, cost: costOf(name) });
        }
      }
    }
  }

  for (const { name, start, end } of sources.heard ? heard : []) {
    addAt(name, overlapped(aligned, start, end, LIMITS.overlap), { beam: true, cost: costOf(name) });
  }
  for (const { name, start, end, cost } of sources.sounds ? (shown ?? []).slice(0, LIMITS.shown) : []) {
    for (const share of LIMITS.spottedOverlaps) {
      addAt(name, overlapped(aligned, start, end, share), { beam: false, cost });
    }
  }
  return [...found.values()];
}

/** How the words are said together, once more without the 's of the last. Nothing for words at whose ends nothing is said. */
function soundsOfSpan(words: readonly WrittenWord[], pronouncer: Pronouncer): { phones: Phones; suffix: string }[] {
  const last = words.at(-1)!;
  if (words[0].core === '' || last.core === '') return [];
  const suffix = possessiveOf(last.core);
  const before = words.slice(0, -1).map(({ core }) => core);
  const sounds = (end: string, suffix: string) =>
    pronouncer.pronounce([...before, end].join(' '), LIMITS.soundsPerSpan).map(({ phones }) => ({ phones, suffix }));
  return suffix === ''
    ? sounds(last.core, '')
    : [...sounds(last.core, ''), ...sounds(last.core.slice(0, -suffix.length), suffix)];
}

interface WordSpan {
  readonly first: number;
  readonly end: number;
}

/** The words that share more than `share` of their time, or of its, with frames [start, end), or the place where they would be. */
function overlapped(aligned: readonly AlignedWord[], start: number, end: number, share: number): WordSpan {
  const inside = (word: AlignedWord) =>
    word.end > word.start &&
    Math.min(word.end, end) - Math.max(word.start, start) > share * Math.min(word.end - word.start, end - start);
  const first = aligned.findIndex(inside);
  if (first >= 0) return { first, end: aligned.findLastIndex(inside) + 1 };
  const middle = (start + end) / 2;
  const after = aligned.findIndex((word) => word.start >= middle);
  const place = after < 0 ? aligned.length : after;
  return { first: place, end: place };
}
