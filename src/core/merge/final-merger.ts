/*
 * Merges the two passes over a finished utterance: the common words from the second, which reads with full context, and
 * the names from the user's list, which it does not know.
 *
 * 1. The second pass's text is aligned to the CTC emissions: that dates its words.
 * 2. Names that might stand in place of some of its words are proposed (name-candidates.ts) ...
 * 3. ... and weighed by what is at hand (merge-terms.ts): sound, acoustic model, the biased search. The best
 *    `LIMITS.asked` go on.
 * 4. The second pass is asked how probable its sentence is with each of them instead; all terms are weighed again.
 * 5. Of those that are likelier than not, the set that is worth most together takes the place of the words.
 * 6. Where no name does and the first pass wrote other words, those take the place that are likelier right (combined-reading.ts):
 *    about them the second pass is asked with the names.
 */

import type { ModelEmissions } from '../emissions';
import { ForcedAligner } from '../forced-alignment';
import type { Name } from '../name';
import type { VariantsOf } from '../name-spellings';
import { PhoneScorer } from '../pronunciation/phone-scorer';
import type { Pronouncer } from '../pronunciation/pronouncer';
import { PieceTable } from '../spelling-lattice';
import { SpellingScorer } from '../spelling-score';
import type { TextScore } from '../second-pass/reading';
import { textOf, type FrameClock, type RecognizedWord } from '../transcript';
import type { Vocabulary } from '../vocabulary';
import { bestIntervals } from './best-intervals';
import { likelierFirst, openDifferences, type Difference } from './combined-reading';
import { ListedNames } from './listed-names';
import { boostTerm, mergeLogit, type MergeTerms } from './merge-terms';
import { coreText, mergedWords, sentenceWith, textWith, type MergedWord } from './merged-words';
import { nameCandidates, type HeardName, type NameCandidate, type NameSources } from './name-candidates';
import { SoundEvidence } from './sound-evidence';
import { UtteranceTimes } from './utterance-times';
import { WindowEvidence } from './window-evidence';
import { writtenWords, type WrittenWord } from './written-words';

const LIMITS = {
  /** Candidates that the acoustic model weighs: each is a third of a millisecond. */
  weighed: 64,
  /** Names that the second pass is asked about, in one batch: each costs it as much as reading its words again. */
  asked: 6,
};

/** Of a name that is written already and whose terms speak against it: any replacement is worth more. */
const LEAST_WORTH = 1e-6;

/** What became of a candidate. */
export type Verdict =
  | 'accepted'
  /** The second pass wrote the name itself, as the user does. */
  | 'written'
  /** Not among the best few that the second pass is asked about. */
  | 'not-asked'
  /** Its terms speak against it. */
  | 'unlikely'
  /** Others that are worth more take its place. */
  | 'outweighed';

/** Why a name was written or not. */
export interface NameDecision {
  /** Index into the list, and as it would be written. */
  readonly name: number;
  readonly text: string;
  /** The words [first, end) of the second pass's text that it would replace, and what they say. */
  readonly first: number;
  readonly end: number;
  readonly replaced: string;
  readonly terms: MergeTerms;
  /** Logarithm of the odds, by `mergeWeights`. */
  readonly logit: number;
  readonly verdict: Verdict;
}

export interface MergedReading {
  readonly text: string;
  readonly words: readonly MergedWord[];
  /** One per candidate, likeliest first. */
  readonly decisions: readonly NameDecision[];
}

export interface SecondReadingToMerge {
  /** What the second pass wrote. */
  readonly text: string;
  /** How probable each of its words was, in order, as a natural logarithm; none where the first pass wrote them. */
  readonly wordLogProbs?: readonly number[];
  /** Where the first pass wrote other words. */
  readonly differences?: readonly Difference[];
  /** Of the same stretch of audio. */
  readonly emissions: ModelEmissions;
  readonly clock: FrameClock;
  /** Names that the biased search wrote there, in any of its alternatives: display form and time. */
  readonly heard: readonly Pick<RecognizedWord, 'startMs' | 'endMs' | 'name'>[];
}

/** How probable each text is for the second pass; undefined when it cannot be asked any more. */
export type AskSecondPass = (texts: readonly string[]) => Promise<readonly TextScore[] | undefined>;

/** A candidate on its way to a decision. */
interface Weighed extends NameCandidate {
  readonly text: string;
  readonly terms: MergeTerms;
  readonly logit: number;
  readonly verdict: Verdict;
}

export class FinalMerger {
  readonly #vocabulary: Vocabulary;
  readonly #pronouncer: Pronouncer;
  readonly #variants: VariantsOf;
  readonly #sources: NameSources;
  readonly #pieces: PieceTable;
  readonly #aligner = new ForcedAligner();
  readonly #scorer = new SpellingScorer();
  readonly #phones = new PhoneScorer();
  #names: ListedNames | undefined;

  /** `variants`: how the model may write a name otherwise, by its sound. `sources`: where candidates come from. */
  constructor(
    vocabulary: Vocabulary,
    pronouncer: Pronouncer,
    variants: VariantsOf = () => [],
    sources: NameSources = { heard: true, sounds: true },
  ) {
    this.#vocabulary = vocabulary;
    this.#pronouncer = pronouncer;
    this.#variants = variants;
    this.#sources = sources;
    this.#pieces = new PieceTable(vocabulary);
  }

  /** Takes another list of names, of which those that are off or negative stay out. */
  setNames(names: readonly Name[]): void {
    this.#names =
      names.length === 0 ? undefined : new ListedNames(names, this.#pronouncer, this.#vocabulary, this.#variants);
  }

  /** Another one, with these names. */
  with(names: readonly Name[]): FinalMerger {
    const merger = new FinalMerger(this.#vocabulary, this.#pronouncer, this.#variants, this.#sources);
    merger.setNames(names);
    return merger;
  }

  /** Rejects only when `ask` does. */
  async merge(reading: SecondReadingToMerge, ask: AskSecondPass): Promise<MergedReading> {
    const words = writtenWords(reading.text, this.#vocabulary);
    const times = new UtteranceTimes(reading.emissions, this.#aligner, this.#pieces);
    const names = this.#names;
    const weighed = names === undefined ? [] : this.#weigh(reading, words, times, names);
    const written = weighed.filter(({ verdict }) => verdict === 'written');
    const others = weighed.filter(({ verdict }) => verdict !== 'written');
    const likeliest = others.slice(0, LIMITS.asked);
    const open = openDifferences(reading.differences ?? []);
    const answers = await askAbout(
      textOf(words),
      [
        ...likeliest.map((candidate) => sentenceWith(candidate, words)),
        ...open.map(({ replacement }) => textWith(replacement, words)),
      ],
      ask,
    );
    const asked = likeliest.map((candidate, index) => decided(candidate, answers[index]));
    const all = [...written, ...asked, ...others.slice(LIMITS.asked)];
    const taken = names === undefined ? [] : take(all, names.names).toSorted(byLogit);
    const accepted = taken.filter(({ verdict }) => verdict === 'accepted' || verdict === 'written');
    const replacements = likelierFirst(
      open,
      open.map((_, index) => answers[likeliest.length + index]?.logProb),
    );
    const merged = mergedWords(words, accepted, names, replacements);
    return {
      text: textOf(merged),
      words: times.dated(merged, reading.clock),
      decisions: taken.map((candidate) => decisionOf(candidate, words)),
    };
  }

  /** Names that might have been said, likeliest first, by what is known before the second pass is asked. */
  #weigh(
    reading: SecondReadingToMerge,
    words: readonly WrittenWord[],
    times: UtteranceTimes,
    names: ListedNames,
  ): Weighed[] {
    const aligned = times.of(words);
    const said = new SoundEvidence(reading.emissions, words, aligned, this.#phones, this.#pronouncer);
    const candidates = withoutRewrites(
      nameCandidates(
        words,
        aligned,
        heardNames(reading, names),
        reading.emissions.phones && names.spotter.spot(reading.emissions.phones),
        names,
        this.#pronouncer,
        (first, end) => said.heard(first, end),
        this.#sources,
      ),
      (candidate) => isWritten(candidate, words, names),
    );
    const evidence = new WindowEvidence(reading.emissions, words, aligned, this.#pieces, this.#scorer);
    return candidates
      .map((candidate) => weigh(candidate, words, names, { written: writtenLogProb(candidate, reading.wordLogProbs) }))
      .toSorted(byLogit)
      .slice(0, LIMITS.weighed)
      .map((candidate) => {
        const { name, first, end, suffix } = candidate;
        return weigh(candidate, words, names, {
          written: writtenLogProb(candidate, reading.wordLogProbs),
          ctc: evidence.ratio(first, end, names.spellings(name, suffix), names.variants(name, suffix)),
          sound: said.ratio(first, end, names.sounds(name, suffix)),
        });
      })
      .toSorted(byLogit);
  }
}

/** How probable the words were for the second pass that a candidate would replace. */
function writtenLogProb({ first, end }: NameCandidate, logProbs: readonly number[] | undefined): number | undefined {
  return logProbs && sum(logProbs.slice(first, end));
}

/** The terms and odds of a candidate before the second pass is asked, by what is known of them. */
function weigh(
  candidate: NameCandidate,
  words: readonly WrittenWord[],
  names: ListedNames,
  known: Partial<Pick<MergeTerms, 'ctc' | 'sound' | 'written'>>,
): Weighed {
  const { name, suffix, beam, distance, phones, cost } = candidate;
  const written = isWritten(candidate, words, names);
  const terms: MergeTerms = {
    boost: boostTerm(names.names[name].boost),
    ctc: 0,
    sound: 0,
    written: undefined,
    ...known,
    cost,
    beam: beam ? 1 : 0,
    phones,
    distance,
    names: Math.log(names.count),
    // A sentence is as probable as itself.
    second: written ? 0 : undefined,
    tokens: 0,
  };
  const text = written ? coreText(words.slice(candidate.first, candidate.end)) : names.names[name].text + suffix;
  return { ...candidate, text, terms, logit: mergeLogit(terms), verdict: written ? 'written' : 'not-asked' };
}

/** Whether the second pass wrote the name itself, as the user does. Its capitals stay where the user writes none. */
function isWritten({ name, first, end, suffix }: NameCandidate, words: readonly WrittenWord[], names: ListedNames) {
  if (end === first) return false;
  const text = names.names[name].text + suffix;
  const written = coreText(words.slice(first, end));
  return text === written || (text === text.toLowerCase() && text === written.toLowerCase());
}

/**
 * Without names in place of some words more, or fewer, than the very same name that is written there, or of the words beside
 * it: a spotted name is dated by its phones, a written one by its letters, and both may mean the same sound.
 */
function withoutRewrites(
  candidates: readonly NameCandidate[],
  isWritten: (candidate: NameCandidate) => boolean,
): NameCandidate[] {
  const written = candidates.filter(isWritten);
  return candidates.filter(
    (candidate) =>
      written.includes(candidate) ||
      !written.some(
        ({ name, first, end }) => name === candidate.name && first <= candidate.end && candidate.first <= end,
      ),
  );
}

/** What the second pass says of another text against its own: nats more, and tokens more. */
type Answer = TextScore | undefined;

/** Asks the second pass about all `sentences` at once; there may be no answer. */
async function askAbout(text: string, sentences: readonly string[], ask: AskSecondPass): Promise<Answer[]> {
  if (sentences.length === 0) return [];
  const answer = await ask([text, ...sentences]);
  const asWritten = answer?.[0];
  return sentences.map((_, index) => {
    const other = answer?.[index + 1];
    if (asWritten === undefined || other === undefined) return undefined;
    return { logProb: other.logProb - asWritten.logProb, tokens: other.tokens - asWritten.tokens };
  });
}

/** Without an answer a candidate is decided by the other terms. */
function decided(candidate: Weighed, answer: Answer): Weighed {
  const terms = answer ? { ...candidate.terms, second: answer.logProb, tokens: answer.tokens } : candidate.terms;
  const logit = mergeLogit(terms);
  return { ...candidate, terms, logit, verdict: logit > 0 ? 'accepted' : 'unlikely' };
}

/** Leaves of the accepted candidates those that are worth most together; a whole name before the parts within it. */
function take(candidates: readonly Weighed[], names: readonly Name[]): Weighed[] {
  const accepted = candidates.filter(({ verdict }) => verdict === 'accepted' || verdict === 'written');
  const wholes = accepted.filter(({ name }) => names[name].partOf === undefined);
  const isWithin = (part: Weighed) => (whole: Weighed) =>
    whole.first <= part.first &&
    part.end <= whole.end &&
    // Where both stand for the very same words, the likelier one was said.
    whole.end - whole.first > part.end - part.first &&
    names[whole.name].text.split(/\s+/).includes(names[part.name].text);
  const wanted = accepted.filter((candidate) => wholes.includes(candidate) || !wholes.some(isWithin(candidate)));
  // A name that stands there already changes nothing, so nothing speaks against it but another.
  const taken = new Set(
    bestIntervals(
      wanted.map((candidate) => ({ ...candidate, candidate, worth: Math.max(candidate.logit, LEAST_WORTH) })),
    ).map(({ candidate }) => candidate),
  );
  return candidates.map((candidate) =>
    accepted.includes(candidate) && !taken.has(candidate) ? { ...candidate, verdict: 'outweighed' } : candidate,
  );
}

function heardNames({ heard, clock }: SecondReadingToMerge, names: ListedNames): HeardName[] {
  return heard.flatMap(({ name, startMs, endMs }) => {
    const index = name && names.indexOf(name.text);
    if (index === undefined) return [];
    const frameAt = (ms: number) => Math.round((ms - clock.originMs) / clock.frameMs);
    return [{ name: index, start: frameAt(startMs), end: frameAt(endMs) }];
  });
}

function decisionOf(candidate: Weighed, words: readonly WrittenWord[]): NameDecision {
  const { name, text, first, end, terms, logit, verdict } = candidate;
  const replaced = words.slice(first, end).map(({ text }) => text);
  return { name, text, first, end, replaced: replaced.join(' '), terms, logit, verdict };
}

function byLogit(a: Weighed, b: Weighed): number {
  return b.logit - a.logit || a.first - b.first || a.end - b.end || (a.text < b.text ? -1 : 1);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
