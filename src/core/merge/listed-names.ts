import { wholeOf, type Name } from '../name';
import { plainSpelling, type VariantsOf } from '../name-spellings';
import { soundsOf } from '../pronunciation/name-sounds';
import { NameSpotter } from '../pronunciation/name-spotter';
import { PhoneDistance } from '../pronunciation/phone-distance';
import { possessive, type Phones } from '../pronunciation/phones';
import type { Pronouncer } from '../pronunciation/pronouncer';
import { SoundIndex, type NameSound } from '../pronunciation/sound-index';
import type { SoundSpelling } from '../pronunciation/sound-speller';
import type { Vocabulary } from '../vocabulary';
import { spellingsOf } from './written-words';

/** A list of names as the merge needs it: by text, by sound and by spelling. Built once per list. */
export class ListedNames {
  readonly names: readonly Name[];
  readonly index: SoundIndex;
  readonly spotter: NameSpotter;
  /** Names that can be said, a name and its parts as one: what a name competes with. */
  readonly count: number;
  readonly #vocabulary: Vocabulary;
  readonly #variants: VariantsOf;
  readonly #byText = new Map<string, number>();
  readonly #sounds = new Map<number, NameSound[]>();
  readonly #spellings = new Map<number, readonly string[]>();
  readonly #spelledBySound = new Map<number, readonly SoundSpelling[]>();
  readonly #distance = new PhoneDistance();

  /** `variants`: as for `compileNames`. */
  constructor(names: readonly Name[], pronouncer: Pronouncer, vocabulary: Vocabulary, variants: VariantsOf) {
    const sounds = soundsOf(names, pronouncer);
    this.names = names;
    this.index = new SoundIndex(sounds);
    this.spotter = new NameSpotter(sounds);
    this.#vocabulary = vocabulary;
    this.#variants = variants;
    names.forEach(({ text }, name) => {
      if (!this.#byText.has(text)) this.#byText.set(text, name);
    });
    for (const sound of sounds) {
      const same = this.#sounds.get(sound.name);
      if (same === undefined) this.#sounds.set(sound.name, [sound]);
      else same.push(sound);
    }
    this.count = new Set(Array.from(this.#sounds.keys(), (name) => wholeOf(names[name]))).size;
  }

  /** The index of the name that is written `text`, if it can be said. */
  indexOf(text: string): number | undefined {
    const name = this.#byText.get(text);
    return name !== undefined && this.#sounds.has(name) ? name : undefined;
  }

  /** How `name`, with a suffix that was written after it, is said. */
  sounds(name: number, suffix: string): readonly Phones[] {
    const sounds = (this.#sounds.get(name) ?? []).map(({ phones }) => phones);
    return suffix === '' ? sounds : sounds.map(possessive);
  }

  /** The pronunciation of `name` that is nearest to `phones`, and how far it is. */
  nearest(name: number, phones: Phones): { readonly distance: number; readonly phones: number } {
    let nearest = { distance: Infinity, phones: 0 };
    for (const sound of this.#sounds.get(name) ?? []) {
      const distance = this.#distance.between(phones, sound.phones);
      if (distance < nearest.distance) nearest = { distance, phones: sound.phones.length };
    }
    return nearest;
  }

  /** How `name`, with a suffix that was written after it, may come out of the acoustic model. */
  spellings(name: number, suffix: string): readonly string[] {
    let spellings = this.#spellings.get(name);
    if (spellings === undefined) {
      const { text, soundsLike = [] } = this.names[name];
      spellings = [...new Set([text, ...soundsLike].flatMap((spelling) => spellingsOf(spelling, this.#vocabulary)))];
      this.#spellings.set(name, spellings);
    }
    return suffix === '' ? spellings : spellings.map((spelling) => `${spelling}'s`);
  }

  /** How else the model may write it by its sound, as far as the user lets it. */
  variants(name: number, suffix: string): readonly SoundSpelling[] {
    let variants = this.#spelledBySound.get(name);
    if (variants === undefined) {
      const { notAs = [] } = this.names[name];
      variants = this.#variants(this.names[name]).filter(({ text }) => !notAs.includes(plainSpelling(text)));
      this.#spelledBySound.set(name, variants);
    }
    return suffix === '' ? variants : variants.map(({ text, logProb }) => ({ text: `${text}'s`, logProb }));
  }
}
