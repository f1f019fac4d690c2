import type { Hypothesis, Word } from './hypothesis';

/** A word as shown, or a name of one or more words in its display form. Times from the session's start. */
export interface RecognizedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0..1, from acoustics alone: no boost changes it. */
  readonly confidence: number;
  /** Present when it is a name of the user's list. */
  readonly name?: RecognizedName;
}

export interface RecognizedName {
  /** The display form, as the user wrote it; the word's own text may have a suffix (`Anna's`). */
  readonly text: string;
  /** Where it is a part of a listed name: that name. */
  readonly partOf?: string;
  /** Tells neighbouring names of an utterance apart. */
  readonly occurrence: number;
  /** What the name added to the score here, in nats: below 0 for a negative name. */
  readonly boost: number;
}

export interface Alternative {
  readonly text: string;
  readonly words: readonly RecognizedWord[];
  /** Natural log: acoustic score plus earned boosts, plus what the language model says. */
  readonly score: number;
}

/** From frames since the decoder's `begin()` to the session's time. */
export interface FrameClock {
  readonly originMs: number;
  readonly frameMs: number;
}

/** The decoder's words with the session's times. `names`: the texts of the list that the words' indices count in. */
export function recognizedWords(words: readonly Word[], names: readonly string[], clock: FrameClock): RecognizedWord[] {
  return words.map(({ text, start, end, confidence, name }) => ({
    text,
    startMs: clock.originMs + start * clock.frameMs,
    endMs: clock.originMs + end * clock.frameMs,
    confidence,
    ...(name && {
      name: {
        text: names[name.index] ?? name.text,
        ...(name.partOf !== undefined && { partOf: name.partOf }),
        occurrence: start,
        boost: name.boost,
      },
    }),
  }));
}

export function textOf(words: readonly { readonly text: string }[]): string {
  return words.map((word) => word.text).join(' ');
}

/** What the hypotheses read after `stable`, best first; of those that read the same, the best. */
export function alternatives(
  hypotheses: readonly Hypothesis[],
  stable: readonly RecognizedWord[],
  names: readonly string[],
  clock: FrameClock,
): Alternative[] {
  const byText = new Map<string, Alternative>();
  for (const hypothesis of hypotheses) {
    const words = [...stable, ...recognizedWords(hypothesis.words, names, clock)];
    const text = textOf(words);
    if (!byText.has(text))
      byText.set(text, { text, words, score: hypothesis.logProb + hypothesis.bonus + hypothesis.language });
  }
  return [...byText.values()];
}
