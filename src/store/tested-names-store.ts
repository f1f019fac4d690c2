import { createStore, delMany, entries, setMany, type UseStore } from 'idb-keyval';

/** When a name was last tested, in ms since the epoch, and whether it came right in the final text. */
export interface NameTest {
  readonly at: number;
  readonly right: boolean;
}

/** What is remembered of the tests of names, by their keys; the sentences and the sound are not. Works, unkept, without a database. */
export class TestedNamesStore {
  readonly #database: UseStore;
  readonly #tests = new Map<string, NameTest>();

  constructor(database: UseStore = createStore('namesake-tests', 'tests')) {
    this.#database = database;
  }

  get(key: string): NameTest | undefined {
    return this.#tests.get(key);
  }

  /** Reads what was kept, and forgets names that are not `listed` any more. Never rejects. */
  async load(listed: { has(key: string): boolean }): Promise<void> {
    try {
      const stored = await entries<string, NameTest>(this.#database);
      for (const [key, test] of stored) if (listed.has(key)) this.#tests.set(key, this.#later(key, test));
      const gone = [...stored.map(([key]) => key), ...this.#tests.keys()].filter((key) => !listed.has(key));
      for (const key of gone) this.#tests.delete(key);
      if (gone.length > 0) await delMany(gone, this.#database);
    } catch {
      // What was tested here is known here.
    }
  }

  /** Resolves to whether it is kept. */
  async set(key: string, test: NameTest): Promise<boolean> {
    this.#tests.set(key, test);
    try {
      await setMany([[key, test]], this.#database);
      return true;
    } catch {
      return false;
    }
  }

  /** Another tab may have tested, too, and this one may not have been able to store. */
  #later(key: string, test: NameTest): NameTest {
    const known = this.#tests.get(key);
    return known !== undefined && known.at > test.at ? known : test;
  }
}
