/** Milliseconds by what took them: the least of all runs, which other work on the machine has disturbed least. */
export class BestTimes {
  readonly #ms = new Map<string, number>();

  take(what: string, ms: number): void {
    this.#ms.set(what, Math.min(ms, this.#ms.get(what) ?? Infinity));
  }

  /** Runs `work` and takes its time. */
  time<Result>(what: string, work: () => Result): Result {
    const start = performance.now();
    const result = work();
    this.take(what, performance.now() - start);
    return result;
  }

  get(what: string): number {
    const ms = this.#ms.get(what);
    if (ms === undefined) throw new RangeError(`Expected a time that was taken, got ${what}`);
    return ms;
  }
}
