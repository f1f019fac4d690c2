import type { Name } from '../core/name';
import { CommonWords, type CommonWord } from '../core/pronunciation/common-words';
import { type NameCollision, NameCollisions } from '../core/pronunciation/name-collisions';
import { NameSpeller } from '../core/pronunciation/name-speller';
import type { Pronouncer } from '../core/pronunciation/pronouncer';
import { SafeParts } from '../core/pronunciation/safe-parts';
import { SoundSpeller, type SoundSpelling } from '../core/pronunciation/sound-speller';
import { soundSpellings } from '../core/pronunciation/sound-spellings';

/** How long it works before others have their turn, in ms: less than reading one more word takes. */
const turnMs = 8;

/**
 * What the pronunciations tell of names: the common words that they may be taken for, how the model may write them, and which
 * of their parts can stand alone. It works in short turns: to say all common words takes a second,
 * which is done when the first name is asked about, and 10,000 names take another.
 */
export class NameCheck {
  readonly #words: readonly CommonWord[];
  readonly #common: CommonWords;
  readonly #pronouncer: Pronouncer;
  readonly #clock: () => number;
  readonly #pause: () => Promise<void>;
  readonly #speller: NameSpeller;
  #collisions: Promise<NameCollisions> | undefined;

  /** `pause` resolves when it may go on. */
  constructor(words: readonly CommonWord[], pronouncer: Pronouncer, clock: () => number, pause: () => Promise<void>) {
    this.#words = words;
    this.#common = new CommonWords(words);
    this.#pronouncer = pronouncer;
    this.#speller = new NameSpeller(pronouncer, new SoundSpeller(soundSpellings), this.#common);
    this.#clock = clock;
    this.#pause = pause;
  }

  async collisions(names: readonly Name[]): Promise<readonly (NameCollision | undefined)[]> {
    this.#collisions ??= this.#open();
    const collisions = await this.#collisions;
    return this.#inTurns(names, (name) => collisions.of(name));
  }

  spellings(names: readonly Name[]): Promise<readonly (readonly SoundSpelling[])[]> {
    return this.#inTurns(names, (name) => this.variants(name));
  }

  /** The same of one name, at once. */
  variants(name: Name): readonly SoundSpelling[] {
    return this.#speller.variants(name);
  }

  async safeParts(names: readonly Name[]): Promise<readonly (readonly string[])[]> {
    this.#collisions ??= this.#open();
    const safe = new SafeParts(await this.#collisions, this.#pronouncer);
    return this.#inTurns(names, (name) => safe.of(name));
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
