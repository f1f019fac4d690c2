import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { draw, letters } from '../fake-acoustic-model';
import type { Name } from '../name';
import { Pronouncer } from '../pronunciation/pronouncer';
import { readPronunciationFile } from '../pronunciation/pronunciation-file';
import { FinalMerger } from './final-merger';
import { bestOdds, placeOf, repairsOf } from './repairs';
import { reviseUtterance, type RevisedUtterance, type UtteranceToRevise } from './revised-utterance';

const packed = readFileSync(new URL('../../../models/pronunciations/pronunciations.bin', import.meta.url));
const pronouncer = new Pronouncer(readPronunciationFile(packed));

const list = (names: string): Name[] => (names === '' ? [] : names.split('|').map((text) => ({ text })));

/** What both passes make of `said`: the second writes `texts`, a piece each of the same length; `word/-4`: as unsure it is of it. */
function utterance(said: string, ...texts: readonly string[]): UtteranceToRevise {
  const emissions = draw(said.replaceAll(' ', '_').replace(/^/, '_').split('').join('.'), 0.9);
  const pieceMs = (24 * emissions.frames) / texts.length;
  const heard = said.split(' ').map((text, index, { length }) => {
    const wordMs = (24 * emissions.frames) / length;
    return { text, startMs: index * wordMs, endMs: (index + 1) * wordMs, confidence: 0.5 };
  });
  return {
    pieces: texts.map((text, index) => ({
      startMs: index * pieceMs,
      endMs: (index + 1) * pieceMs,
      // "?" is a reading that the guard refused.
      judgement: text === '?' ? 'disagreement' : 'accepted',
      disagreement: 0,
      meanLogProb: 0,
      reading: readingOf(text),
    })),
    emissions,
    clock: { originMs: 0, frameMs: 24 },
    alternatives: [{ words: heard }],
    languageModel: true,
  };
}

function readingOf(text: string) {
  const words = text.split(' ').map((word) => word.split('/'));
  return {
    text: words.map(([word]) => word).join(' '),
    tokens: [],
    logProbs: [],
    wordLogProbs: words.map(([, logProb = '-0.1']) => Number(logProb)),
    emptyLogProb: -9,
    cut: undefined,
  };
}

function revise(utterance: UtteranceToRevise, names: readonly Name[]): Promise<RevisedUtterance> {
  const merger = new FinalMerger(letters, pronouncer);
  merger.setNames(names);
  // A second pass that finds every text as probable as any other, but where it is sure of its own none without a name.
  return reviseUtterance(merger, utterance, (piece, texts) => {
    const isSure = utterance.pieces[piece].reading.wordLogProbs.every((logProb) => logProb > -1);
    const isNamed = (sentence: string) => names.some(({ text }) => sentence.includes(text));
    return Promise.resolve(
      texts.map((text, index) => ({ logProb: index === 0 || !isSure || isNamed(text) ? -5 : -50, tokens: 3 })),
    );
  });
}

/** `replaced → written` of each repair when the list `before` becomes `after`; names with a star have changed. */
async function repairs(utterance: UtteranceToRevise, before: string, after: string) {
  const changed = new Set(
    after
      .split('|')
      .filter((name) => name.startsWith('*'))
      .map((name) => name.slice(1)),
  );
  const old = await revise(utterance, list(before));
  const now = await revise(utterance, list(after.replaceAll('*', '')));
  const found = repairsOf(old.words, now, changed, utterance.alternatives[0].words);
  for (const repair of found) expect(placeOf(repair, old.words)).toBeDefined();
  return found.map(({ replaced, word }) => `${replaced} → ${word.text}`);
}

const siobhan = utterance('ask shivawn about it', 'Ask Shiv on, about it.');

describe('repairsOf', () => {
  it('tells what a new name replaces, with the signs around it', async () => {
    expect(await repairs(siobhan, '', '*Siobhán')).toEqual(['Shiv on, → Siobhán,']);
    expect(await repairs(siobhan, 'Kubernetes', 'Kubernetes|*Siobhán')).toEqual(['Shiv on, → Siobhán,']);
  });

  it('tells nothing of names that have not changed', async () => {
    expect(await repairs(siobhan, '', 'Siobhán')).toEqual([]);
    expect(await repairs(siobhan, '', 'Siobhán|*Kubernetes')).toEqual([]);
  });

  it('tells nothing of a name that stands there already, as the second pass wrote it or as the merge did', async () => {
    expect(await repairs(utterance('call anna now', 'Call Anna now.'), '', '*Anna')).toEqual([]);
    expect(await repairs(siobhan, 'Siobhán', '*Siobhán')).toEqual([]);
  });

  it('replaces a name by another one that is likelier, as a whole', async () => {
    const both = utterance('ask shivawn about it', 'Ask Shivonne about it.');
    expect(await repairs(both, 'Chevonne', 'Chevonne|*Shivawn')).toEqual(['Chevonne → Shivawn']);
  });

  it('finds each place of a name, also where the first pass was kept', async () => {
    const twice = utterance('ask shivawn now tell shivawn so', 'Ask Shiv on now.', 'Tell Shivon so.');
    expect(await repairs(twice, '', '*Siobhán')).toEqual(['Shiv on → Siobhán', 'Shivon → Siobhán']);
    const refused = utterance('ask shivawn now tell shivawn so', '?', 'Tell Shivon so.');
    expect(await repairs(refused, '', '*Siobhán')).toEqual(['shivawn → Siobhán', 'Shivon → Siobhán']);
  });
});

describe('repairsOf, where the first pass was likelier right', () => {
  const wider = utterance('we asked a shivawn now', 'We asked to/-4 Chevron/-4 now.');

  it('replaces those of its words that are said while the name is', async () => {
    expect((await revise(wider, [])).text).toBe('We asked a Shivawn now.');
    expect(await repairs(wider, '', '*Siobhán')).toEqual(['Shivawn → Siobhán']);
  });

  it('replaces them all where the name stands for as much', async () => {
    const whole = utterance('we asked shivawn now', 'We asked a/-4 Chevron/-4 now.');
    expect(await repairs(whole, '', '*Siobhán')).toEqual(['shivawn → Siobhán']);
  });

  it('leaves a name alone of which the new one would be a part', async () => {
    expect(await repairs(wider, 'Shivawn Now', 'Shivawn Now|*Siobhán')).toEqual([]);
  });
});

describe('bestOdds', () => {
  const odds = async (text: string, said: string, names: string, changed: string, listed = 2) =>
    bestOdds(await revise(utterance(said, text), list(names)), new Set([changed]), list(names), listed);

  it('are those of the changed name, whichever others are listed', async () => {
    const alone = await odds('Ask Shiv on.', 'ask shivawn', 'Siobhán', 'Siobhán');
    expect(await odds('Ask Shiv on.', 'ask shivawn', 'Kubernetes|Siobhán', 'Siobhán')).toBeCloseTo(alone);
    expect(await odds('Ask Shiv on.', 'ask shivawn', 'Siobhán|Kubernetes', 'Kubernetes')).toBeLessThan(alone - 5);
  });

  it('are the lower the more names compete', async () => {
    const [two, thousand] = await Promise.all(
      [2, 1000].map((listed) => odds('Ask Shiv on.', 'ask shivawn', 'Siobhán', 'Siobhán', listed)),
    );
    expect(thousand).toBeLessThan(two);
  });

  it('are none where the second pass wrote the name', async () => {
    expect(await odds('Call Anna now.', 'call anna now', 'Anna', 'Anna')).toBe(-Infinity);
  });
});

describe('placeOf', () => {
  const words = ['Ask', 'Shiv', 'on', 'now.'].map((text, index) => ({
    text,
    startMs: 100 * index,
    endMs: 100 * index + 90,
    confidence: 1,
  }));
  const shivOn = { replaced: 'Shiv on', startMs: 100, endMs: 290 };

  it('finds words by their time, also when those before them are others now', () => {
    expect(placeOf(shivOn, words)).toEqual({ first: 1, end: 3 });
    expect(placeOf(shivOn, words.slice(1))).toEqual({ first: 0, end: 2 });
  });

  it('finds none where other words stand, or the same at another time', () => {
    expect(placeOf({ ...shivOn, replaced: 'Shivon' }, words)).toBeUndefined();
    expect(placeOf({ ...shivOn, startMs: 0 }, words)).toBeUndefined();
    expect(placeOf({ ...shivOn, endMs: 390 }, words)).toBeUndefined();
    expect(placeOf(shivOn, words.toSpliced(2, 1))).toBeUndefined();
  });
});
