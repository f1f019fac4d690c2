import { describe, expect, it } from 'vitest';
import type { MergedWord, WordSource } from './merged-words';
import type { PieceDecision } from './revised-utterance';
import { wordReadings } from './word-readings';

/** `text@start-end`, in ms. */
function words(drawn: string): MergedWord[] {
  return drawn.split(' ').map((word, index) => {
    const [, text, start, end, from = 'second-pass'] = /^(.+)@(\d+)-(\d+)(?:\/(.+))?$/.exec(word)!;
    return {
      text,
      startMs: Number(start),
      endMs: Number(end),
      confidence: 1,
      from: from as WordSource,
      place: { first: index, end: index + 1 },
    };
  });
}

function decision(piece: number, first: number, replaced: string, verdict: PieceDecision['verdict']): PieceDecision {
  const terms = {
    boost: 0,
    ctc: 0,
    sound: 0,
    cost: 1,
    beam: 0,
    phones: 1,
    distance: 0,
    names: 0,
    written: 0,
    second: 0,
    tokens: 0,
  };
  return { piece, name: 0, text: 'x', first, end: first + 1, replaced, terms, logit: 1, verdict };
}

describe('wordReadings', () => {
  it('gives each word what the first pass wrote at its time, each of its words once', () => {
    const revised = { words: words('Recognize@0-700 speech.@700-1200'), decisions: [] };
    const first = words('wreck@0-200 a@200-300 nice@300-650 beach@680-1150');
    expect(wordReadings(revised, first).map(({ heard }) => heard)).toEqual(['wreck a nice', 'beach']);
  });

  it('leaves a word empty where the first pass heard none, and gives a stray word to the nearest', () => {
    const revised = { words: words('So@0-100 well@500-700'), decisions: [] };
    expect(wordReadings(revised, words('well@510-690 um@900-950')).map(({ heard }) => heard)).toEqual(['', 'well um']);
  });

  it('says what the second pass wrote where a name stands now, in the order of the text', () => {
    const revised = {
      words: words('Call@0-100 Ann@100-200/beam and@200-300 Bo@300-400/sound'),
      decisions: [
        decision(1, 0, 'bow', 'accepted'),
        decision(0, 2, 'end', 'unlikely'),
        decision(0, 1, 'Anne', 'written'),
      ],
    };
    const readings = wordReadings(revised, []);
    expect(readings.map(({ read }) => read)).toEqual(['Call', 'Anne', 'and', 'bow']);
    expect(readings.map(({ decision }) => decision?.verdict)).toEqual([undefined, 'written', undefined, 'accepted']);
  });

  it('knows no second reading where that was refused', () => {
    const revised = { words: words('um@0-100/first-pass'), decisions: [] };
    expect(wordReadings(revised, words('um@0-100'))[0]).toMatchObject({ heard: 'um', read: undefined });
  });

  it('has nothing to say of no words', () => {
    expect(wordReadings({ words: [], decisions: [] }, words('um@0-100'))).toEqual([]);
  });
});
