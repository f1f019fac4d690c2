import { checkEmissions, type Emissions } from './emissions';
import type { Hypothesis, Word } from './hypothesis';
import type { LanguageModel } from './language-model/language-model';
import { NONE } from './lineage';
import { LOG_ZERO } from './log-math';
import type { NameTrie } from './name-trie';
import { PrefixSearch } from './prefix-search';
import { ROOT_PREFIX } from './prefix-tree';
import { pathTo, Readout, type PrefixPath } from './readout';
import { checkSearchOptions, type SearchOptions } from './search-options';
import type { Vocabulary } from './vocabulary';

/**
 * Streaming CTC beam search, biased to names: emissions in, hypotheses out (the search itself is in prefix-search.ts).
 *
 *     search.begin();
 *     for (...) {
 *       search.step(emissions);
 *       stable.push(...search.commit());
 *       show(stable, search.best().words);
 *     }
 *     const last = search.end();
 *
 * Hypotheses are searched with what open names promise, but shown and ranked by acoustics and *earned* credit alone: a
 * name that is not complete and confirmed by a word's end has added nothing, and leaves nothing behind.
 */
export class CtcBeamSearch {
  readonly vocabulary: Vocabulary;
  readonly options: SearchOptions;
  readonly #search: PrefixSearch;
  readonly #readout: Readout;
  #ended = false;

  /** Throws a RangeError where an option makes no sense. Ready for `step`, as after `begin()`. */
  constructor(vocabulary: Vocabulary, options: Partial<SearchOptions> = {}) {
    this.vocabulary = vocabulary;
    this.options = checkSearchOptions(options);
    this.#search = new PrefixSearch(vocabulary, this.options);
    this.#readout = new Readout(this.#search.tree, this.#search.times, this.#search.credit);
  }

  /** Forgets the utterance, keeps the names. */
  begin(): void {
    this.#search.begin();
    this.#ended = false;
  }

  /**
   * Reads on. `emissions` may be overwritten afterwards. Throws a RangeError, before anything is read, where they do not
   * belong to this vocabulary or are no log-probabilities.
   */
  step(emissions: Emissions): void {
    this.#expectOpen();
    checkEmissions(emissions, this.vocabulary.size);
    const { logProbs, frames, vocabulary } = emissions;
    for (let frame = 0; frame < frames; frame++) this.#search.step(logProbs, frame * vocabulary);
  }

  /** The best hypothesis as it stands, from where the last `commit` ended. */
  best(): Hypothesis {
    return this.nBest(1)[0];
  }

  /**
   * The best hypotheses, at most `count`, by logProb + bonus + language. A name that ends the text counts when the utterance has
   * ended or a pause follows it (`pauseFrames`): before, the word may go on, and it would flicker.
   */
  nBest(count: number): Hypothesis[] {
    const slots = Array.from({ length: this.#search.beam.size }, (_, slot) => slot);
    // The sort is stable: equal ones stay in the order of the search.
    slots.sort((a, b) => this.#shownScore(b) - this.#shownScore(a));
    return slots.slice(0, count).map((slot) => this.#hypothesis(slot));
  }

  /** Ends the utterance: names at its end are confirmed. `begin()` opens the next one. */
  end(): Hypothesis {
    this.#expectOpen();
    this.#ended = true;
    return this.best();
  }

  /** A whole utterance at once. */
  decode(emissions: Emissions): Hypothesis {
    this.begin();
    this.step(emissions);
    return this.end();
  }

  /**
   * Takes another list of names, at any time. What is not yet committed is scored as though the list had been there from
   * its beginning: the credit of names that are gone is revoked, new ones are paid for.
   */
  setNames(names: NameTrie | undefined): void {
    this.#search.setNames(names);
  }

  /**
   * Takes a language model, or none, at any time: the words of what is not yet committed are scored as though it had been there
   * before. The sound is divided by the acoustic model's prior from here on.
   */
  setLanguage(model: LanguageModel | undefined): void {
    this.#search.setLanguage(model);
  }

  /**
   * Takes words for settled and returns them, often none: those on which all hypotheses within `commitWidth` of the best
   * agree and that are older than `commitFrames`; or, whatever the others say, the best one's that are older than
   * `commitLatestFrames`. Only up to a word end that no name spans. They leave the search: `best()` goes on where they
   * end, hypotheses that say otherwise are dropped, and their memory is used again.
   */
  commit(): readonly Word[] {
    this.#expectOpen();
    const slot = this.#shownBest();
    const path = this.#path(slot);
    const { commitFrames, commitLatestFrames } = this.options;
    const wordEnd = Math.max(
      this.#lastSettled(this.#agreed(), path, commitFrames),
      this.#lastSettled(this.#search.beam.prefix[slot], path, commitLatestFrames),
    );
    if (wordEnd === ROOT_PREFIX) return [];
    const { words } = this.#readout.read(pathTo(path, wordEnd), wordEnd);
    this.#search.cut(wordEnd);
    return words;
  }

  /** What is kept, in rows of typed arrays: it must not grow with the time since `begin()`. */
  stats(): { readonly prefixes: number; readonly times: number; readonly capacity: number } {
    const { tree, times } = this.#search;
    return { prefixes: tree.size, times: times.size, capacity: tree.capacity + times.capacity };
  }

  #expectOpen(): void {
    if (this.#ended) throw new Error('The utterance has ended: begin() opens the next one');
  }

  #hypothesis(slot: number): Hypothesis {
    const reading = this.#readout.read(this.#path(slot), this.#confirmed(slot));
    return {
      ...reading,
      logProb: this.#search.beam.logProb[slot],
      bonus: this.#earned(slot),
      language: this.#language(slot),
    };
  }

  #path(slot: number): PrefixPath {
    const { beam } = this.#search;
    const end = beam.bestEnd(slot);
    return this.#readout.path(beam.prefix[slot], beam.times[end], beam.peak[end]);
  }

  /** The prefix up to whose end the names of the slot's hypothesis are confirmed. */
  #confirmed(slot: number): number {
    const { beam, tree } = this.#search;
    const prefix = beam.prefix[slot];
    return this.#isClosed(slot) ? prefix : tree.before[prefix];
  }

  /** Whether nothing is expected to follow the last word of the slot's hypothesis. */
  #isClosed(slot: number): boolean {
    const { beam, times, frame } = this.#search;
    const last = beam.times[beam.bestEnd(slot)];
    return this.#ended || (last !== NONE && frame - times.frame[last] > this.options.pauseFrames);
  }

  #earned(slot: number): number {
    return this.#search.credit.settled[this.#confirmed(slot)];
  }

  #shownScore(slot: number): number {
    return this.#search.beam.logProb[slot] + this.#earned(slot) + this.#language(slot);
  }

  /** A word that has ended is judged as the word that it is, another as the likeliest that it may become. */
  #language(slot: number): number {
    const { beam, language } = this.#search;
    return (this.#isClosed(slot) ? language.ended : language.open)[beam.prefix[slot]];
  }

  #shownBest(): number {
    const { size } = this.#search.beam;
    let best = 0;
    for (let slot = 1; slot < size; slot++) if (this.#shownScore(slot) > this.#shownScore(best)) best = slot;
    return best;
  }

  /** The longest prefix of all hypotheses that may still win, by what they are searched with or by what they show. */
  #agreed(): number {
    const { beam, tree } = this.#search;
    const { size, prefix, logProb, bonus } = beam;
    const shownBest = this.#shownBest();
    let best = LOG_ZERO;
    for (let slot = 0; slot < size; slot++) best = Math.max(best, logProb[slot] + bonus[slot]);
    let agreed = prefix[shownBest];
    for (let slot = 0; slot < size; slot++) {
      const behind = best - logProb[slot] - bonus[slot];
      const shownBehind = this.#shownScore(shownBest) - this.#shownScore(slot);
      if (Math.min(behind, shownBehind) < this.options.commitWidth) agreed = tree.common(agreed, prefix[slot]);
    }
    return agreed;
  }

  /** The last word end before `prefix`, on `path`, that is older than `age` frames and that no name spans. */
  #lastSettled(prefix: number, path: PrefixPath, age: number): number {
    const { before } = this.#search.tree;
    let wordEnd = before[prefix];
    while (wordEnd !== ROOT_PREFIX) {
      const emitted = path.frames[path.prefixes.indexOf(wordEnd)];
      if (this.#search.frame - emitted > age && !this.#isSpanned(wordEnd)) return wordEnd;
      wordEnd = before[wordEnd];
    }
    return ROOT_PREFIX;
  }

  #isSpanned(wordEnd: number): boolean {
    const { beam, tree, credit } = this.#search;
    for (let slot = 0; slot < beam.size; slot++) {
      const prefix = beam.prefix[slot];
      if (tree.continuesAfter(prefix, wordEnd) && credit.spans(prefix, wordEnd)) return true;
    }
    return false;
  }
}
