import { foldLatin } from '../core/latin-letters';
import type { ListedName } from '../store/names-store';

/** Finds names as they are typed, whatever the case and the marks. Every name is folded once. */
export class NameSearch {
  readonly #folded = new WeakMap<ListedName, string>();
  #latest: readonly ListedName[] = [];

  /** Folds `list` in idle moments, so that the first key of a search among thousands does not wait for it. */
  prepare(list: readonly ListedName[]): void {
    this.#latest = list;
    let index = 0;
    const fold = (deadline: IdleDeadline) => {
      if (list !== this.#latest) return;
      while (index < list.length && deadline.timeRemaining() > 1) this.#fold(list[index++]!);
      if (index < list.length) requestIdleCallback(fold);
    };
    // Safari has none; there the first key waits.
    if ('requestIdleCallback' in window) requestIdleCallback(fold);
  }

  /** Names that have all the words of `typed` somewhere, in the list's order; the list itself when nothing is typed. */
  find(list: readonly ListedName[], typed: string): readonly ListedName[] {
    const words = foldLatin(typed)
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return list;
    return list.filter((name) => {
      const folded = this.#fold(name);
      return words.every((word) => folded.includes(word));
    });
  }

  #fold(name: ListedName): string {
    let folded = this.#folded.get(name);
    if (folded === undefined) {
      folded = foldLatin([name.text, ...(name.soundsLike ?? [])].join(' '));
      this.#folded.set(name, folded);
    }
    return folded;
  }
}
