import { budgetOf, type Name } from '../name';
import type { VariantsOf } from '../name-trie';
import { soundsOf } from '../pronunciation/name-sounds';
import type { Phones } from '../pronunciation/phones';
import type { Pronouncer } from '../pronunciation/pronouncer';
import { SoundIndex } from '../pronunciation/sound-index';
import { spell } from '../spelling';
import type { Vocabulary } from '../vocabulary';

/** A list of names by how they sound and how the model may spell them. Made once per list. */
export class SoundedNames {
  readonly names: readonly Name[];
  readonly index: SoundIndex;
  /** Names that can be said: what each of them competes with. */
  readonly count: number;
  readonly #vocabulary: Vocabulary;
  readonly #variants: VariantsOf;
  readonly #sounds = new Map<number, Phones[]>();
  readonly #spellings = new Map<number, readonly string[]>();

  constructor(names: readonly Name[], pronouncer: Pronouncer, vocabulary: Vocabulary, variants: VariantsOf) {
    const sounds = soundsOf(names, pronouncer);
    this.names = names;
    this.index = new SoundIndex(sounds);
    this.#vocabulary = vocabulary;
    this.#variants = variants;
    for (const { name, phones } of sounds) {
      const same = this.#sounds.get(name);
      if (same === undefined) this.#sounds.set(name, [phones]);
      else same.push(phones);
    }
    this.count = this.#sounds.size;
  }

  /** How `name` is said; none for a name that is off, negative or has no letters. */
  sounds(name: number): readonly Phones[] {
    return this.#sounds.get(name) ?? [];
  }

  /** How the model may write `name`, each as `▁` before every word. */
  spellings(name: number): readonly string[] {
    let spellings = this.#spellings.get(name);
    if (spellings === undefined) {
      const { text, soundsLike = [] } = this.names[name];
      const own = [text, ...soundsLike].flatMap((written) => spellingsOf(written, this.#vocabulary));
      spellings = [...new Set([...own, ...this.#variants(this.names[name]).map((variant) => variant.text)])];
      this.#spellings.set(name, spellings);
    }
    return spellings;
  }

  /** What writing the name pays, in nats. */
  boost(name: number): number {
    return budgetOf(this.names[name]);
  }
}

/** How `vocabulary` may write `text`; nothing where it cannot. */
export function spellingsOf(text: string, vocabulary: Vocabulary): readonly string[] {
  const spelled = spell(text, vocabulary);
  return 'spellings' in spelled ? spelled.spellings : [];
}
