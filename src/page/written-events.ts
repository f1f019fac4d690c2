import {
  NOTHING_BEFORE,
  textBefore,
  textOfPieces,
  type TextBefore,
  type WrittenPiece,
} from '../core/casing/written-form';
import type { SessionEvent } from '../protocol/recognizer-api';
import { piecesOf, surePieces, writtenText, type Written } from './written-utterance';

/** How sessions write what they hear: `case` with capitals, `signs` with capitals and spoken signs. */
export type WrittenChoice = 'case' | 'signs';

/**
 * What a session tells of words. `written`, where it was asked for: the words as text, with the space before them where one
 * belongs there, so that the texts of all utterances make the whole when they are put together as they are.
 */
export type WordsEvent =
  | (Extract<SessionEvent, { type: 'partial' }> & {
      readonly written?: { readonly stable: string; readonly unstable: string };
    })
  | (Extract<SessionEvent, { type: 'final' | 'revised' }> & { readonly written?: string })
  /** The next utterance begins with a spoken sign, which takes the place of the sign that ended this one. */
  | { readonly type: 'rewritten'; readonly utterance: number; readonly written: string };

export type OtherEvent = Exclude<SessionEvent, { type: WordsEvent['type'] }>;

interface Utterance extends Written {
  readonly number: number;
  readonly before: TextBefore;
  /** A second reading is awaited. */
  readonly pending: boolean;
}

/** Writes the words of a session's events. */
export class WrittenEvents {
  readonly #signs: boolean;
  /** In order: those that may yet be written otherwise. */
  #utterances: Utterance[] = [];
  /** Whether the last revision was a second reading: those end nearly all sentences. */
  #isReadAgain = false;
  /** What stood before the utterance in progress when its first word came. */
  #begun: TextBefore | undefined;

  constructor(choice: WrittenChoice) {
    this.#signs = choice === 'signs';
  }

  /** The events that come out when `event` goes in. */
  take(event: SessionEvent): (OtherEvent | WordsEvent)[] {
    switch (event.type) {
      case 'partial':
        return [{ ...event, written: this.#writeLive(event) }];
      case 'final': {
        const before = this.#begun ?? this.#before(this.#utterances.length);
        this.#begun = undefined;
        const writing = { beginsSentence: before.beginsSentence, signs: this.#signs };
        const pending = 'revision' in event && event.revision === 'pending';
        this.#utterances.push({ number: event.utterance, words: event.words, writing, before, pending });
        const at = this.#utterances.length - 1;
        return [...this.#giveWay(at), this.#write(event, at)];
      }
      case 'revised': {
        this.#isReadAgain = event.second !== undefined;
        const at = this.#utterances.findIndex(({ number }) => number === event.utterance);
        const utterance = this.#utterances[at];
        if (utterance === undefined) return [event];
        this.#utterances[at] = { ...utterance, words: event.words, pending: false };
        const rewritten = this.#giveWay(at);
        const before = this.#before(at);
        const writing = { ...utterance.writing, beginsSentence: before.beginsSentence };
        this.#utterances[at] = { ...this.#utterances[at], writing, before };
        return [...rewritten, this.#write(event, at)];
      }
      case 'kept':
        this.#utterances = this.#utterances.map((one) =>
          one.number === event.utterance ? { ...one, pending: false } : one,
        );
        return [event];
      default:
        return [event];
    }
  }

  #writeLive({ stable, unstable }: Extract<SessionEvent, { type: 'partial' }>): { stable: string; unstable: string } {
    const words = [...stable, ...unstable];
    const before = this.#begun ?? this.#before(this.#utterances.length);
    this.#begun = words.length === 0 ? undefined : before;
    const written = { words, writing: { beginsSentence: before.beginsSentence, signs: this.#signs } };
    const pieces = piecesOf(written);
    const sure = surePieces(pieces, written, stable.length);
    const sureText = sure === 0 ? '' : spaceBefore(pieces, before) + textOfPieces(pieces.slice(0, sure));
    const whole = spaceBefore(pieces, before) + textOfPieces(pieces);
    return { stable: sureText, unstable: whole.slice(sureText.length) };
  }

  /** The one before `at` loses the sign that was written for the pause after it, where `at` begins with one that was said. */
  #giveWay(at: number): WordsEvent[] {
    const previous = this.#utterances[at - 1];
    const beforeSign = piecesOf(this.#utterances[at]!)[0]?.sign;
    if (previous === undefined || previous.writing.beforeSign === beforeSign) return [];
    const changed = { ...previous, writing: { ...previous.writing, beforeSign } };
    this.#utterances[at - 1] = changed;
    if (writtenText(changed) === writtenText(previous)) return [];
    return [{ type: 'rewritten', utterance: previous.number, written: textOf(changed) }];
  }

  #write(event: Extract<SessionEvent, { type: 'final' | 'revised' }>, at: number): WordsEvent {
    const written = textOf(this.#utterances[at]!);
    // The last one may have to give way to a sign of the next, and each begins as the one before it ends.
    const first = this.#utterances.findIndex(({ pending }, index) => pending || index === this.#utterances.length - 1);
    this.#utterances.splice(0, Math.max(0, first - 1));
    return { ...event, written };
  }

  #before(at: number): TextBefore {
    const previous = this.#utterances[at - 1];
    if (previous === undefined) return NOTHING_BEFORE;
    const text = writtenText(previous);
    const before = textBefore(text);
    const willEnd = this.#isReadAgain && previous.pending && /[\p{L}\p{N}]$/u.test(text);
    return { ...before, beginsSentence: before.beginsSentence || willEnd };
  }
}

function textOf(utterance: Utterance): string {
  const pieces = piecesOf(utterance);
  return spaceBefore(pieces, utterance.before) + textOfPieces(pieces);
}

function spaceBefore([first]: readonly WrittenPiece[], { needsSpace }: TextBefore): string {
  return needsSpace && first?.spaceBefore === true ? ' ' : '';
}
