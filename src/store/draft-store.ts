import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';

/** A stretch of text with one origin. */
export interface DraftRun {
  readonly text: string;
  /** The name of the user's list that was recognized here. */
  readonly name?: string;
  /** When it was said: ms since the epoch, or since the file's beginning when `source` says which file. */
  readonly at?: number;
  readonly source?: string;
}

export interface DraftParagraph {
  readonly runs: readonly DraftRun[];
}

export interface Draft {
  readonly paragraphs: readonly DraftParagraph[];
  /** ms since the epoch. */
  readonly savedAt: number;
}

const limits = {
  /** Drafts that no tab holds any more, left by crashes and closed windows; the oldest go first. */
  orphans: 20,
  /** For the page before a reload to let go of its draft, in ms; it is gone within one or two tens of them. */
  patienceMs: 1500,
};

/**
 * The text of one tab, kept so that a reload or a crash loses nothing. Every tab holds the lock of its draft for as long as
 * it lives: a draft whose lock is free was left behind, and the next tab takes it over.
 */
export class DraftStore {
  /** To be remembered by the tab for `claim` after a reload. */
  readonly id: string;
  readonly #database: UseStore;

  private constructor(id: string, database: UseStore) {
    this.id = id;
    this.#database = database;
  }

  /**
   * The draft that this tab had before (unless a copy of the tab holds it), else the newest that was left behind, else a
   * new one.
   */
  static async claim(
    rememberedId?: string,
    locks: LockManager = navigator.locks,
    database: UseStore = createStore('namesake-drafts', 'drafts'),
  ): Promise<DraftStore> {
    if (rememberedId !== undefined && (await hold(rememberedId, locks, limits.patienceMs))) {
      return new DraftStore(rememberedId, database);
    }
    const newestFirst = await readDrafts(database);
    for (const [id] of newestFirst) {
      if (!(await hold(id, locks, 0))) continue;
      await forgetOldest(newestFirst, locks, database);
      return new DraftStore(id, database);
    }
    const id = crypto.randomUUID();
    await hold(id, locks, 0);
    return new DraftStore(id, database);
  }

  /** The text as it was last saved. Undefined when there is none or nothing can be read. */
  async load(): Promise<Draft | undefined> {
    try {
      return await get<Draft>(this.id, this.#database);
    } catch {
      return undefined;
    }
  }

  /** Saves, or forgets the draft when it has no text. Rejects when this browser keeps nothing. */
  async save(draft: Draft): Promise<void> {
    const empty = draft.paragraphs.every(({ runs }) => runs.every(({ text }) => text === ''));
    await (empty ? del(this.id, this.#database) : set(this.id, draft, this.#database));
  }
}

async function readDrafts(database: UseStore): Promise<[id: string, draft: Draft][]> {
  try {
    const drafts = await entries<string, Draft>(database);
    return drafts.toSorted(([, a], [, b]) => b.savedAt - a.savedAt);
  } catch {
    return [];
  }
}

async function forgetOldest(
  newestFirst: readonly [string, Draft][],
  locks: LockManager,
  database: UseStore,
): Promise<void> {
  const held = new Set((await locks.query()).held?.map((lock) => lock.name));
  const orphans = newestFirst.filter(([id]) => !held.has(lockName(id)));
  for (const [id] of orphans.slice(limits.orphans)) await del(id, database).catch(() => {});
}

/** Takes the draft's lock for the rest of the page's life; false when another tab has it for longer than `patienceMs`. */
function hold(id: string, locks: LockManager, patienceMs: number): Promise<boolean> {
  const options: LockOptions = patienceMs > 0 ? { signal: AbortSignal.timeout(patienceMs) } : { ifAvailable: true };
  return new Promise((resolve) => {
    locks
      .request(lockName(id), options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}

function lockName(id: string): string {
  return `namesake-draft-${id}`;
}
