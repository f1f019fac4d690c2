import type { Name } from '../core/name';
import { nameKey, planAddition, refuseName, type NamesPlan, type SkipReason } from '../core/names-text';
import {
  additionOf,
  plainName,
  removalOf,
  replacementOf,
  type ListedName,
  type NamesChange,
  type NamesStore,
} from '../store/names-store';
import type { Model } from './model';
import { dismiss, notify, type Page } from './page-state';
import { shorten, unusableReason } from './user-messages';

/** Between the last change and the recognizer's new list, in ms: typing in an editor is one change, not twenty. */
const settleMs = 150;
/** Nobody remembers more of what was done. */
const undoSteps = 50;

interface Step {
  /** As a sentence. */
  readonly what: string;
  readonly undo: NamesChange;
}

/** The user's names: every way of changing them, the way back, and the recognizer's knowledge of them. */
export class NamesList {
  readonly #page: Page;
  readonly #store: NamesStore;
  readonly #model: Model;
  readonly #done: Step[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, store: NamesStore, model: Model) {
    this.#page = page;
    this.#store = store;
    this.#model = model;
    store.watch(() => this.#changed());
    document.addEventListener('visibilitychange', () => {
      // A tab that was frozen has not heard what the others did.
      if (document.visibilityState === 'visible') void store.load();
    });
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) void store.load();
    });
  }

  get names(): readonly ListedName[] {
    return this.#store.names;
  }

  find(text: string): ListedName | undefined {
    return this.#store.get(nameKey(text));
  }

  keyOf(text: string): string {
    return nameKey(text);
  }

  /** What adding `names` would do. */
  plan(names: readonly Name[]): NamesPlan {
    return planAddition(names, this.#store);
  }

  /** Why `text` cannot be a name of its own, beside `except`. */
  refuse(text: string, except?: ListedName): SkipReason | undefined {
    const other = this.#store.get(nameKey(text));
    return refuseName(text) ?? (other !== undefined && other.key !== except?.key ? 'listed' : undefined);
  }

  /** Adds names that `plan` let through. One undo takes them all back: it is returned, and comes next in `undo`. */
  add(names: readonly Name[], what: string): () => void {
    return this.#do(what, additionOf(names, Date.now()));
  }

  /** Replaces a name; changes that follow each other in one editor are undone one by one. */
  edit(old: ListedName, name: Name): void {
    this.#do(`Changed “${shorten(old.text)}”`, replacementOf(old, name));
  }

  remove(names: readonly ListedName[], what: string): () => void {
    return this.#do(what, removalOf(names));
  }

  /** Takes back the last change that was made here and still stands. */
  undo(): void {
    const last = this.#done.at(-1);
    if (last !== undefined) this.#takeBack(last);
  }

  #do(what: string, change: NamesChange): () => void {
    const step = { what, undo: this.#store.apply(change) };
    this.#done.push(step);
    this.#done.splice(0, this.#done.length - undoSteps);
    this.#changed();
    return () => this.#takeBack(step);
  }

  #takeBack(step: Step): void {
    const index = this.#done.indexOf(step);
    if (index < 0) return;
    this.#done.splice(index, 1);
    this.#store.apply(step.undo);
    this.#changed();
  }

  #changed(): void {
    const { names, keeping } = this.#store;
    const before = this.#page.state.names;
    this.#page.change({ names: { ...before, list: names, keeping, undoable: this.#done.at(-1)?.what } });
    if (keeping === 'memory' && before.keeping === 'kept') notify(this.#page, storageNotice);
    if (keeping === 'kept' && before.keeping === 'memory') dismiss(this.#page, 'storage');
    if (names === before.list) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.tellRecognizer(), settleMs);
  }

  /** Gives the recognizer the list as it is; in mid-utterance too. */
  async tellRecognizer(): Promise<void> {
    const { names } = this.#store;
    // A failure is the model's, which tells it.
    const report = await this.#model.setNames(names.map(plainName)).catch(() => undefined);
    if (report === undefined || names !== this.#store.names) return;
    const unusable = new Map(
      report.skipped.flatMap((skipped) => {
        const name = names[skipped.index];
        const other = skipped.other === undefined ? undefined : names[skipped.other]?.text;
        return name === undefined ? [] : [[name.key, unusableReason(skipped, other)] as const];
      }),
    );
    this.#page.change({ names: { ...this.#page.state.names, unusable } });
  }
}

/** Said once, whatever it is that could not be kept. */
export const storageNotice = {
  id: 'storage',
  tone: 'warning',
  text: 'This browser does not keep your names and text.',
  hint: 'All works until the page is closed. A private window or a full disk is the usual reason; export what you need.',
} as const;
