import type { ModelEmissions } from '../emissions';
import type { AlignedWord } from '../forced-alignment';
import { LOG_ZERO } from '../log-math';
import { joinedPhones, type PhoneScorer } from '../pronunciation/phone-scorer';
import type { Phones } from '../pronunciation/phones';
import type { Pronouncer } from '../pronunciation/pronouncer';
import type { WrittenWord } from './written-words';

const LIMITS = {
  /** Frames of a pause that are read along at either end: what a word's neighbour may have of it. */
  pauseFrames: 8,
  /** Ways to say what is written. */
  pronunciations: 2,
};

const NOTHING: Phones = new Uint8Array(0);

/**
 * What the model's phones say to another reading of some words of a text. The words beside them are read along, so that the
 * window ends where both readings agree, and the border between a name and its neighbours is free.
 */
export class SoundEvidence {
  readonly #emissions: ModelEmissions;
  readonly #words: readonly WrittenWord[];
  readonly #aligned: readonly AlignedWord[];
  readonly #phones: PhoneScorer;
  readonly #pronouncer: Pronouncer;
  /** By word, once they are asked for. */
  readonly #sounds: (readonly Phones[])[] = [];
  /** Of the words as they are written, by span. */
  readonly #written = new Map<number, number>();

  /** `aligned`: where each of `words` is said in `emissions`. */
  constructor(
    emissions: ModelEmissions,
    words: readonly WrittenWord[],
    aligned: readonly AlignedWord[],
    phones: PhoneScorer,
    pronouncer: Pronouncer,
  ) {
    this.#emissions = emissions;
    this.#words = words;
    this.#aligned = aligned;
    this.#phones = phones;
    this.#pronouncer = pronouncer;
  }

  /** The phones that the model hears where the words [first, end) are. */
  heard(first: number, end: number): Phones {
    const { phones } = this.#emissions;
    if (phones === undefined) return NOTHING;
    this.#phones.read(phones, ...this.#frames(first, end));
    return this.#phones.greedy();
  }

  /**
   * ln P(pronunciations) − ln P(words [first, end)) over the same frames, of the likeliest pronunciation of either; 0 where the
   * model hears no phones.
   */
  ratio(first: number, end: number, pronunciations: readonly Phones[]): number {
    const { phones } = this.#emissions;
    if (phones === undefined) return 0;
    this.#phones.read(phones, ...this.#frames(Math.max(0, first - 1), Math.min(this.#words.length, end + 1)));
    const before = first === 0 ? NOTHING : (this.#said(first - 1, first)[0] ?? NOTHING);
    const after = end === this.#words.length ? NOTHING : (this.#said(end, end + 1)[0] ?? NOTHING);
    const key = first * this.#words.length + end;
    let written = this.#written.get(key);
    if (written === undefined) {
      written = this.#phones.best(this.#said(first, end), before, after);
      this.#written.set(key, written);
    }
    let name = LOG_ZERO;
    for (const pronunciation of pronunciations) {
      name = Math.max(name, this.#phones.score(joinedPhones(before, pronunciation, after)));
    }
    return name === written ? 0 : name - written;
  }

  /** How the words [first, end) are said, likeliest first; of several words the likeliest of each. */
  #said(first: number, end: number): readonly Phones[] {
    if (end === first + 1) return this.#soundsOf(first);
    const sounds: Phones[] = [];
    for (let word = first; word < end; word++) sounds.push(this.#soundsOf(word)[0] ?? NOTHING);
    return [joinedPhones(...sounds)];
  }

  #soundsOf(word: number): readonly Phones[] {
    return (this.#sounds[word] ??= this.#pronouncer
      .pronounce(this.#words[word].core, LIMITS.pronunciations)
      .map(({ phones }) => phones));
  }

  /** Frames of the words [first, end), with the pauses around them as far as they matter; of no words, the whole pause. */
  #frames(first: number, end: number): readonly [number, number] {
    const aligned = this.#aligned;
    const start = first > 0 ? aligned[first - 1].end : 0;
    const endFrame = end < aligned.length ? aligned[end].start : this.#emissions.frames;
    if (first === end) return [Math.min(start, endFrame), endFrame];
    return [
      Math.max(start, aligned[first].start - LIMITS.pauseFrames),
      Math.max(aligned[end - 1].end, Math.min(endFrame, aligned[end - 1].end + LIMITS.pauseFrames)),
    ];
  }
}
