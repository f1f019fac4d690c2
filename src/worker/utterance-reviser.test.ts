import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { draw, letters } from '../core/fake-acoustic-model';
import { RecentUtterances } from '../core/merge/recent-utterances';
import { Pronouncer } from '../core/pronunciation/pronouncer';
import { readPronunciationFile } from '../core/pronunciation/pronunciation-file';
import type { TextScore } from '../core/second-pass/reading';
import type { FinishedUtterance } from '../protocol/second-pass-api';
import type { SecondPassReader, SecondReading } from './second-pass-service';
import { UtteranceReviser } from './utterance-reviser';

const sounds = {
  pronouncer: new Pronouncer(readPronunciationFile(readFileSync('models/pronunciations/pronunciations.bin'))),
  variants: () => [],
};

const nextTask = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A second pass that reads what it is told to read. */
class FakeReader implements SecondPassReader {
  text: string | undefined = 'Call Anna now.';
  asked: (readonly string[])[] = [];
  released: string[] = [];
  onAsked: () => void = () => {};

  read({ id }: { id: string }): Promise<SecondReading | undefined> {
    if (this.text === undefined) return Promise.resolve(undefined);
    const reading = { text: this.text, tokens: [], logProbs: [], wordLogProbs: [], emptyLogProb: -9, cut: undefined };
    const piece = { startMs: 0, endMs: 1200, reading, judgement: 'accepted', disagreement: 0, meanLogProb: 0 } as const;
    return Promise.resolve({ id, pieces: [piece], totalMs: 5, encoderMs: 3, decoderMs: 2 });
  }

  score(_id: string, _piece: number, texts: readonly string[]): Promise<readonly TextScore[]> {
    this.asked.push(texts);
    this.onAsked();
    return Promise.resolve(texts.map(() => ({ logProb: -1, tokens: 3 })));
  }

  release(id: string): Promise<void> {
    this.released.push(id);
    return Promise.resolve();
  }
}

const utterance = (id = 'a'): FinishedUtterance => ({
  id,
  samples: new Float32Array(19_200),
  startMs: 0,
  emissions: draw(`${'_call_anna_now'.split('').join('.')}.`.padEnd(50, '.')),
  clock: { originMs: 0, frameMs: 24 },
  languageModel: true,
  alternatives: [{ words: [{ text: 'cal', startMs: 0, endMs: 200, confidence: 0.9 }] }],
});

let reader: FakeReader;
let reviser: UtteranceReviser;
let now = 0;
const revise = (names: readonly string[]) => {
  reviser.setNames(names.map((text) => ({ text })));
  return reviser.revise(utterance());
};

beforeEach(async () => {
  reader = new FakeReader();
  reviser = new UtteranceReviser(reader, sounds, new RecentUtterances(), { clock: () => now++, nextTask });
  await reviser.setVocabulary({ pieces: letters.pieces, blank: letters.blank });
  return () => reviser.close();
});

describe('UtteranceReviser', () => {
  it('gives the second reading with the names of the list and what either pass wrote', async () => {
    const revision = await revise(['Anna']);
    expect(revision).toMatchObject({ text: 'Call Anna now.', second: 'Call Anna now.' });
    expect(revision?.words.map(({ name }) => name?.text)).toEqual([undefined, 'Anna', undefined]);
    expect(revision?.words[0]).toMatchObject({ heard: 'cal', read: 'Call' });
    expect(revision?.cost).toEqual({ audioMs: 1200, encoderMs: 3, decoderMs: 2, mergeMs: 1 });
  });

  it('merges again when the list changes while the second pass is asked', async () => {
    reader.onAsked = () => {
      reader.onAsked = () => {};
      reviser.setNames([{ text: 'Anna' }]);
    };
    const revision = await revise(['Ana', 'Hanna']);
    expect(reader.asked.flat()).toContain('Call Hanna now.');
    expect(new Set(revision?.decisions.map(({ text }) => text))).toEqual(new Set(['Anna']));
    expect(revision?.words[1].name?.text).toBe('Anna');
  });

  it('forgets the utterance when it is merged, and when that fails', async () => {
    await revise([]);
    expect(reader.released).toEqual(['a']);
    reader.onAsked = () => {
      throw new Error('broken');
    };
    await expect(revise(['Hanna'])).rejects.toThrow('broken');
    expect(reader.released).toEqual(['a', 'a']);
  });

  describe('where the second pass is not active', () => {
    const words = ['call', 'ana', 'now'].map((text, index) => {
      return { text, startMs: 240 * index, endMs: 240 * (index + 1), confidence: 0.9 };
    });
    const lookUp = (...names: string[]) => {
      reader.text = undefined;
      reviser.setNames(names.map((text) => ({ text })));
      return reviser.revise({ ...utterance(), alternatives: [{ words }] });
    };

    it('finds the names of the list in what the first heard, and says that nobody has read', async () => {
      const revision = await lookUp('Anna');
      expect(revision).toMatchObject({ text: 'call Anna now', second: undefined });
      expect(revision?.words.map(({ from }) => from)).toEqual(['first-pass', 'sound', 'first-pass']);
      expect(revision?.words[1]).toMatchObject({ heard: 'ana', read: undefined, decision: { replaced: 'ana' } });
      expect(revision?.cost).toEqual({ audioMs: 0, encoderMs: 0, decoderMs: 0, mergeMs: 1 });
      expect(reader.asked).toEqual([]);
    });

    it('reads what the first pass reads without the list, where that is something else', async () => {
      reader.text = undefined;
      const plain = words.with(1, { ...words[1], text: 'anaa' });
      const revision = await reviser.revise({ ...utterance(), alternatives: [{ words }], plain });
      expect(revision).toMatchObject({ text: 'call anaa now', second: undefined, decisions: [] });
    });

    it('has no revision without such names', async () => {
      expect(await lookUp()).toBeUndefined();
      expect(await lookUp('Kubernetes')).toBeUndefined();
    });
  });

  it('wants to know the vocabulary first', async () => {
    const bare = new UtteranceReviser(reader, sounds, new RecentUtterances(), { clock: () => 0, nextTask });
    await expect(bare.revise(utterance())).rejects.toMatchObject({ name: 'NotLoadedError' });
  });
});
