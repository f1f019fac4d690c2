import { NOTHING_BEFORE, textBefore, type TextBefore } from '../core/casing/written-form';
import type { RecognizedWord, RecognizerErrorShape, SessionEvent } from '../protocol/recognizer-api';
import { dismiss, notify, type LiveText, type Page } from './page-state';
import { addRevision } from './revision-figures';
import type { ClientEvent, Session } from './recognizer-session';
import type { SpokenUtterance } from './spoken-utterance';
import { textOf } from '../core/transcript';
import { piecesOf, writtenText } from './written-utterance';
import type { DocumentView } from './view/document-view';

/** A pause between two utterances, in ms, after which people have begun another thought. */
const paragraphPauseMs = 2500;

export interface Origin {
  /** ms since the epoch when the session began; 0 for a file, whose times count from its beginning. */
  readonly beganAt: number;
  /** The file's name. */
  readonly source?: string;
  readonly onProgress?: (doneMs: number, totalMs: number) => void;
}

/** Writes what sessions hear into the document, and what happens to them into the page's state. */
export class Writer {
  readonly #page: Page;
  readonly #document: DocumentView;
  /** Called with every finished sentence once: where it is read a second time, with what it reads then. */
  onFinal: (text: string) => void = () => {};
  #sessions = 0;
  #origin: Origin = { beganAt: 0 };
  /** When the last utterance ended, in ms of the session; undefined before the first. */
  #lastEndMs: number | undefined;
  readonly #finals = new Map<string, SpokenUtterance>();
  /** By key of an utterance: the one that it follows in the text. */
  readonly #previous = new Map<string, string>();
  /** Of the last final. */
  #lastKey: string | undefined;
  /** What stood before the sentence in progress when its first word was shown. */
  #before: TextBefore | undefined;
  /** Keys of those whose revision is awaited. */
  readonly #revising = new Set<string>();

  constructor(page: Page, document_: DocumentView) {
    this.#page = page;
    this.#document = document_;
  }

  /** Follows a session to its end. Resolves with the error that broke it, if one did. */
  async write(session: Session, origin: Origin): Promise<RecognizerErrorShape | undefined> {
    this.#sessions++;
    this.#origin = origin;
    this.#lastEndMs = undefined;
    this.#finals.clear();
    this.#previous.clear();
    this.#lastKey = undefined;
    this.#before = undefined;
    for await (const event of session) {
      if (event.type === 'error') {
        this.keepStable();
        return event.error;
      }
      this.#take(event);
    }
    // An aborted session leaves some.
    for (const key of this.#revising) this.#settle(key);
    return undefined;
  }

  /** The sentence in progress ends here: its stable words stay, the others go. */
  keepStable(): void {
    const stable = this.#page.state.live?.stable ?? [];
    if (stable.length > 0) this.#writeFinal(stable, `stable ${this.#finals.size}`);
    this.#page.change({ live: undefined });
  }

  #take(event: ClientEvent): void {
    const page = this.#page;
    switch (event.type) {
      case 'level':
        return page.change({ level: event.rms });
      case 'partial':
        return page.change({ live: this.#live(event) });
      case 'final':
        page.change({ live: undefined });
        return this.#writeFinal(event.words, String(event.utterance), event.revision === 'pending');
      case 'revised':
        if (event.second !== undefined) page.change({ revisions: addRevision(page.state.revisions, event) });
        return this.#revise(event);
      case 'kept':
        if (page.state.secondPass.phase === 'active') {
          page.change({ revisions: { ...page.state.revisions, kept: page.state.revisions.kept + 1 } });
        }
        return this.#settle(this.#keyOf(event.utterance));
      case 'progress':
        return this.#origin.onProgress?.(event.doneMs, event.totalMs);
      case 'stats':
        return page.change({ stats: event.stats });
      case 'silent-input':
      case 'interrupted':
      case 'switched':
      case 'restart':
      case 'backend':
        return tell(page, event);
      case 'rewritten': // Only where `written` is asked for.
      case 'speechstart':
      case 'end':
      case 'error':
    }
  }

  #live({ stable, unstable }: SessionEvent & { type: 'partial' }): LiveText {
    const words = [...stable, ...unstable];
    const signs = this.#page.state.settings.spokenSigns;
    const opensParagraph = this.#opensParagraph(words, signs);
    const before = opensParagraph ? NOTHING_BEFORE : (this.#before ?? this.#textBefore());
    this.#before = words.length === 0 ? undefined : before;
    return { stable, unstable, opensParagraph, before, signs };
  }

  #writeFinal(words: readonly RecognizedWord[], utterance: string, revising = false): void {
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return;
    const { beganAt, source } = this.#origin;
    const signs = this.#page.state.settings.spokenSigns;
    const opensParagraph = this.#opensParagraph(words, signs);
    const { beginsSentence } = opensParagraph ? NOTHING_BEFORE : (this.#before ?? this.#textBefore());
    this.#before = undefined;
    const final: SpokenUtterance = {
      key: this.#keyOf(utterance),
      words,
      writing: { beginsSentence, signs },
      at: beganAt + first.startMs,
      ...(source !== undefined && { source }),
      opensParagraph,
    };
    this.#finals.set(final.key, final);
    if (this.#lastKey !== undefined) this.#previous.set(final.key, this.#lastKey);
    this.#lastKey = final.key;
    this.#lastEndMs = last.endMs;
    this.#giveWay(final);
    this.#document.append(final);
    if (revising) this.#revising.add(final.key);
    this.#page.change({ revising: this.#revising.size });
    if (!revising) this.onFinal(writtenText(final));
  }

  #revise({ id, utterance, words, second }: SessionEvent & { type: 'revised' }): void {
    const final = this.#finals.get(this.#keyOf(utterance));
    if (final === undefined) return;
    this.#giveWay({ ...final, words });
    const before = this.#document.textBefore(final.key);
    const { beginsSentence } = before === undefined ? final.writing : textBefore(before);
    const revised = {
      ...final,
      words,
      writing: { ...final.writing, beginsSentence },
      readings: { first: textOf(final.words), ...(second !== undefined && { second }) },
      revision: id,
    };
    this.#finals.set(final.key, revised);
    this.#document.revise(revised, final);
    this.#settle(final.key);
  }

  /** The sentence has its last words now. */
  #settle(key: string): void {
    const final = this.#finals.get(key);
    if (!this.#revising.delete(key) || final === undefined) return;
    this.#page.change({ revising: this.#revising.size });
    this.onFinal(writtenText(final));
  }

  /** The sentence before loses the sign that was written for the pause after it, where `next` begins with one that was said. */
  #giveWay(next: SpokenUtterance): void {
    const before = this.#finals.get(this.#previous.get(next.key) ?? '');
    const beforeSign = piecesOf(next)[0]?.sign;
    if (before === undefined || before.writing.beforeSign === beforeSign) return;
    const changed = { ...before, writing: { ...before.writing, beforeSign } };
    this.#finals.set(before.key, changed);
    this.#document.revise(changed, before);
  }

  /** What the next utterance follows unless it opens a paragraph. */
  #textBefore(): TextBefore {
    const text = this.#document.textAtEnd;
    const before = textBefore(text);
    const last = this.#lastKey === undefined ? undefined : this.#finals.get(this.#lastKey);
    // The second reading ends nearly all sentences, and no word is to change when it comes.
    const willEnd =
      this.#page.state.secondPass.phase === 'active' &&
      last !== undefined &&
      this.#revising.has(last.key) &&
      /[\p{L}\p{N}]$/u.test(text) &&
      text.endsWith(writtenText(last));
    return { ...before, beginsSentence: before.beginsSentence || willEnd };
  }

  #keyOf(utterance: number | string): string {
    return `${this.#sessions}.${utterance}`;
  }

  /** Every session opens a paragraph, and so does a long pause; but a spoken sign closes what stands before it. */
  #opensParagraph(words: readonly RecognizedWord[], signs: boolean): boolean {
    if (this.#lastEndMs === undefined) return true;
    const [first] = piecesOf({ words, writing: { beginsSentence: true, signs } });
    if (first?.sign !== undefined && !first.spaceBefore) return false;
    return (words[0]?.startMs ?? 0) - this.#lastEndMs > paragraphPauseMs;
  }
}

/** What happens to the sound or to the recognizer while it listens, in words. */
function tell(
  page: Page,
  event: ClientEvent & { type: 'silent-input' | 'interrupted' | 'switched' | 'restart' | 'backend' },
): void {
  switch (event.type) {
    case 'silent-input':
      if (!event.silent) return dismiss(page, 'silent-input');
      return notify(page, {
        id: 'silent-input',
        tone: 'warning',
        text: 'The microphone gives only silence.',
        hint: 'It may be muted, or it is not the one that you speak into. Choose another one in the settings.',
        action: { label: 'Settings', run: () => page.change({ drawer: 'settings' }) },
      });
    case 'interrupted':
      if (!event.interrupted) return dismiss(page, 'interrupted');
      return notify(page, {
        id: 'interrupted',
        tone: 'warning',
        text: 'The system has taken the microphone away for a while.',
        hint: 'Dictation goes on by itself when it comes back, after a call for example.',
      });
    case 'switched':
      return notify(page, {
        id: 'microphone',
        tone: 'info',
        text: 'The microphone was unplugged.',
        hint: `Listening through ${event.label || 'another one'} now. All that you said is kept.`,
      });
    case 'restart':
      return notify(page, {
        id: 'recognizer',
        tone: 'warning',
        text: 'The recognizer stopped and was started again.',
        hint: 'All that was written is kept; the last words may be missing.',
        detail: event.reason,
      });
    case 'backend':
      page.change({ model: { phase: 'ready', backend: event.backend } });
      return notify(page, {
        id: 'recognizer',
        tone: 'info',
        text: event.backend.ep === 'wasm' ? 'The GPU went away. The CPU goes on.' : 'The GPU went away and came back.',
        hint: 'Nothing was lost.',
        detail: event.backend.reason,
      });
  }
}
