/**
 * Events from a producer that does not wait to one consumer with `for await`. Nothing is dropped; `close` ends the
 * iteration after what is queued.
 */
export class EventQueue<T> implements AsyncIterableIterator<T, undefined> {
  #queued: T[] = [];
  #waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  #closed = false;

  push(event: T): void {
    if (this.#closed) return;
    const consumer = this.#waiting.shift();
    if (consumer === undefined) this.#queued.push(event);
    else consumer({ value: event, done: false });
  }

  close(): void {
    this.#closed = true;
    for (const consumer of this.#waiting.splice(0)) consumer({ value: undefined, done: true });
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#queued.length > 0) return Promise.resolve({ value: this.#queued.shift()!, done: false });
    if (this.#closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#queued.length = 0;
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
