import type { Name } from '../core/name';
import { CommonWords, type CommonWord } from '../core/pronunciation/common-words';
import { type NameCollision, NameCollisions } from '../core/pronunciation/name-collisions';
import type { Pronouncer } from '../core/pronunciation/pronouncer';

/** How long it works before others have their turn, in ms: less than reading one more word takes. */
const turnMs = 8;

/**
 * Looks for the common words that names may be taken for. It works in short turns: to say all common words takes a second,
 * which is done when the first name is asked about, and 10,000 names take another.
 */
export class NameCheck {
  readonly #words: readonly CommonWord[];
  readonly #common: CommonWords;
  readonly #pronouncer: Pronouncer;
  readonly #clock: () => number;
  readonly #pause: () => Promise<void>;
  #collisions: Promise<NameCollisions> | undefined;

  /** `pause` resolves when it may go on. */
  constructor(words: readonly CommonWord[], pronouncer: Pronouncer, clock: () => number, pause: () => Promise<void>) {
    this.#words = words;
    this.#common = new CommonWords(words);
    this.#pronouncer = pronouncer;
    this.#clock = clock;
    this.#pause = pause;
  }

  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[]> {
    this.#collisions ??= this.#open();
    const collisions = await this.#collisions;
    return this.#inTurns(names, (name) => collisions.of(name));
  }

  commonAmong(words: readonly string[]): readonly string[] {
    return words.filter((word) => this.#common.has(word));
  }

  async #open(): Promise<NameCollisions> {
    // The pronouncer remembers them, so that the index is made at once.
    await this.#inTurns(this.#words, ({ text }) => this.#pronouncer.pronounce(text, 1));
    return new NameCollisions(this.#words, this.#pronouncer);
  }

  async #inTurns<Input, Output>(inputs: readonly Input[], work: (input: Input) => Output): Promise<Output[]> {
    const outputs: Output[] = [];
    let begun = this.#clock();
    for (const input of inputs) {
      if (this.#clock() - begun >= turnMs) {
        await this.#pause();
        begun = this.#clock();
      }
      outputs.push(work(input));
    }
    return outputs;
  }
}
