import type { ModelEmissions } from '../emissions';
import type { Word } from '../hypothesis';
import { LOG_ZERO } from '../log-math';
import { joinedPhones, type PhoneScorer } from '../pronunciation/phone-scorer';
import type { Phones } from '../pronunciation/phones';
import type { Pronouncer } from '../pronunciation/pronouncer';
import { SpellingLattice, type PieceTable } from '../spelling-lattice';
import type { SpellingScorer } from '../spelling-score';
import type { Vocabulary } from '../vocabulary';
import { spellingsOf } from './sounded-names';

const LIMITS = {
  /** Frames of a pause that are read along at either end: what a word's neighbour may have of it. */
  pauseFrames: 8,
  /** Ways to say what is written. */
  pronunciations: 2,
};

const NOTHING: Phones = new Uint8Array(0);

/** What the phone head says to a name in place of some words. */
export interface PhoneEvidence {
  /** ln P(name) − ln P(words), of the likeliest pronunciation of either, in nats. */
  readonly ratio: number;
  /** ln P(name) less the log-probability of the likeliest path, per phone: 0 is as good as can be. */
  readonly fit: number;
}

/**
 * What the model's two outputs say to another reading of some words of an utterance. The words beside them are read along,
 * so that the window ends where both readings agree, and the border between a name and its neighbours is free.
 */
export class SpanEvidence {
  readonly #emissions: ModelEmissions;
  readonly #words: readonly Word[];
  readonly #vocabulary: Vocabulary;
  readonly #pieces: PieceTable;
  readonly #spelling: SpellingScorer;
  readonly #phones: PhoneScorer;
  readonly #pronouncer: Pronouncer;
  /** By word, once they are asked for. */
  readonly #sounds: (readonly Phones[])[] = [];
  readonly #spellings: (readonly string[])[] = [];
  /** Of the words as they are written, by span. */
  readonly #writtenSpelling = new Map<number, number>();
  readonly #writtenSound = new Map<number, number>();

  constructor(
    emissions: ModelEmissions,
    words: readonly Word[],
    tools: {
      readonly vocabulary: Vocabulary;
      readonly pieces: PieceTable;
      readonly spelling: SpellingScorer;
      readonly phones: PhoneScorer;
      readonly pronouncer: Pronouncer;
    },
  ) {
    this.#emissions = emissions;
    this.#words = words;
    this.#vocabulary = tools.vocabulary;
    this.#pieces = tools.pieces;
    this.#spelling = tools.spelling;
    this.#phones = tools.phones;
    this.#pronouncer = tools.pronouncer;
  }

  /** The phones that the phone head hears where the words [first, end) are, and how these words are said. */
  heard(first: number, end: number): { readonly greedy: Phones; readonly written: Phones } {
    const written = this.#written(first, end)[0] ?? NOTHING;
    if (this.#emissions.phones === undefined) return { greedy: NOTHING, written };
    const [start, endFrame] = this.#frames(first, end);
    this.#phones.read(this.#emissions.phones, start, endFrame);
    return { greedy: this.#phones.greedy(), written };
  }

  /** ln P(spellings) − ln P(words [first, end)) over the same frames; 0 where the emissions exclude both. */
  spelling(first: number, end: number, spellings: readonly string[]): number {
    const key = first * this.#words.length + end;
    let written = this.#writtenSpelling.get(key);
    if (written === undefined) {
      const spelled: (readonly string[])[] = [];
      for (let word = first; word < end; word++) spelled.push(this.#spellingsOf(word));
      written = this.#scoreSpelling(first, end, spelled);
      this.#writtenSpelling.set(key, written);
    }
    const other = this.#scoreSpelling(first, end, [spellings]);
    return other === written ? 0 : other - written;
  }

  /** Undefined where the model hears no phones. */
  phones(first: number, end: number, pronunciations: readonly Phones[]): PhoneEvidence | undefined {
    const { phones } = this.#emissions;
    if (phones === undefined) return undefined;
    const [start, endFrame] = this.#window(first, end);
    this.#phones.read(phones, start, endFrame);
    const before = first === 0 ? NOTHING : (this.#written(first - 1, first)[0] ?? NOTHING);
    const after = end === this.#words.length ? NOTHING : (this.#written(end, end + 1)[0] ?? NOTHING);
    const key = first * this.#words.length + end;
    let written = this.#writtenSound.get(key);
    if (written === undefined) {
      written = this.#phones.best(this.#written(first, end), before, after);
      this.#writtenSound.set(key, written);
    }
    let name = LOG_ZERO;
    let fit = LOG_ZERO;
    const free = this.#phones.free();
    for (const pronunciation of pronunciations) {
      const score = this.#phones.score(joinedPhones(before, pronunciation, after));
      name = Math.max(name, score);
      fit = Math.max(fit, (score - free) / (before.length + pronunciation.length + after.length));
    }
    return { ratio: name === written ? 0 : name - written, fit };
  }

  /** How the words [first, end) are said, likeliest first; of several words the likeliest of each. */
  #written(first: number, end: number): readonly Phones[] {
    if (end === first + 1) return this.#soundsOf(first);
    const sounds: Phones[] = [];
    for (let word = first; word < end; word++) sounds.push(this.#soundsOf(word)[0] ?? NOTHING);
    return [joinedPhones(...sounds)];
  }

  #soundsOf(word: number): readonly Phones[] {
    return (this.#sounds[word] ??= this.#pronouncer
      .pronounce(this.#words[word].text, LIMITS.pronunciations)
      .map(({ phones }) => phones));
  }

  #spellingsOf(word: number): readonly string[] {
    return (this.#spellings[word] ??= spellingsOf(this.#words[word].text, this.#vocabulary));
  }

  #scoreSpelling(first: number, end: number, middle: readonly (readonly string[])[]): number {
    const [start, endFrame] = this.#window(first, end);
    const beside = (word: number) => (word < 0 || word >= this.#words.length ? [] : [this.#spellingsOf(word)]);
    const lattice = SpellingLattice.ofWords([...beside(first - 1), ...middle, ...beside(end)], this.#pieces);
    return this.#spelling.score(this.#emissions, lattice, { start, end: endFrame });
  }

  /** Frames of the words [first, end) and of their neighbours. */
  #window(first: number, end: number): readonly [number, number] {
    return this.#frames(Math.max(0, first - 1), Math.min(this.#words.length, end + 1));
  }

  /** Frames of the words [first, end), with the pauses around them as far as they matter; of no words, the whole pause. */
  #frames(first: number, end: number): readonly [number, number] {
    const words = this.#words;
    const start = first > 0 ? words[first - 1].end : 0;
    const endFrame = end < words.length ? words[end].start : this.#emissions.frames;
    if (first === end) return [Math.min(start, endFrame), endFrame];
    return [
      Math.max(start, words[first].start - LIMITS.pauseFrames),
      Math.max(words[end - 1].end, Math.min(endFrame, words[end - 1].end + LIMITS.pauseFrames)),
    ];
  }
}
