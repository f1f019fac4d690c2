import type { RecognizedWord, RecognizerErrorShape, SessionEvent } from '../protocol/recognizer-api';
import { dismiss, notify, type LiveText, type Page } from './page-state';
import { addRevision } from './revision-figures';
import type { ClientEvent, Session } from './recognizer-session';
import type { SpokenUtterance } from './spoken-utterance';
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
      case 'speechstart':
      case 'end':
      case 'error':
    }
  }

  #live({ stable, unstable }: SessionEvent & { type: 'partial' }): LiveText {
    const startMs = (stable[0] ?? unstable[0])?.startMs ?? 0;
    return { stable, unstable, opensParagraph: this.#opensParagraph(startMs) };
  }

  #writeFinal(words: readonly RecognizedWord[], utterance: string, revising = false): void {
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return;
    const { beganAt, source } = this.#origin;
    const final: SpokenUtterance = {
      key: this.#keyOf(utterance),
      words,
      at: beganAt + first.startMs,
      ...(source !== undefined && { source }),
      opensParagraph: this.#opensParagraph(first.startMs),
    };
    this.#finals.set(final.key, final);
    this.#lastEndMs = last.endMs;
    this.#document.append(final);
    if (revising) this.#revising.add(final.key);
    this.#page.change({ revising: this.#revising.size });
    if (!revising) this.onFinal(textOf(final));
  }

  #revise({ id, utterance, words, second }: SessionEvent & { type: 'revised' }): void {
    const final = this.#finals.get(this.#keyOf(utterance));
    if (final === undefined) return;
    const revised = {
      ...final,
      words,
      readings: { first: textOf(final), ...(second !== undefined && { second }) },
      revision: id,
    };
    this.#finals.set(final.key, revised);
    this.#document.revise(revised, final.words);
    this.#settle(final.key);
  }

  /** The sentence has its last words now. */
  #settle(key: string): void {
    const final = this.#finals.get(key);
    if (!this.#revising.delete(key) || final === undefined) return;
    this.#page.change({ revising: this.#revising.size });
    this.onFinal(textOf(final));
  }

  #keyOf(utterance: number | string): string {
    return `${this.#sessions}.${utterance}`;
  }

  /** Every session opens a paragraph, and so does a long pause. */
  #opensParagraph(startMs: number): boolean {
    return this.#lastEndMs === undefined || startMs - this.#lastEndMs > paragraphPauseMs;
  }
}

function textOf({ words }: SpokenUtterance): string {
  return words.map((word) => word.text).join(' ');
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
