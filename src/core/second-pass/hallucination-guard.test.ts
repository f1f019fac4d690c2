import { describe, expect, it } from 'vitest';
import { judgeReading as judge, watchReading, type HeardWord } from './hallucination-guard';
import type { Reading } from './reading';

/** How much of `tokens` a reading of so many seconds keeps, and why. */
function read(tokens: readonly number[], seconds = 10) {
  const watch = watchReading(seconds);
  for (let length = 1; length <= tokens.length; length++) {
    const cut = watch(tokens.slice(0, length));
    if (cut !== undefined) return cut;
  }
  return undefined;
}

const repeat = (block: readonly number[], times: number) => Array.from({ length: times }, () => block).flat();
const count = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);

const reading = (text: string, logProb = -0.1, cut?: Reading['cut']): Reading => {
  const tokens = Array.from(text, (character) => character.charCodeAt(0));
  return { text, tokens, wordLogProbs: [], logProbs: tokens.map(() => logProb), emptyLogProb: -9, cut };
};

describe('while a reading is written', () => {
  it('nothing is cut that does not repeat itself', () => {
    expect(read(count(1, 80))).toBeUndefined();
  });

  it('a few repetitions are left alone: people repeat themselves', () => {
    expect(read([5, ...repeat([7], 6), 8])).toBeUndefined();
    expect(read([5, ...repeat([7, 8, 9], 3), 8])).toBeUndefined();
  });

  it.each([1, 2, 3, 7, 12, 24])(
    'a block of %i tokens that comes again and again is cut after its first time',
    (length) => {
      const start = count(1000, 5);
      const cut = read([...start, ...repeat(count(1, length), 30)], 100);
      expect(cut).toEqual({ reason: 'repetition', keep: 5 + length });
    },
  );

  it('more tokens than anybody can say are cut', () => {
    const cut = read(count(1, 200), 2);
    expect(cut?.reason).toBe('rate');
    expect(cut?.keep).toBeLessThan(40);
    expect(read(count(1, 14), 2)).toBeUndefined();
  });
});

/** Words of a first pass that is `confidence` sure of each. */
const heard = (text: string, confidence = 0.6) => text.split(' ').map((word) => ({ text: word, confidence }));

/** As of a first pass with its language model. */
const judgeReading = (reading: Reading, words: readonly HeardWord[]) => judge(reading, words, true);

describe('a reading', () => {
  it('is accepted when it agrees with the first pass, however unsure both are', () => {
    const words = heard('he met shevawn twice', 0.3);
    expect(judgeReading(reading('He met Siobhan, twice.', -1), words).judgement).toBe('accepted');
    expect(judgeReading(reading('He met Siobhan, twice.', -3), words).judgement).toBe('accepted');
  });

  it('is not accepted where the first pass heard nothing', () => {
    expect(judgeReading(reading('Thank you.'), []).judgement).toBe('silence');
    expect(judgeReading(reading('Thank you.'), heard('…')).judgement).toBe('silence');
  });

  it('is not accepted where a lone word is doubted by both passes, which agree on nothing else', () => {
    const nothing = (text: string, logProb = -1.5) => ({ ...reading(text, logProb), emptyLogProb: Math.log(0.7) });
    expect(judgeReading(nothing('Wow.'), heard('you', 0.3)).judgement).toBe('silence');
    for (const [one, words] of [
      [nothing('Wow.'), heard('you', 0.6)],
      [nothing('Wow.'), heard('wow now', 0.2)],
      [nothing('Wow.', -1), heard('you', 0.2)],
      [nothing('Computer'), heard('computer', 0.2)],
      [reading('Wow.', -1.5), heard('you', 0.2)],
    ] as const) {
      expect(judgeReading(one, words).judgement).not.toBe('silence');
    }
  });

  it('is not accepted when it was cut', () => {
    expect(judgeReading(reading('the same', -0.1, 'repetition'), heard('the same')).judgement).toBe('loop');
  });

  it('is accepted when it is sure of a word or two where the first pass heard about as many others', () => {
    expect(judgeReading(reading('Athena.', -0.3), heard('i')).judgement).toBe('accepted');
    expect(judgeReading(reading('Athena.', -0.6), heard('i')).judgement).toBe('disagreement');
    expect(judgeReading(reading('Athena.', -0.3), heard('i see it all')).judgement).toBe('disagreement');
    expect(judgeReading(reading('', 0), heard('i')).judgement).toBe('disagreement');
  });

  it('is not accepted when it has nearly nothing in common with what the first pass heard, however sure it is', () => {
    expect(judgeReading(reading('Thank you for watching.', 0), heard('i', 0.1)).judgement).toBe('disagreement');
    expect(judgeReading(reading('', 0), heard('i got it back')).judgement).toBe('disagreement');
  });

  it('has to agree with more of it where a language model helped the first pass', () => {
    const other = reading('I saw it there.', 0);
    const doubted = heard('no one was here at all', 0.1);
    expect(judge(other, doubted, false).disagreement).toBeCloseTo(0.727, 3);
    expect(judge(other, doubted, false).judgement).toBe('accepted');
    expect(judge(other, doubted, true).judgement).toBe('disagreement');
  });

  it('disagrees by the share of characters that differ, however they are written', () => {
    expect(judgeReading(reading('Twenty-two, please!'), heard('twenty two please')).disagreement).toBe(0);
    expect(judgeReading(reading('abcd'), heard('abce')).disagreement).toBe(0.25);
    expect(judgeReading(reading(''), heard('abce')).disagreement).toBe(1);
  });

  it('tells how sure it is', () => {
    expect(judgeReading(reading('abcd', -0.25), heard('abce')).meanLogProb).toBeCloseTo(-0.25);
  });
});
