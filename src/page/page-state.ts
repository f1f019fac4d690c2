import type { TextBefore } from '../core/casing/written-form';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import type { Backend, RecognizedWord, RecognizerErrorShape, SessionStats } from '../protocol/recognizer-api';
import type { ListedName, NamesKeeping } from '../store/names-store';
import { defaultSettings, type Settings } from '../store/settings-store';
import type { UtteranceRepair } from '../protocol/second-pass-api';
import type { MicrophoneDevice } from './microphone';
import { noRevisions, type RevisionFigures } from './revision-figures';
import { Watched } from './watched';

export type ModelState =
  /** Not asked for yet: the page waits for an idle moment or for the first press. */
  | { readonly phase: 'absent' }
  | { readonly phase: 'downloading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly phase: 'warming-up' }
  | { readonly phase: 'ready'; readonly backend: Backend }
  | { readonly phase: 'failed'; readonly error: RecognizerErrorShape };

/** The second reading of finished sentences. */
export type SecondPassStatus =
  /** Its turn comes when the model is there. */
  | { readonly phase: 'absent' }
  | { readonly phase: 'downloading'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly phase: 'warming-up' }
  /** And why, as a sentence. */
  | { readonly phase: 'active' | 'off'; readonly reason: string };

/** `opening`: waiting for the permission or the device. */
export type DictationPhase = 'idle' | 'opening' | 'listening' | 'finishing' | 'failed';

/** What is being said, as far as it is understood. */
export interface LiveText {
  readonly stable: readonly RecognizedWord[];
  readonly unstable: readonly RecognizedWord[];
  /** After a long pause it stands in a paragraph of its own. */
  readonly opensParagraph: boolean;
  /** What stood before it when its first word came: so long as it is understood, its beginning does not change. */
  readonly before: TextBefore;
  readonly signs: boolean;
}

export interface FileJob {
  readonly id: number;
  readonly name: string;
  readonly phase: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly doneMs: number;
  /** 0 while unknown. */
  readonly totalMs: number;
}

export interface Notice {
  /** A notice replaces the one with the same id. */
  readonly id: string;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly hint?: string;
  /** For people who report the problem. */
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface NamesState {
  readonly list: readonly ListedName[];
  readonly keeping: NamesKeeping;
  /** By key: why the recognizer does not use a name, as a sentence. */
  readonly unusable: ReadonlyMap<string, string>;
  /** By key: names that are used and may be taken for common words, as far as that is known. */
  readonly collisions: ReadonlyMap<string, NameCollision>;
  /** By key: which parts of full names can be written alone, where they are to be and as far as that is known. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** By key: how the model may write names that are used by their sound, as far as that is known. */
  readonly spellings: ReadonlyMap<string, readonly SoundSpelling[]>;
  /** What the next undo takes back, as a phrase; undefined when there is nothing. */
  readonly undoable: string | undefined;
}

/** A name that may be written in a sentence that was dictated before, and the sentence around it. */
export interface RepairOffer {
  readonly id: string;
  readonly repair: UtteranceRepair;
  readonly before: string;
  readonly after: string;
}

export interface PageState {
  readonly settings: Settings;
  readonly model: ModelState;
  readonly dictation: DictationPhase;
  readonly live: LiveText | undefined;
  /** RMS of the last block, 0..1. */
  readonly level: number;
  readonly stats: SessionStats | undefined;
  /** Whether a language model is used, as a sentence; undefined until that is known. */
  readonly language: string | undefined;
  readonly secondPass: SecondPassStatus;
  /** Whether names can be told by their sound, undefined until that is known. */
  readonly sounds: boolean | undefined;
  readonly revisions: RevisionFigures;
  /** Sentences whose second reading is awaited. */
  readonly revising: number;
  readonly repairs: readonly RepairOffer[];
  readonly files: readonly FileJob[];
  /** A test of names has the recognizer. */
  readonly testing: boolean;
  readonly names: NamesState;
  readonly microphones: readonly MicrophoneDevice[];
  readonly notices: readonly Notice[];
  readonly drawer: 'names' | 'settings' | undefined;
  /** Whether the document has any text. */
  readonly written: boolean;
}

export type Page = Watched<PageState>;

export function createPage(): Page {
  return new Watched<PageState>({
    settings: defaultSettings,
    model: { phase: 'absent' },
    dictation: 'idle',
    live: undefined,
    level: 0,
    stats: undefined,
    language: undefined,
    secondPass: { phase: 'absent' },
    sounds: undefined,
    revisions: noRevisions,
    revising: 0,
    repairs: [],
    files: [],
    testing: false,
    names: {
      list: [],
      keeping: 'kept',
      unusable: new Map(),
      collisions: new Map(),
      parts: new Map(),
      spellings: new Map(),
      undoable: undefined,
    },
    microphones: [],
    notices: [],
    drawer: undefined,
    written: false,
  });
}

/** One word for tests and scripts, on the document element as `data-state`; `ready` means that the model is warm. */
export function stateWord({ model, dictation }: PageState): 'loading' | 'ready' | 'listening' | 'error' {
  if (model.phase === 'failed' || dictation === 'failed') return 'error';
  if (dictation !== 'idle') return 'listening';
  return model.phase === 'ready' ? 'ready' : 'loading';
}

export function isTranscribing({ files }: PageState): boolean {
  return files.some((file) => file.phase === 'running');
}

/** Whether somebody dictates, a file is being transcribed or names are being tested. */
export function isBusy(state: PageState): boolean {
  return (state.dictation !== 'idle' && state.dictation !== 'failed') || isTranscribing(state) || state.testing;
}

/** Resolves when no second reading is awaited, to true, or to false after `patienceMs`. */
export function settled(page: Page, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(false), patienceMs);
    let stop = () => {};
    const end = (whole: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(whole);
    };
    stop = page.watch(
      (state) => state.revising === 0,
      (none) => {
        if (none) end(true);
      },
    );
    // It was so from the beginning, before there was anything to stop.
    if (page.state.revising === 0) stop();
  });
}

export function notify(page: Page, notice: Notice): void {
  page.change({ notices: [...page.state.notices.filter(({ id }) => id !== notice.id), notice] });
}

export function dismiss(page: Page, id: string): void {
  if (page.state.notices.some((notice) => notice.id === id)) {
    page.change({ notices: page.state.notices.filter((notice) => notice.id !== id) });
  }
}
