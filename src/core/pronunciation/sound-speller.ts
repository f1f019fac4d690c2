/*
 * How the model tends to write a sequence of sounds: grapheme to grapheme by way of phones (Le et al. 2020,
 * arXiv 1910.12612). A phone is written as one to three letters or none, more or less often so at a word's beginning, inside
 * it and at its end; `npm run learn-spellings` counts how the model does it. The likeliest spellings of a pronunciation are
 * found by a beam over its phones.
 */

import { PHONES, type Phones } from './phones';
import type { SoundSpellings } from './sound-spellings';

const LIMITS = {
  /** Spellings kept from phone to phone. Of spellings that read the same the likelier one stands for both. */
  beam: 12,
};

/** Where a phone stands in its word. */
export const Place = { first: 0, inside: 1, last: 2 } as const;

/** A spelling with the natural logarithm of its probability. */
export interface SoundSpelling {
  readonly text: string;
  readonly logProb: number;
}

export class SoundSpeller {
  /** By phone and place. */
  readonly #letters: readonly (readonly SoundSpelling[])[];

  constructor(table: SoundSpellings) {
    this.#letters = PHONES.flatMap((phone) =>
      [0, 1, 2].map((place) =>
        Object.entries(table[phone]?.[place] ?? {}).map(([text, logProb]) => ({ text, logProb })),
      ),
    );
  }

  /** Up to `most` spellings of one word's `phones`, likeliest first; the probabilities of those together are 1. */
  spell(phones: Phones, most: number): SoundSpelling[] {
    let beam: SoundSpelling[] = [{ text: '', logProb: 0 }];
    phones.forEach((phone, index) => {
      const place = index === 0 ? Place.first : index === phones.length - 1 ? Place.last : Place.inside;
      const longer = new Map<string, number>();
      for (const before of beam) {
        for (const { text, logProb } of this.#letters[3 * phone + place]) {
          const written = before.text + text;
          const total = before.logProb + logProb;
          if (total > (longer.get(written) ?? -Infinity)) longer.set(written, total);
        }
      }
      beam = likeliest(longer, LIMITS.beam);
    });
    const best = beam.filter(({ text }) => text !== '').slice(0, most);
    const sum = best.reduce((total, { logProb }) => total + Math.exp(logProb), 0);
    return best.map(({ text, logProb }) => ({ text, logProb: logProb - Math.log(sum) }));
  }
}

/** The `most` likeliest, in order; of equal ones the first by letters. By insertion: most of hundreds do not come in. */
function likeliest(spellings: ReadonlyMap<string, number>, most: number): SoundSpelling[] {
  const best: SoundSpelling[] = [];
  for (const [text, logProb] of spellings) {
    let at = best.length;
    while (
      at > 0 &&
      (best[at - 1].logProb < logProb || (best[at - 1].logProb === logProb && best[at - 1].text > text))
    ) {
      at--;
    }
    if (at === most) continue;
    best.splice(at, 0, { text, logProb });
    if (best.length > most) best.pop();
  }
  return best;
}
