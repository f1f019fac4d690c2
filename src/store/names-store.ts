import { createStore, entries, promisifyRequest, type UseStore } from 'idb-keyval';
import type { Name } from '../core/name';
import { nameKey, tidyName } from '../core/names-text';

/** A name of the list. `key` is its identity in every tab; `added` orders the list, newest first. */
export interface ListedName extends Name {
  readonly key: string;
  readonly added: number;
}

/** The only way in which the list changes. What is removed is removed first, so a rename is one change. */
export interface NamesChange {
  readonly remove: readonly string[];
  readonly put: readonly ListedName[];
}

/** `memory`: this browser refuses to keep the list, which then lives as long as the page. */
export type NamesKeeping = 'kept' | 'memory';

type Stored = Omit<ListedName, 'key'>;

/**
 * The user's names in memory, in IndexedDB and in every open tab. Tabs tell each other changes, never whole lists, and
 * each name is a record of its own in the database, so two tabs that edit at once lose nothing: of two edits of one name
 * the later wins. The list can be changed before it is loaded, and when nothing can be stored.
 */
export class NamesStore {
  readonly #names = new Map<string, ListedName>();
  readonly #database: UseStore;
  readonly #channel: BroadcastChannel;
  readonly #watchers = new Set<() => void>();
  /** Changes the database does not have yet: the record to put, or undefined to remove. */
  readonly #unsaved = new Map<string, Stored | undefined>();
  /** Keys that changed while the database was being read: what was read about them is old. */
  #fresh: Set<string> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #ordered: readonly ListedName[] | undefined;
  #keeping: NamesKeeping = 'kept';

  constructor(channelName = 'namesake-names', database: UseStore = createStore('namesake-names', 'names')) {
    this.#database = database;
    this.#channel = new BroadcastChannel(channelName);
    this.#channel.addEventListener('message', (event: MessageEvent<NamesChange>) => this.#change(event.data));
  }

  /** The list, newest first. The same array until the list changes. */
  get names(): readonly ListedName[] {
    this.#ordered ??= [...this.#names.values()].toSorted((a, b) => b.added - a.added || (a.key < b.key ? -1 : 1));
    return this.#ordered;
  }

  get keeping(): NamesKeeping {
    return this.#keeping;
  }

  get size(): number {
    return this.#names.size;
  }

  has(key: string): boolean {
    return this.#names.has(key);
  }

  get(key: string): ListedName | undefined {
    return this.#names.get(key);
  }

  /** Calls `react` after every change, here or in another tab, and when the keeping changes. Returns how to stop. */
  watch(react: () => void): () => void {
    this.#watchers.add(react);
    return () => this.#watchers.delete(react);
  }

  /** Reads the database; again after the page was frozen, since it missed what other tabs told. Never rejects. */
  async load(): Promise<void> {
    const fresh = new Set(this.#unsaved.keys());
    this.#fresh = fresh;
    try {
      const stored = await entries<string, Stored>(this.#database);
      const known = new Set(stored.map(([key]) => key));
      for (const key of this.#names.keys()) if (!known.has(key) && !fresh.has(key)) this.#names.delete(key);
      for (const [key, name] of stored) if (!fresh.has(key)) this.#names.set(key, { ...name, key });
    } catch {
      this.#keeping = 'memory';
    }
    if (this.#fresh === fresh) this.#fresh = undefined;
    this.#tell();
  }

  /** Makes the change here at once, in the other tabs and in the database soon. Returns the change that undoes it. */
  apply(change: NamesChange): NamesChange {
    const undo = this.#undoOf(change);
    for (const key of change.remove) this.#unsaved.set(key, undefined);
    for (const { key, ...name } of change.put) this.#unsaved.set(key, name);
    this.#channel.postMessage(change);
    this.#change(change);
    this.#writing = this.#writing.then(() => this.#save());
    return undo;
  }

  /** Resolves when everything that can be stored is stored. */
  saved(): Promise<void> {
    return this.#writing;
  }

  close(): void {
    this.#channel.close();
    this.#watchers.clear();
  }

  #change(change: NamesChange): void {
    for (const key of change.remove) {
      this.#names.delete(key);
      this.#fresh?.add(key);
    }
    for (const name of change.put) {
      this.#names.set(name.key, name);
      this.#fresh?.add(name.key);
    }
    this.#tell();
  }

  #undoOf(change: NamesChange): NamesChange {
    const touched = new Set([...change.remove, ...change.put.map((name) => name.key)]);
    const put: ListedName[] = [];
    const remove: string[] = [];
    for (const key of touched) {
      const name = this.#names.get(key);
      if (name === undefined) remove.push(key);
      else put.push(name);
    }
    return { remove, put };
  }

  async #save(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    const changes = [...this.#unsaved];
    try {
      // All at once, though it takes the page a moment: what was asked for is written even if the page is left now.
      await this.#database('readwrite', (records) => {
        for (const [key, name] of changes) {
          if (name === undefined) records.delete(key);
          else records.put(name, key);
        }
        return promisifyRequest(records.transaction);
      });
      for (const [key, name] of changes) if (this.#unsaved.get(key) === name) this.#unsaved.delete(key);
      this.#keep('kept');
    } catch {
      // Private mode, a full disk: what is unsaved goes along with the next change.
      this.#keep('memory');
    }
  }

  #keep(keeping: NamesKeeping): void {
    if (keeping === this.#keeping) return;
    this.#keeping = keeping;
    this.#tell();
  }

  #tell(): void {
    this.#ordered = undefined;
    for (const react of this.#watchers) react();
  }
}

/** The change that adds `names` so that the first of them stands at the top. */
export function additionOf(names: readonly Name[], now: number): NamesChange {
  return {
    remove: [],
    // A thousandth of a millisecond apart: an earlier addition stays below, a later one above.
    put: names.map((name, index) => listed(name, now - index / 1000)),
  };
}

/** The change that replaces a name and keeps its place. */
export function replacementOf(old: ListedName, name: Name): NamesChange {
  const replacement = listed(name, old.added);
  return { remove: replacement.key === old.key ? [] : [old.key], put: [replacement] };
}

export function removalOf(names: readonly ListedName[]): NamesChange {
  return { remove: names.map((name) => name.key), put: [] };
}

function listed(name: Name, added: number): ListedName {
  const text = tidyName(name.text);
  return { ...name, text, key: nameKey(text), added };
}

/** The name without its place in the list. */
export function plainName({ key: _key, added: _added, ...name }: ListedName): Name {
  return name;
}
