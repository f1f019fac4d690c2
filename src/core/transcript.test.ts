import { describe, expect, it } from 'vitest';
import type { Hypothesis, Word } from './hypothesis';
import { alternatives, recognizedWords } from './transcript';

const clock = { originMs: 1000, frameMs: 24 };
const word = (text: string, start = 0, end = start + 1): Word => ({ text, start, end, confidence: 0.5 });
const hypothesis = (text: string, logProb: number, bonus = 0): Hypothesis => ({
  text,
  words: text === '' ? [] : text.split(' ').map((text, i) => word(text, i)),
  names: [],
  tokens: [],
  frames: [],
  logProbs: [],
  logProb,
  bonus,
  language: 0,
});

describe('recognizedWords', () => {
  it('gives words the times of the session', () => {
    expect(recognizedWords([word('hi', 10, 15)], [], clock)).toEqual([
      { text: 'hi', startMs: 1240, endMs: 1360, confidence: 0.5 },
    ]);
  });

  it('tells which name of the list was written, and how', () => {
    const name = {
      index: 1,
      text: "Anna's",
      heardAs: 'spelling',
      startToken: 0,
      endToken: 2,
      boost: 4,
      logProb: -1,
    } as const;
    const [written] = recognizedWords([{ ...word("Anna's"), name }], ['Otto', 'Anna'], clock);
    expect(written).toMatchObject({ text: "Anna's", name: { text: 'Anna', boost: 4 } });
  });

  it('tells two names apart that follow each other', () => {
    const name = {
      index: 0,
      text: 'Anna',
      heardAs: 'spelling',
      startToken: 0,
      endToken: 2,
      boost: 4,
      logProb: -1,
    } as const;
    const words = recognizedWords(
      [
        { ...word('Anna', 3), name },
        { ...word('Anna', 9), name },
      ],
      ['Anna'],
      clock,
    );
    expect(words[0].name!.occurrence).not.toBe(words[1].name!.occurrence);
  });
});

describe('alternatives', () => {
  it('reads on after what is stable, with acoustics and bonus added up', () => {
    const stable = recognizedWords([word('so')], [], clock);
    expect(alternatives([hypothesis('far out', -3, 2)], stable, [], clock)).toMatchObject([
      { text: 'so far out', score: -1 },
    ]);
  });

  it('keeps the best of those that read the same', () => {
    const readings = alternatives([hypothesis('a', -1), hypothesis('b', -2), hypothesis('a', -3)], [], [], clock);
    expect(readings.map(({ text, score }) => [text, score])).toEqual([
      ['a', -1],
      ['b', -2],
    ]);
  });
});
