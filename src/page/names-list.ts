import type { Name } from '../core/name';
import { wantsParts, withParts } from '../core/name-parts';
import { NAME_LIMITS, nameKey, planAddition, refuseName, type NamesPlan, type SkipReason } from '../core/names-text';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SoundSpelling } from '../core/pronunciation/sound-speller';
import {
  additionOf,
  plainName,
  removalOf,
  replacementOf,
  type ListedName,
  type NamesChange,
  type NamesStore,
} from '../store/names-store';
import type { AskedNames } from './asked-names';
import { withAutomaticBoost } from '../core/pronunciation/automatic-boost';
import type { Model } from './model';
import { dismiss, notify, type NamesState, type Page } from './page-state';
import { shorten, unusableReason } from './user-messages';

/**
 * Between two lists for the recognizer, in ms: a change counts at once, but what follows it soon, as in an editor, is one change,
 * not twenty.
 */
const settleMs = 150;
/** Nobody remembers more of what was done. */
const undoSteps = 50;

interface Step {
  /** As a sentence. */
  readonly what: string;
  readonly undo: NamesChange;
}

/** What can be asked about names by their sound, in the order in which it is. */
export interface AskedOfNames {
  readonly collisions: AskedNames<NameCollision | undefined>;
  /** Of the parts of full names, which are safe. */
  readonly parts: AskedNames<readonly string[]>;
  readonly spellings: AskedNames<readonly SoundSpelling[]>;
}

/** A list as the recognizer was told it, and what it was made of. */
interface ToldNames {
  readonly list: readonly ListedName[];
  readonly collisions: NamesState['collisions'];
  readonly parts: NamesState['parts'];
  readonly names: readonly Name[];
}

/** The user's names: every way of changing them, the way back, and the recognizer's knowledge of them. */
export class NamesList {
  readonly #page: Page;
  readonly #store: NamesStore;
  readonly #model: Model;
  readonly #asked: AskedOfNames;
  #told: ToldNames | undefined;
  /**
   * Called with the list as the recognizer has it now. `known`: nothing more will be learnt about its names; false where nobody
   * can tell what they may be taken for.
   */
  onTold: (told: readonly Name[], known: boolean) => void = () => {};
  readonly #done: Step[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When a list was last asked for. */
  #changedAt = -Infinity;
  /** By listed name: it as the recognizer is told it, and the collision that this depends on. */
  readonly #strong = new WeakMap<ListedName, { readonly name: Name; readonly collision: NameCollision | undefined }>();

  constructor(page: Page, store: NamesStore, model: Model, asked: AskedOfNames) {
    this.#page = page;
    this.#store = store;
    this.#model = model;
    this.#asked = asked;
    store.watch(() => this.#changed());
    page.watch(
      (state) => state.sounds,
      (sounds) => {
        if (sounds === true) void this.#learn();
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
    const { collisions } = this.#asked;
    const known = await collisions.check(names);
    return known ? names.filter((name) => collisions.of(name) !== undefined) : undefined;
  }

  /** Why `text` cannot be a name of its own, beside `except`. */
  refuse(text: string, except?: ListedName): SkipReason | undefined {
    const other = this.#store.get(nameKey(text));
    const reason = refuseName(text) ?? (other !== undefined && other.key !== except?.key ? 'listed' : undefined);
    const isFull = except === undefined && this.#store.size >= NAME_LIMITS.names;
    return reason ?? (isFull ? 'list-full' : undefined);
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
    const now = performance.now();
    this.#tellSoon(now - this.#changedAt > settleMs ? 0 : settleMs);
    this.#changedAt = now;
    void this.#learn();
  }

  #tellSoon(afterMs = settleMs): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.tellRecognizer(), afterMs);
  }

  /** Shows what is known of the list, and after a while the rest. Resolves to whether all of it is known then. */
  async #learn(): Promise<boolean> {
    this.#showLearned();
    const used = this.#store.names.filter(isUsed);
    const { collisions, parts, spellings } = this.#asked;
    let all = true;
    for (const [asked, names] of [
      [collisions, used],
      [parts, used.filter(wantsParts)],
      [spellings, used],
    ] as const) {
      const known = await asked.check(names);
      if (known) this.#showLearned();
      all &&= known;
    }
    return all;
  }

  #showLearned(): void {
    const used = this.#store.names.filter(isUsed);
    const { names } = this.#page.state;
    const asked = this.#asked;
    const collisions = learned(names.collisions, used, (name) => asked.collisions.of(name));
    const parts = learned(names.parts, used.filter(wantsParts), (name) => asked.parts.of(name));
    const spellings = learned(names.spellings, used, (name) => asked.spellings.of(name));
    if (collisions === names.collisions && parts === names.parts && spellings === names.spellings) return;
    this.#page.change({ names: { ...names, collisions, parts, spellings } });
    this.#tellSoon();
  }

  /** Gives the recognizer the list as it is; in mid-utterance too. */
  async tellRecognizer(): Promise<void> {
    const { names } = this.#store;
    const told = this.#toldNames();
    const { spellings } = this.#page.state.names;
    // A failure is the model's, which tells it.
    const report = await this.#model.setNames(told, this.#toldSpellings()).catch(() => undefined);
    if (report === undefined || names !== this.#store.names) return;
    const unusable = new Map(
      report.skipped.flatMap((skipped) => {
        const name = names[skipped.index];
        const other = skipped.other === undefined ? undefined : names[skipped.other]?.text;
        return name === undefined ? [] : [[name.key, unusableReason(skipped, other)] as const];
      }),
    );
    this.#page.change({ names: { ...this.#page.state.names, unusable } });
    const known = await this.#learn();
    // Else another list is on its way.
    if (told === this.#toldNames() && spellings === this.#page.state.names.spellings) this.onTold(told, known);
  }

  /** The names and parts as both passes get them: the same array until they change, so that they can tell. */
  #toldNames(): readonly Name[] {
    const { names: list } = this.#store;
    const { collisions, parts } = this.#page.state.names;
    if (this.#told?.list !== list || this.#told.collisions !== collisions || this.#told.parts !== parts) {
      const strong = list.map((name) => this.#strengthened(name, collisions.get(name.key)));
      const names = withParts(strong, (name) => parts.get(nameKey(name.text)) ?? []);
      this.#told = { list, collisions, parts, names };
    }
    return this.#told.names;
  }

  /** The same object while it is the same name. */
  #strengthened(listed: ListedName, collision: NameCollision | undefined): Name {
    const known = this.#strong.get(listed);
    if (known !== undefined && known.collision === collision) return known.name;
    const name = withAutomaticBoost(plainName(listed), collision);
    this.#strong.set(listed, { name, collision });
    return name;
  }

  /** By index of `toldNames`; parts have none. */
  #toldSpellings(): readonly (readonly SoundSpelling[])[] {
    const { spellings } = this.#page.state.names;
    return this.#toldNames().map(
      ({ text, partOf }) => (partOf === undefined && spellings.get(nameKey(text))) || noSpellings,
    );
  }
}

const noSpellings: readonly SoundSpelling[] = [];

/** What is known of `names`, by key: `before` itself when that is the same. */
function learned<Answer>(
  before: ReadonlyMap<string, Answer>,
  names: readonly ListedName[],
  of: (name: Name) => Answer | undefined,
): ReadonlyMap<string, Answer> {
  const now = new Map<string, Answer>();
  for (const name of names) {
    const answer = of(name);
    if (answer !== undefined) now.set(name.key, answer);
  }
  const same = now.size === before.size && [...now].every(([key, answer]) => before.get(key) === answer);
  return same ? before : now;
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
