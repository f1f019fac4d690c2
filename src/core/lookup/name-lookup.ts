/*
 * Pronunciation lookup: names that were said, found by their sound when an utterance has ended.
 *
 * 1. Every span of a few words is taken for a possible name: what the phone head hears there, and how the words are said,
 *    is looked up among the sounds of the list (sound-index.ts).
 * 2. What the biased search wrote (`heard`) joins them.
 * 3. Each is weighed against the words that it would replace: by subwords, by phones, by the boost (name-terms.ts). Names
 *    whose letters never came into the beam get in here, and the search's own are held against their sound.
 * 4. Of those that are likelier than not, the set that is worth most together takes the place of the words.
 */

import type { ModelEmissions } from '../emissions';
import type { Word } from '../hypothesis';
import type { Name } from '../name';
import type { VariantsOf } from '../name-trie';
import { PhoneDistance } from '../pronunciation/phone-distance';
import { PhoneScorer } from '../pronunciation/phone-scorer';
import { possessive, type Phones } from '../pronunciation/phones';
import type { Pronouncer } from '../pronunciation/pronouncer';
import { PieceTable } from '../spelling-lattice';
import { SpellingScorer } from '../spelling-score';
import type { Vocabulary } from '../vocabulary';
import { nameLogit, type NameTerms } from './name-terms';
import { SoundedNames } from './sounded-names';
import { SpanEvidence } from './span-evidence';

const LIMITS = {
  /** Words of a span: a name of two words may come out as four. */
  spanWords: 4,
  /** Names looked up per span and kind of sound. */
  namesPerSpan: 6,
  /** Phone distance up to which a name is looked at, per phone heard, and in addition. */
  farthestPerPhone: 0.45,
  farthest: 0.6,
  /** Candidates that are weighed, the nearest: each costs a third of a millisecond. */
  weighed: 48,
  /** A lower confidence says no more. */
  leastConfidence: 1e-3,
  /** Share of a word's time, or of the name's, that must be the other's where the search wrote a name. */
  overlap: 0.5,
};

/** A name in place of the words [first, end), and why. */
export interface NameDecision {
  /** Index into the list. */
  readonly name: number;
  /** `'s` where the name is written with it. */
  readonly suffix: string;
  readonly first: number;
  readonly end: number;
  readonly terms: NameTerms;
  /** Logarithm of the odds. */
  readonly logit: number;
  readonly accepted: boolean;
}

export interface LookedUp {
  readonly words: readonly Word[];
  /** Those that the decisions count in. */
  readonly before: readonly Word[];
  /** All that were weighed, likeliest first. */
  readonly decisions: readonly NameDecision[];
}

/** An utterance whose words are to be looked up. */
export interface UtteranceToLookUp {
  readonly emissions: ModelEmissions;
  /** As they were read without the list, or with it. Names among them stay. */
  readonly words: readonly Word[];
  /** Words with names that the biased search wrote, in any of its hypotheses. */
  readonly heard: readonly Word[];
  /** Whether names are looked up by their sound; else only `heard` is weighed. */
  readonly bySound: boolean;
}

interface Candidate {
  readonly name: number;
  readonly suffix: string;
  readonly first: number;
  readonly end: number;
  readonly beam: boolean;
  /** Per phone. */
  readonly distance: number;
}

export class NameLookup {
  readonly #tools;
  readonly #distance = new PhoneDistance();
  #names: SoundedNames | undefined;

  constructor(vocabulary: Vocabulary, pronouncer: Pronouncer) {
    this.#tools = {
      vocabulary,
      pronouncer,
      pieces: new PieceTable(vocabulary),
      spelling: new SpellingScorer(),
      phones: new PhoneScorer(),
    };
  }

  /** Takes another list of names. */
  setNames(names: readonly Name[], variants: VariantsOf = () => []): void {
    const { pronouncer, vocabulary } = this.#tools;
    this.#names = names.length === 0 ? undefined : new SoundedNames(names, pronouncer, vocabulary, variants);
  }

  /** The words with names in place of some. Without a list they come back as they are. */
  lookUp(utterance: UtteranceToLookUp): LookedUp {
    const names = this.#names;
    const { words } = utterance;
    if (names === undefined) return { words, before: words, decisions: [] };
    const evidence = new SpanEvidence(utterance.emissions, words, this.#tools);
    const weighed = this.#candidates(utterance, evidence, names)
      .map((candidate) => weigh(candidate, words, evidence, names))
      .toSorted(byLogit);
    const taken = chosenDecisions(weighed);
    const decisions = weighed.map((decision) => ({ ...decision, accepted: taken.has(decision) }));
    return { words: replaced(words, [...taken], names, utterance.emissions.frames), before: words, decisions };
  }

  #candidates(utterance: UtteranceToLookUp, evidence: SpanEvidence, names: SoundedNames): Candidate[] {
    const { words, heard } = utterance;
    const found = new Map<string, Candidate>();
    const add = (candidate: Candidate) => {
      const key = `${candidate.name} ${candidate.first} ${candidate.end} ${candidate.suffix}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, candidate);
      else {
        const distance = Math.min(known.distance, candidate.distance);
        found.set(key, { ...known, distance, beam: known.beam || candidate.beam });
      }
    };
    for (const { name, start, end: endFrame } of heard) {
      if (name === undefined || names.sounds(name.index).length === 0) continue;
      const span = overlapped(words, start, endFrame);
      if (span === undefined) continue;
      const suffix = name.text.slice(names.names[name.index].text.length);
      const distance = this.#nearest(evidence.heard(span.first, span.end).greedy, names.sounds(name.index));
      add({ name: name.index, suffix, ...span, beam: true, distance });
    }
    if (utterance.bySound) {
      for (let first = 0; first <= words.length; first++) {
        // From the place before the word on, where something may have been said that is not written at all.
        for (let end = first; end <= Math.min(words.length, first + LIMITS.spanWords); end++) {
          if (end > first && words[end - 1].name !== undefined) break;
          const suffix = end > first && words[end - 1].text.endsWith("'s") ? "'s" : '';
          const { greedy, written } = evidence.heard(first, end);
          for (const sound of [greedy, written]) {
            for (const ending of new Set(['', suffix])) {
              const phones = ending === '' ? sound : sound.subarray(0, -1);
              const farthest = LIMITS.farthest + LIMITS.farthestPerPhone * phones.length;
              for (const match of names.index.near(phones, LIMITS.namesPerSpan, farthest)) {
                const distance = match.distance / match.phones.length;
                add({ name: match.name, suffix: ending, first, end, beam: false, distance });
              }
            }
          }
        }
      }
    }
    const nearest = [...found.values()].toSorted(
      (a, b) => a.distance - b.distance || a.first - b.first || a.end - b.end,
    );
    const beam = nearest.filter((candidate) => candidate.beam);
    return [...beam, ...nearest.filter((candidate) => !candidate.beam).slice(0, LIMITS.weighed)];
  }

  #nearest(phones: Phones, sounds: readonly Phones[]): number {
    return Math.min(...sounds.map((sound) => this.#distance.between(phones, sound) / sound.length));
  }
}

function weigh(
  { name, suffix, first, end, beam, distance }: Candidate,
  words: readonly Word[],
  evidence: SpanEvidence,
  names: SoundedNames,
): NameDecision {
  const spellings = names.spellings(name).map((spelling) => spelling + suffix);
  const sounds = names.sounds(name);
  const said = suffix === '' ? sounds : sounds.map(possessive);
  const phones = evidence.phones(first, end, said);
  let confidence = 0;
  for (let word = first; word < end; word++) {
    confidence += Math.log(Math.max(LIMITS.leastConfidence, words[word].confidence));
  }
  const terms: NameTerms = {
    boost: names.boost(name),
    spelling: evidence.spelling(first, end, spellings),
    sound: phones?.ratio ?? 0,
    fit: phones?.fit ?? 0,
    distance,
    phones: Math.min(...sounds.map((sound) => sound.length)),
    names: Math.log(names.count),
    confidence: confidence / Math.max(1, end - first),
    beam: beam ? 1 : 0,
  };
  return { name, suffix, first, end, terms, logit: nameLogit(terms), accepted: false };
}

/** Of the likely ones the set that is worth most together, no two in the place of the same word. In order of the text. */
export function chosenDecisions(decisions: readonly NameDecision[]): Set<NameDecision> {
  const byEnd = decisions.filter(({ logit }) => logit > 0).toSorted((a, b) => endOf(a) - endOf(b));
  /** best[n]: of the first n. */
  const best = [0];
  const before = byEnd.map((decision, index) => {
    let fitting = index;
    while (fitting > 0 && endOf(byEnd[fitting - 1]) > startOf(decision)) fitting--;
    best.push(Math.max(best[index], best[fitting] + byEnd[index].logit));
    return fitting;
  });
  const taken: NameDecision[] = [];
  for (let index = byEnd.length; index > 0;) {
    if (best[index] === best[index - 1]) index--;
    else {
      taken.push(byEnd[index - 1]);
      index = before[index - 1];
    }
  }
  return new Set(taken.toReversed());
}

// Places and words in one line: place 0, word 0, place 1, word 1 ...; words that are replaced take the places between them.
function startOf({ first, end }: NameDecision): number {
  return first === end ? 2 * first : 2 * first + 1;
}

function endOf({ first, end }: NameDecision): number {
  return first === end ? 2 * first + 1 : 2 * end;
}

function replaced(words: readonly Word[], taken: readonly NameDecision[], names: SoundedNames, frames: number): Word[] {
  const written: Word[] = [];
  let next = 0;
  for (const { name, suffix, first, end, terms } of taken) {
    written.push(...words.slice(next, first));
    const text = names.names[name].text + suffix;
    written.push({
      text,
      start: first < end ? words[first].start : (words[first - 1]?.end ?? 0),
      end: first < end ? words[end - 1].end : (words[first]?.start ?? frames),
      confidence: Math.exp(terms.confidence),
      name: { index: name, text, heardAs: terms.beam === 1 ? 'spelling' : 'sound', boost: terms.boost },
    });
    next = end;
  }
  written.push(...words.slice(next));
  return written;
}

/** The words that lie in frames [start, end). */
function overlapped(words: readonly Word[], start: number, end: number): { first: number; end: number } | undefined {
  const inside = (word: Word) =>
    Math.min(word.end, end) - Math.max(word.start, start) >
    LIMITS.overlap * Math.min(word.end - word.start, end - start);
  const first = words.findIndex(inside);
  return first < 0 ? undefined : { first, end: words.findLastIndex(inside) + 1 };
}

function byLogit(a: NameDecision, b: NameDecision): number {
  return b.logit - a.logit || a.first - b.first || a.end - b.end || a.name - b.name;
}
