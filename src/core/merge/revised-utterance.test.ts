import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { draw, letters } from '../fake-acoustic-model';
import { Pronouncer } from '../pronunciation/pronouncer';
import { readPronunciationFile } from '../pronunciation/pronunciation-file';
import type { Judgement } from '../second-pass/hallucination-guard';
import { FinalMerger } from './final-merger';
import { reviseUtterance, type UtteranceToRevise } from './revised-utterance';
import { wordReadings } from './word-readings';

const packed = readFileSync(new URL('../../../models/pronunciations/pronunciations.bin', import.meta.url));
const pronouncer = new Pronouncer(readPronunciationFile(packed));

/**
 * Somebody says `said`, the first pass hears so, and the second writes `text`, which the guard judges so; `logProb`: as unsure it is
 * of each word.
 */
function utterance(said: string, text: string, judgement: Judgement, logProb = -0.1): UtteranceToRevise {
  const emissions = draw(said.replaceAll(' ', '_').replace(/^/, '_').split('').join('.'), 0.9);
  const endMs = 24 * emissions.frames;
  const words = said.split(' ').map((text, index, { length }) => {
    return { text, startMs: (index * endMs) / length, endMs: ((index + 1) * endMs) / length, confidence: 0.5 };
  });
  const wordLogProbs = text.split(' ').map(() => logProb);
  const reading = { text, tokens: [], logProbs: [], wordLogProbs, emptyLogProb: -9, cut: undefined };
  return {
    pieces: [{ startMs: 0, endMs, judgement, reading }],
    emissions,
    clock: { originMs: 0, frameMs: 24 },
    alternatives: [{ words }],
    languageModel: true,
  };
}

/** `names`: one a `|`. The second pass finds every text as probable as any other. */
function revise(utterance: UtteranceToRevise, names = '') {
  const merger = new FinalMerger(letters, pronouncer);
  merger.setNames(names === '' ? [] : names.split('|').map((text) => ({ text })));
  return reviseUtterance(merger, utterance, (_, texts) =>
    Promise.resolve(texts.map(() => ({ logProb: -5, tokens: 3 }))),
  );
}

describe('a stretch in which the second pass is refused', () => {
  it("is the first pass's to the letter without names", async () => {
    for (const judgement of ['disagreement', 'loop'] as const) {
      const { text, words } = await revise(utterance('ask anna now', 'What?', judgement));
      expect(text).toBe('ask anna now');
      expect(words.map(({ from }) => from)).toEqual(['first-pass', 'first-pass', 'first-pass']);
    }
  });

  it('has the names of the list that were said, as the first pass heard them', async () => {
    const refused = utterance('ask shivawn now', 'What?', 'disagreement');
    const { text, words, decisions } = await revise(refused, 'Siobhán');
    expect(text).toBe('ask Siobhán now');
    expect(words.map(({ from }) => from)).toEqual(['first-pass', 'sound', 'first-pass']);
    const readings = wordReadings({ words, decisions }, refused.alternatives[0].words);
    expect(readings[1]).toMatchObject({ heard: 'shivawn', read: undefined, decision: { replaced: 'shivawn' } });
  });

  it('weighs the names that the search wrote there against what it reads without any', async () => {
    const refused = utterance('ask shivawn now', 'What?', 'loop');
    const plain = refused.alternatives[0].words;
    const withName = (text: string) => ({
      ...refused,
      alternatives: [{ words: plain.with(1, { ...plain[1], text, name: { text, occurrence: 0, boost: 4.5 } }) }],
      plain,
    });
    const kept = await revise(withName('Siobhán'), 'Siobhán');
    expect(kept.words.map(({ text, from }) => `${text} ${from}`)).toEqual([
      'ask first-pass',
      'Siobhán beam',
      'now first-pass',
    ]);
    const dropped = await revise(withName('Bo'), 'Bo|Siobhán');
    expect(dropped.decisions.find(({ text }) => text === 'Bo')?.verdict).toBe('unlikely');
    expect(dropped.text).toBe('ask Siobhán now');
  });

  it('does not claim that the second pass wrote a name that stands there', async () => {
    const { words, decisions } = await revise(utterance('ask anna now', 'What?', 'disagreement'), 'anna');
    expect(words.map(({ from }) => from)).toEqual(['first-pass', 'first-pass', 'first-pass']);
    expect(wordReadings({ words, decisions }, []).every(({ decision }) => decision === undefined)).toBe(true);
  });

  it('is nothing but names where it may be silence', async () => {
    expect((await revise(utterance('you', 'You.', 'silence'))).text).toBe('');
    expect((await revise(utterance('shivawn', 'You.', 'silence'), 'Siobhán')).text).toBe('Siobhán');
  });
});

describe('a stretch of which both passes say different things', () => {
  const athena = utterance('i', 'Athena.', 'disagreement');

  it("is the second's when that is about a name of the list", async () => {
    const { text, decisions } = await revise(athena, 'Athena');
    expect(text).toBe('Athena.');
    expect(decisions).toMatchObject([{ text: 'Athena', verdict: 'written' }]);
    expect((await revise(utterance('i', 'Shiv on.', 'disagreement'), 'Siobhán')).text).toBe('Siobhán.');
  });

  it("stays the first's when the name is not listed, when the reading was cut, or when they differ besides", async () => {
    expect((await revise(athena, 'Siobhán')).text).toBe('i');
    expect((await revise(utterance('i', 'Athena.', 'loop'), 'Athena')).text).toBe('i');
    const long = utterance('you know i never part with', 'Thank you for watching, Athena.', 'disagreement');
    expect((await revise(long, 'Athena')).text).toBe('you know i never part with');
  });
});

describe('a stretch whose second reading is accepted', () => {
  const heard = 'they saw the old magistracy then';
  const read = 'They saw the old Majestic tree then.';

  it("has the first pass's words where they are likelier right, dated with all others", async () => {
    const sure = await revise(utterance(heard, read, 'accepted'));
    expect(sure.text).toBe(read);
    const unsure = utterance(heard, read, 'accepted', -4);
    const { text, words, decisions } = await revise(unsure);
    expect(text).toBe('They saw the old magistracy then.');
    expect(words[4]).toMatchObject({
      from: 'first-pass',
      place: { first: 4, end: 6 },
      instead: 'Majestic tree',
      piece: 0,
    });
    const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(wordReadings({ words, decisions }, words)[4]).toMatchObject({ heard: 'magistracy', read: 'Majestic tree' });
  });

  it('has a name of the list before them, of which the second pass is asked in its own text', async () => {
    const { text, decisions } = await revise(
      utterance('ask shiv on there now', 'Ask Chevron dare now.', 'accepted', -4),
      'Siobhán',
    );
    expect(text).toBe('Ask Siobhán dare now.');
    expect(decisions[0]).toMatchObject({ verdict: 'accepted', replaced: 'Chevron' });
  });

  it('takes the words that the first pass reads without names', async () => {
    const plain = utterance(heard, read, 'accepted', -4);
    const [{ words }] = plain.alternatives;
    const named = words.with(4, { ...words[4], text: 'Maja', name: { text: 'Maja', occurrence: 0, boost: 4.5 } });
    const { text } = await revise({ ...plain, alternatives: [{ words: named }], plain: words });
    expect(text).toBe('They saw the old magistracy then.');
  });

  it('is the second pass’s alone where it stands for a name in spite of a disagreement', async () => {
    const { text } = await revise(utterance('i knew her well', 'Athena dew her well.', 'disagreement', -4), 'Athena');
    expect(text).toBe('Athena dew her well.');
  });
});
