import { normaliseWords } from '../core/normalise';
import { NamesInText } from '../core/names-in-text';
import { readJsonLines, readTextFile } from './json-lines';
import type { Stream } from './manifest';
import { seededRandom, shuffledIndices } from '../core/seeded-random';
import type { Settings } from './settings';
import { UsageError } from './usage-error';

type NameSettings = Pick<Settings, 'names' | 'distractors' | 'count' | 'seed' | 'lists'>;

/** The active list of each stream: --names, --lists and --distractors together, each name once. */
export class ActiveNames {
  readonly #settings: NameSettings;
  readonly #everywhere: readonly string[];
  readonly #lists: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #distractors: readonly string[];
  /** Normalised names, kept because lists of thousands of streams share them. */
  readonly #words = new Map<string, readonly string[]>();

  private constructor(
    settings: NameSettings,
    everywhere: readonly string[],
    lists: ReadonlyMap<string, readonly string[]> | undefined,
    distractors: readonly string[],
  ) {
    this.#settings = settings;
    this.#everywhere = this.#unique(everywhere);
    this.#lists = lists;
    this.#distractors = this.#unique(distractors);
    if (settings.distractors !== undefined && settings.count > this.#distractors.length) {
      throw new UsageError(
        `Expected --count of at most ${this.#distractors.length}, the names in ${settings.distractors}, got ${settings.count}`,
      );
    }
  }

  static async read(settings: NameSettings): Promise<ActiveNames> {
    const { names, lists, distractors } = settings;
    const fromFile = names !== 'none' && names !== 'manifest';
    return new ActiveNames(
      settings,
      fromFile ? await readNames(names, 'file of names') : [],
      lists === undefined ? undefined : await readLists(lists),
      distractors === undefined ? [] : await readNames(distractors, 'file of distractors'),
    );
  }

  /** The names to recognize `stream` with: the very same list where it is the same for all streams. */
  of(stream: Stream): readonly string[] {
    const { names: source, lists } = this.#settings;
    if (source !== 'manifest' && lists === undefined && this.#distractors.length === 0) return this.#everywhere;
    const names = [...this.#everywhere];
    for (const clip of stream.clips) {
      if (this.#settings.names === 'manifest') names.push(...clip.names);
      if (this.#lists !== undefined) names.push(...listOf(this.#lists, clip.id));
    }
    const unique = this.#unique(names);
    return [...unique, ...this.#draw(stream, unique)];
  }

  /** The same names as what the score looks for. */
  written(names: readonly string[]): NamesInText {
    return new NamesInText(names, (name) => this.#wordsOf(name));
  }

  /** Distractors are never said in the stream and never in its list already. */
  #draw(stream: Stream, active: readonly string[]): string[] {
    const { count, seed } = this.#settings;
    const taken = new Set(active.map((name) => this.#keyOf(name)));
    const said = ` ${normaliseWords(stream.clips.map((clip) => clip.text).join(' ')).join(' ')} `;
    const drawn: string[] = [];
    if (this.#distractors.length === 0) return drawn;
    for (const index of shuffledIndices(this.#distractors.length, seededRandom(seed, stream.id))) {
      if (drawn.length === count) return drawn;
      const name = this.#distractors[index]!;
      const key = this.#keyOf(name);
      if (!taken.has(key) && !said.includes(` ${key} `)) drawn.push(name);
    }
    if (drawn.length === count) return drawn;
    throw new UsageError(
      `Expected ${count} distractors for ${stream.id}, got ${drawn.length}: all others are said in it`,
    );
  }

  #unique(names: readonly string[]): string[] {
    const byKey = new Map<string, string>();
    for (const name of names) {
      const key = this.#keyOf(name);
      if (key !== '' && !byKey.has(key)) byKey.set(key, name);
    }
    return [...byKey.values()];
  }

  #keyOf(name: string): string {
    return this.#wordsOf(name).join(' ');
  }

  #wordsOf(name: string): readonly string[] {
    let words = this.#words.get(name);
    if (words === undefined) {
      words = normaliseWords(name);
      this.#words.set(name, words);
    }
    return words;
  }
}

/** One name a line; empty lines are skipped. */
async function readNames(file: string, what: string): Promise<string[]> {
  const lines = (await readTextFile(file, what)).split('\n').map((line) => line.trim());
  const names = lines.filter((line) => line !== '');
  if (names.length === 0) throw new UsageError(`Expected names in ${file}, got none`);
  return names;
}

async function readLists(file: string): Promise<Map<string, readonly string[]>> {
  const lists = new Map<string, readonly string[]>();
  for (const { place, row } of await readJsonLines(file, 'file of lists')) {
    const { id, list } = row;
    if (typeof id !== 'string') throw new UsageError(`${place}: expected a text as "id", got ${JSON.stringify(id)}`);
    if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) {
      throw new UsageError(`${place}: expected a list of names as "list", got ${JSON.stringify(list)?.slice(0, 60)}`);
    }
    lists.set(id, list);
  }
  return lists;
}

function listOf(lists: ReadonlyMap<string, readonly string[]>, id: string): readonly string[] {
  const list = lists.get(id);
  if (list === undefined) throw new UsageError(`Expected a list for each utterance in --lists, got none for ${id}`);
  return list;
}
