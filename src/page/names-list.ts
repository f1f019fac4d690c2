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
import { type CollisionCheck, withAutomaticBoost } from './collision-check';
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
  readonly #collisions: CollisionCheck;
  /**
   * Called with the list as the recognizer has it now. `known`: nothing more will be learnt about its names; false where nobody
   * can tell what they may be taken for.
   */
  onTold: (told: readonly Name[], known: boolean) => void = () => {};
  readonly #done: Step[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, store: NamesStore, model: Model, collisions: CollisionCheck) {
    this.#page = page;
    this.#store = store;
    this.#model = model;
    this.#collisions = collisions;
    store.watch(() => this.#changed());
    page.watch(
      (state) => state.secondPass.phase,
      (phase) => {
        if (phase === 'active') void this.#checkCollisions();
      },
    );
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

  /** Those of `names` that may be taken for common words; undefined where that cannot be told now. */
  async colliding(names: readonly Name[]): Promise<readonly Name[] | undefined> {
    const known = await this.#collisions.check(names);
    return known ? names.filter((name) => this.#collisions.of(name) !== undefined) : undefined;
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
  edit(old: ListedName, name: Name): () => void {
    return this.#do(`Changed “${shorten(old.text)}”`, replacementOf(old, name));
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
    this.#tellSoon();
    void this.#checkCollisions();
  }

  #tellSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.tellRecognizer(), settleMs);
  }

  /** Shows what is known of the list, and after a while the rest. */
  async #checkCollisions(): Promise<void> {
    this.#showCollisions();
    if (await this.#collisions.check(this.#store.names.filter(isUsed))) this.#showCollisions();
  }

  #showCollisions(): void {
    const collisions = new Map(
      this.#store.names.filter(isUsed).flatMap((name) => {
        const collision = this.#collisions.of(name);
        return collision === undefined ? [] : [[name.key, collision] as const];
      }),
    );
    const { names } = this.#page.state;
    const same = ([key, collision]: readonly [string, unknown]) => names.collisions.get(key) === collision;
    if (collisions.size === names.collisions.size && [...collisions].every(same)) return;
    this.#page.change({ names: { ...names, collisions } });
    this.#tellSoon();
  }

  /** Gives the recognizer the list as it is; in mid-utterance too. */
  async tellRecognizer(): Promise<void> {
    const { names } = this.#store;
    const { collisions } = this.#page.state.names;
    const told = names.map((name) => withAutomaticBoost(plainName(name), collisions.get(name.key)));
    // A failure is the model's, which tells it.
    const report = await this.#model.setNames(told).catch(() => undefined);
    if (report === undefined || names !== this.#store.names) return;
    const unusable = new Map(
      report.skipped.flatMap((skipped) => {
        const name = names[skipped.index];
        const other = skipped.other === undefined ? undefined : names[skipped.other]?.text;
        return name === undefined ? [] : [[name.key, unusableReason(skipped, other)] as const];
      }),
    );
    this.#page.change({ names: { ...this.#page.state.names, unusable } });
    const known = await this.#collisions.check(names.filter(isUsed));
    if (known) this.#showCollisions();
    // Else another list is on its way.
    if (names === this.#store.names && collisions === this.#page.state.names.collisions) this.onTold(told, known);
  }
}

function isUsed({ enabled, negative }: Name): boolean {
  return enabled !== false && negative !== true;
}

/** Said once, whatever it is that could not be kept. */
export const storageNotice = {
  id: 'storage',
  tone: 'warning',
  text: 'This browser does not keep your names and text.',
  hint: 'All works until the page is closed. A private window or a full disk is the usual reason; export what you need.',
} as const;
