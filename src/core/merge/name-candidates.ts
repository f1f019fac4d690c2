/*
 * Which names might have been said where the second pass wrote something else.
 *
 * 1. By sound: every span of one to `spanWords` words is looked up in the index of the names' sounds, as it is said and as
 *    the first pass's phones say.
 * 2. By the first pass: a name that the biased search wrote stands against the words that it overlaps in time, and, where
 *    it overlaps none, at the place between two words.
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
  /** Share of a word's time that must lie in the name's. */
  overlap: 0.5,
};

/** A name that the biased search wrote, in frames [start, end). */
export interface HeardName {
  /** Index into the list. */
  readonly name: number;
  readonly start: number;
  readonly end: number;
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
}

/** All candidates, each name once per span and suffix. */
export function nameCandidates(
  words: readonly WrittenWord[],
  aligned: readonly AlignedWord[],
  heard: readonly HeardName[],
  names: ListedNames,
  pronouncer: Pronouncer,
  phonesHeard: (first: number, end: number) => Phones,
): NameCandidate[] {
  const found = new Map<string, NameCandidate>();
  const add = (candidate: NameCandidate) => {
    const key = `${candidate.name} ${candidate.first} ${candidate.end} ${candidate.suffix}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, candidate);
    else if (candidate.beam || candidate.distance < known.distance) {
      found.set(key, {
        ...(candidate.distance < known.distance ? candidate : known),
        beam: known.beam || candidate.beam,
      });
    }
  };

  for (let first = 0; first < words.length; first++) {
    for (let end = first + 1; end <= Math.min(words.length, first + LIMITS.spanWords); end++) {
      const spoken = soundsOfSpan(words.slice(first, end), pronouncer);
      const sounds = spoken.length === 0 ? [] : [...spoken, { phones: phonesHeard(first, end), suffix: '' }];
      for (const { phones, suffix } of sounds) {
        const farthest = LIMITS.farthest + LIMITS.farthestPerPhone * phones.length;
        for (const match of names.index.near(phones, LIMITS.namesPerSpan, farthest)) {
          const { name, distance } = match;
          add({ name, first, end, suffix, beam: false, distance, phones: match.phones.length });
        }
      }
    }
  }

  for (const { name, start, end: endFrame } of heard) {
    const { first, end } = overlapped(aligned, start, endFrame);
    const sounds =
      first === end ? [{ phones: new Uint8Array(0), suffix: '' }] : soundsOfSpan(words.slice(first, end), pronouncer);
    for (const { phones, suffix } of sounds) {
      add({ name, first, end, suffix, beam: true, ...names.nearest(name, phones) });
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

/** The words that lie in frames [start, end), or the place where they would. */
function overlapped(aligned: readonly AlignedWord[], start: number, end: number): { first: number; end: number } {
  const inside = (word: AlignedWord) =>
    word.end > word.start &&
    Math.min(word.end, end) - Math.max(word.start, start) >
      LIMITS.overlap * Math.min(word.end - word.start, end - start);
  const first = aligned.findIndex(inside);
  if (first >= 0) return { first, end: aligned.findLastIndex(inside) + 1 };
  const middle = (start + end) / 2;
  const after = aligned.findIndex((word) => word.start >= middle);
  const place = after < 0 ? aligned.length : after;
  return { first: place, end: place };
}
