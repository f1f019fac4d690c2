import { FinalMerger } from '../core/merge/final-merger';
import type { RecentUtterances } from '../core/merge/recent-utterances';
import { reviseUtterance, type RevisedUtterance, type UtteranceToRevise } from '../core/merge/revised-utterance';
import { wordReadings } from '../core/merge/word-readings';
import type { Name } from '../core/name';
import type { VariantsOf } from '../core/name-spellings';
import type { Pronouncer } from '../core/pronunciation/pronouncer';
import { noReading } from '../core/second-pass/reading';
import { textOf } from '../core/transcript';
import { Vocabulary, type VocabularyFile } from '../core/vocabulary';
import { RecognizerError } from '../protocol/recognizer-error';
import type { FinalReviser, FinishedUtterance, Revision, UtteranceRepair } from '../protocol/second-pass-api';
import { RecentRepairs, type RepairList } from './recent-repairs';
import type { SecondPassPlace, SecondPassReader } from './second-pass-service';

/** The index of the names is built when nobody has changed the list for so long, in ms: 10,000 names take a second or more. */
const listSettlesMs = 300;

/** How names are said, and how the model may write them by that. */
interface SoundsOfNames {
  readonly pronouncer: Pronouncer;
  readonly variants: VariantsOf;
}

/**
 * Reads utterances again and merges both passes. It runs in the second pass's worker and not beside the streaming model: to
 * index 1,000 names by sound takes longer than a chunk of speech lasts, and words must come while one speaks.
 */
export class UtteranceReviser implements FinalReviser {
  readonly #reader: SecondPassReader;
  readonly #sounds: SoundsOfNames;
  readonly #recent: RecentUtterances;
  readonly #repairs: RecentRepairs;
  readonly #clock: () => number;
  #vocabulary: Vocabulary | undefined;
  #merger: FinalMerger | undefined;
  #names: readonly Name[] = [];
  /** The list that `#merger` has. */
  #indexed: readonly Name[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `recent`: what was revised is kept there, and looked at again for `repairs`. */
  constructor(
    reader: SecondPassReader,
    sounds: SoundsOfNames,
    recent: RecentUtterances,
    place: Pick<SecondPassPlace, 'clock' | 'nextTask'>,
  ) {
    this.#reader = reader;
    this.#sounds = sounds;
    this.#recent = recent;
    this.#repairs = new RecentRepairs(reader, recent, place.nextTask);
    this.#clock = place.clock;
  }

  setNames(names: readonly Name[]): void {
    this.#names = names;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#index(), listSettlesMs);
  }

  setVocabulary(file: VocabularyFile): Promise<void> {
    this.#vocabulary = new Vocabulary(file);
    this.#merger = new FinalMerger(this.#vocabulary, this.#sounds.pronouncer, this.#sounds.variants);
    this.#indexed = [];
    this.#index();
    return Promise.resolve();
  }

  async revise(utterance: FinishedUtterance): Promise<Revision | undefined> {
    const done = this.#repairs.makeWay();
    try {
      return await this.#revise(utterance);
    } finally {
      done();
    }
  }

  /** As in `SecondPassApi`. `spell`: as in `RepairList`. */
  async repairs(
    changed: readonly string[],
    spell: RepairList['spell'],
  ): Promise<readonly UtteranceRepair[] | undefined> {
    const [merger, vocabulary] = [this.#merger, this.#vocabulary];
    if (merger === undefined || vocabulary === undefined) return undefined;
    this.#index();
    const names = this.#indexed;
    const isCurrent = () => names === this.#names;
    return this.#repairs.find({ names, merger, vocabulary, spell, isCurrent }, changed);
  }

  async #revise(utterance: FinishedUtterance): Promise<Revision | undefined> {
    const merger = this.#merger;
    if (merger === undefined) throw new RecognizerError('NotLoadedError', 'Expected setVocabulary() before');
    const { id, samples, startMs, alternatives, languageModel } = utterance;
    const { words } = alternatives[0]!;
    const reading = await this.#reader.read({ id, samples, startMs, words, languageModel });
    const begun = this.#clock();
    if (reading === undefined) return this.#lookUp(merger, utterance, begun);
    try {
      const revised = await this.#merge(merger, utterance, reading.pieces);
      if (utterance.forgotten !== true)
        this.#recent.keep({ ...utterance, pieces: reading.pieces, words: revised.words });
      return {
        id,
        text: revised.text,
        words: wordReadings(revised, words),
        second: reading.pieces.map((piece) => piece.reading.text).join(' '),
        decisions: revised.decisions,
        cost: {
          audioMs: reading.pieces.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
          encoderMs: reading.encoderMs,
          decoderMs: reading.decoderMs,
          mergeMs: this.#clock() - begun,
        },
      };
    } finally {
      await this.#reader.release(id);
    }
  }

  /** An utterance that is not read again: names are looked up in what the first pass heard. Undefined when nothing changes. */
  async #lookUp(merger: FinalMerger, utterance: FinishedUtterance, begun: number): Promise<Revision | undefined> {
    const { id, emissions, clock, alternatives } = utterance;
    const endMs = clock.originMs + emissions.frames * clock.frameMs;
    const piece = { startMs: clock.originMs, endMs, judgement: 'unread', reading: noReading } as const;
    const revised = await this.#merge(merger, utterance, [piece]);
    const isFound = revised.decisions.some(({ verdict }) => verdict === 'accepted');
    if (!isFound && revised.text === textOf(alternatives[0]!.words)) return undefined;
    return {
      id,
      text: revised.text,
      words: wordReadings(revised, alternatives[0]!.words),
      second: undefined,
      decisions: revised.decisions,
      cost: { audioMs: 0, encoderMs: 0, decoderMs: 0, mergeMs: this.#clock() - begun },
    };
  }

  release(id: string): Promise<void> {
    return this.#reader.release(id);
  }

  /** Nothing is built for this one any more. */
  close(): void {
    clearTimeout(this.#timer);
  }

  /** With the names of now: when the list changes while the second pass is asked, once more. */
  async #merge(
    merger: FinalMerger,
    utterance: FinishedUtterance,
    pieces: UtteranceToRevise['pieces'],
  ): Promise<RevisedUtterance> {
    for (;;) {
      this.#index();
      const names = this.#indexed;
      const revised = await reviseUtterance(merger, { ...utterance, pieces }, (piece, texts) =>
        this.#reader.score(utterance.id, piece, texts),
      );
      if (names === this.#names) return revised;
    }
  }

  #index(): void {
    clearTimeout(this.#timer);
    if (this.#merger === undefined || this.#indexed === this.#names) return;
    this.#indexed = this.#names;
    this.#merger.setNames(this.#indexed);
  }
}
