import type { RevisedWord } from '../core/merge/word-readings';
import type { Writing } from '../core/casing/written-form';
import type { RecognizedWord } from '../protocol/recognizer-api';

/** A word as it was heard, or as both passes wrote it together. */
export type SpokenWord = RecognizedWord | RevisedWord;

/** A finished sentence on its way into the document. */
export interface SpokenUtterance {
  /** Identifies it within the page, for `revise`. */
  readonly key: string;
  /** As they were heard; `written-utterance.ts` makes text of them. */
  readonly words: readonly SpokenWord[];
  readonly writing: Writing;
  /** ms since the epoch, or since the beginning of the file `source`. */
  readonly at: number;
  readonly source?: string;
  /** After a long pause, or the first of a file. */
  readonly opensParagraph: boolean;
  /** What either pass wrote by itself, once it was revised; `second` is left out where that did not read. */
  readonly readings?: { readonly first: string; readonly second?: string };
  /** By what the second pass tells of it later. */
  readonly revision?: string;
  /** As it read before a name was written into it afterwards. */
  readonly before?: SpokenUtterance;
}
