/** The page's state in one place. What is read is never changed in place: every change is a new object. */
export class Watched<State extends object> {
  #state: State;
  readonly #watchers = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const watcher of this.#watchers) watcher();
  }

  /** Calls `react` now and whenever what `select` takes from the state becomes another value. Returns how to stop. */
  watch<Selected>(select: (state: State) => Selected, react: (selected: Selected, state: State) => void): () => void {
    let selected = select(this.#state);
    const watcher = () => {
      const next = select(this.#state);
      if (Object.is(next, selected)) return;
      selected = next;
      react(next, this.#state);
    };
    this.#watchers.add(watcher);
    react(selected, this.#state);
    return () => this.#watchers.delete(watcher);
  }
}
