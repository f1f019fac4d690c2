import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { draw, letters } from '../fake-acoustic-model';
import type { Name } from '../name';
import type { VariantsOf } from '../name-spellings';
import { partTexts, withParts } from '../name-parts';
import { Pronouncer } from '../pronunciation/pronouncer';
import { readPronunciationFile } from '../pronunciation/pronunciation-file';
import { differencesOf } from './combined-reading';
import { FinalMerger, type AskSecondPass, type MergedReading } from './final-merger';
import type { NameSources } from './name-candidates';

const packed = readFileSync(new URL('../../../models/pronunciations/pronunciations.bin', import.meta.url));
const pronouncer = new Pronouncer(readPronunciationFile(packed));
const clock = { originMs: 1000, frameMs: 24 };

const list = (names: string): Name[] => names.split('|').map((text) => ({ text }));

/** What the first pass hears when somebody says `said`: a frame per letter, a blank between any two, a pause per word. */
const speech = (said: string) =>
  draw(said.replaceAll(' ', '_').replace(/^/, '_').replaceAll(/(?=_)/g, '...').split('').join('.') + '...', 0.9);

/** A second pass that finds every text as probable as any other: what decides is what it is not asked about. */
const indifferent: AskSecondPass = (texts) => Promise.resolve(texts.map(() => ({ logProb: -5, tokens: 3 })));

/** A second pass that minds nothing but words left out. */
const attentive: AskSecondPass = (texts) => {
  const words = texts.map((text) => text.split(' ').length);
  return Promise.resolve(words.map((count) => ({ logProb: -5 - 5 * Math.max(0, words[0] - count), tokens: 3 })));
};

/** A second pass that insists on what it wrote, by so many nats. */
const stubborn =
  (nats: number): AskSecondPass =>
  (texts) =>
    Promise.resolve(texts.map((_, index) => ({ logProb: index === 0 ? -5 : -5 - nats, tokens: 3 })));

interface Case {
  readonly said?: string;
  readonly names?: string;
  readonly boost?: number;
  readonly ask?: AskSecondPass;
  /** Names that the biased search wrote, as `name@first-last` word of what was said. */
  readonly heard?: readonly { readonly text: string; readonly startMs: number; readonly endMs: number }[];
}

const merge = (text: string, { said = text, names = '', boost, ask = indifferent, heard = [] }: Case = {}) => {
  const merger = new FinalMerger(letters, pronouncer);
  if (names !== '') merger.setNames(list(names).map((name) => ({ ...name, ...(boost !== undefined && { boost }) })));
  const plain = said.toLowerCase().replaceAll(/[^a-z' ]/g, '');
  return merger.merge(
    {
      text,
      wordLogProbs: text.split(' ').map(() => -0.3),
      emissions: speech(plain),
      clock,
      heard: heard.map(({ text, startMs, endMs }) => ({ startMs, endMs, name: { text, occurrence: 0, boost: 4.5 } })),
    },
    ask,
  );
};
const mergedText = async (...args: Parameters<typeof merge>) => (await merge(...args)).text;
const verdicts = ({ decisions }: MergedReading) => decisions.map(({ text, verdict }) => `${text} ${verdict}`);

describe('FinalMerger', () => {
  it('takes the second pass at its word where there are no names, or none that sound alike', async () => {
    const text = 'Well, "she" said — call me at 5 p.m.';
    expect(await mergedText(text)).toBe(text);
    expect(await mergedText(text, { names: 'Siobhan|Kubernetes' })).toBe(text);
    expect(await mergedText('')).toBe('');
  });

  it('writes a name where something was written that sounds like it, in its own form', async () => {
    const siobhan = { said: 'ask shivawn about it', names: 'Siobhán|Kubernetes' };
    expect(await mergedText('Ask Shiv on about it.', siobhan)).toBe('Ask Siobhán about it.');
    expect(await mergedText('In video makes chips.', { said: 'nvidia makes chips', names: 'NVIDIA' })).toBe(
      'NVIDIA makes chips.',
    );
  });

  it("asks about the first pass's words with the names, and takes each by its own answer", async () => {
    const merger = new FinalMerger(letters, pronouncer);
    merger.setNames(list('Siobhán'));
    const reading = {
      text: 'We asked Shiv on about Kelly cups and mayor row.',
      wordLogProbs: [-0.1, -0.1, -3, -3, -0.1, -2, -2, -0.1, -2, -2],
    };
    const heard = 'we asked shivawn about teacups and marrow'.split(' ').map((text) => ({ text, confidence: 0.9 }));
    const differences = differencesOf({ reading, heard, languageModel: true });
    const stretch = {
      ...reading,
      differences,
      emissions: speech('we asked shivawn about teacups and marrow'),
      clock,
      heard: [],
    };
    const answered = async (likely: readonly string[]) => {
      const asked: (readonly string[])[] = [];
      const merged = await merger.merge(stretch, (texts) => {
        asked.push(texts);
        return Promise.resolve(texts.map((text) => ({ logProb: likely.includes(text) ? -5 : -40, tokens: 3 })));
      });
      return { text: merged.text, asked };
    };
    const named = 'We asked Siobhán about Kelly cups and mayor row.';
    const teacups = 'We asked Shiv on about teacups and mayor row.';
    const marrow = 'We asked Shiv on about Kelly cups and marrow.';
    const { text, asked } = await answered([reading.text, named, marrow]);
    expect(text).toBe('We asked Siobhán about Kelly cups and marrow.');
    expect(asked).toHaveLength(1);
    expect(asked[0][0]).toBe(reading.text);
    expect(asked[0]).toEqual(expect.arrayContaining([named, teacups, marrow]));
    expect((await answered([reading.text, teacups])).text).toBe('We asked Siobhán about teacups and mayor row.');
    expect((await answered([reading.text])).text).toBe(named);
  });

  it("keeps the signs around a name and its 's", async () => {
    const text = await mergedText('He saw “Shivawn’s”, I think.', {
      said: "he saw shivawn's i think",
      names: 'Siobhan',
      ask: attentive,
    });
    expect(text).toBe('He saw “Siobhan’s”, I think.');
    expect(await mergedText("It is Davis's car.", { said: "it is davis's car", names: 'Davies' })).toBe(
      "It is Davies's car.",
    );
  });

  it('writes a name that the biased search heard where the second pass wrote nothing', async () => {
    const result = await merge('Call at noon.', {
      said: 'call joanna at noon',
      names: 'Joanna',
      heard: [{ text: 'Joanna', startMs: 1000 + 13 * 24, endMs: 1000 + 27 * 24 }],
    });
    expect(result.text).toBe('Call Joanna at noon.');
    expect(result.words[1]).toMatchObject({ text: 'Joanna', from: 'beam', name: { text: 'Joanna' } });
  });

  it('leaves homophones to the second pass where it is sure of the word', async () => {
    const names = { said: 'she will see', names: 'Will|Cee' };
    expect(await mergedText('She will see.', { ...names, ask: stubborn(40) })).toBe('She will see.');
    expect(
      await mergedText('Ask Jonathan now.', { said: 'ask jonathan now', names: 'Johnathan', ask: stubborn(1) }),
    ).toBe('Ask Johnathan now.');
  });

  it('marks a name that the second pass wrote itself, without asking', async () => {
    const asked: string[][] = [];
    const result = await merge('Call Anna, please.', {
      names: 'Anna',
      ask: (texts) => {
        asked.push([...texts]);
        return indifferent(texts);
      },
    });
    expect(result.words[1]).toMatchObject({ text: 'Anna,', name: { text: 'Anna' } });
    expect(verdicts(result)).toEqual(['Anna written']);
    expect(asked).toEqual([]);
  });

  it('writes a name once where it stands already, though its sound is dated beside it', async () => {
    const result = await merge('A letter for Joanna from him.', {
      said: 'a letter for joanna from him',
      names: 'Joanna',
      heard: [{ text: 'Joanna', startMs: 1000 + 42 * 24, endMs: 1000 + 52 * 24 }],
    });
    expect(result.text).toBe('A letter for Joanna from him.');
    expect(verdicts(result)).toEqual(['Joanna written']);
  });

  it('leaves a name the capitals of the second pass where the list has none, and none others', async () => {
    const cased = async (text: string, names: string) => {
      const result = await merge(text, { said: 'anna is here', names });
      return [result.text, verdicts(result)[0]];
    };
    expect(await cased('Anna is here.', 'anna')).toEqual(['Anna is here.', 'Anna written']);
    expect(await cased('ANNA is here.', 'Anna')).toEqual(['Anna is here.', 'Anna accepted']);
  });

  it('asks about at most six candidates, after the text as it is written', async () => {
    const names = 'Ana|Anna|Hanna|Hannah|Anne|Ann|Annah|Ana Lee|Anna Lee|Annalee|Emma|Enna|Ena|Ina|Una|Aina';
    let asked: readonly string[] = [];
    const result = await merge('Ask Annah Lee and Hana now.', {
      names,
      ask: (texts) => {
        asked = texts;
        return indifferent(texts);
      },
    });
    expect(asked[0]).toBe('Ask Annah Lee and Hana now.');
    expect(asked.length).toBe(7);
    expect(verdicts(result).some((verdict) => verdict.endsWith('not-asked'))).toBe(true);
  });

  it('decides by what it has when the second pass cannot be asked any more', async () => {
    const text = await mergedText('Ask Shiv on about it.', {
      said: 'ask shivawn about it',
      names: 'Siobhan',
      boost: 10,
      ask: () => Promise.resolve(undefined),
    });
    expect(text).toBe('Ask Siobhan about it.');
  });

  it('does not depend on the order of the list', async () => {
    const names = ['Siobhan', 'Shavonne', 'Chevonne', 'Anna', 'Hannah', 'Ana', 'Jon', 'John', 'Noon', 'Newman'];
    const text = 'Ask Shivon and Hanna and Jon at noon.';
    const forth = await merge(text, { names: names.join('|') });
    const back = await merge(text, { names: names.toReversed().join('|') });
    expect(back.text).toBe(forth.text);
    expect(verdicts(back)).toEqual(verdicts(forth));
  });

  it('replaces every word once at most, in order, and dates words that follow each other', async () => {
    const names = 'Anna|Anna Lee|Lee Anne|Leanne|Anne|Dann|Ana Leigh|Ian';
    const { words, decisions } = await merge('Then Anna Lee Ann and Lee Ian left.', { names });
    let last = clock.originMs;
    for (const { startMs, endMs } of words) {
      expect(startMs).toBeGreaterThanOrEqual(last);
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      last = endMs;
    }
    const taken = decisions.filter(({ verdict }) => verdict === 'accepted' || verdict === 'written');
    const replaced = taken.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, i) => first + i));
    expect(new Set(replaced).size).toBe(replaced.length);
    expect(words.length).toBe(8 - replaced.length + taken.length);
  });

  it('says of each candidate what spoke for and against it', async () => {
    const { decisions } = await merge('Ask Shiv on about it.', { said: 'ask shivawn about it', names: 'Siobhan' });
    expect(decisions[0]).toMatchObject({
      text: 'Siobhan',
      replaced: 'Shiv on',
      verdict: 'accepted',
      terms: { boost: 0, beam: 0, names: 0, second: 0 },
    });
    expect(decisions[0].logit).toBeGreaterThan(0);
  });

  it('raises the odds by a name’s own boost, nat for nat', async () => {
    const odds = async (boost: number) => {
      const merger = new FinalMerger(letters, pronouncer);
      merger.setNames([{ text: 'Siobhan', boost }]);
      const { decisions } = await merger.merge(
        { text: 'Ask Shiv on.', emissions: speech('ask shivon'), clock, heard: [] },
        indifferent,
      );
      return decisions[0].logit;
    };
    expect((await odds(9)) - (await odds(4))).toBeCloseTo(5, 9);
  });

  it('writes a name in other letters that the user has said how to say', async () => {
    const merger = new FinalMerger(letters, pronouncer);
    merger.setNames([{ text: '李小龙', ipa: ['ˈbrus ˈli'] }]);
    const reading = { text: 'Ask Bruce Lee.', emissions: speech('ask bruce lee'), clock, heard: [] };
    expect((await merger.merge(reading, indifferent)).text).toBe('Ask 李小龙.');
  });

  it('takes the way in which the model may write a name for evidence, unless the user has said it is another word', async () => {
    const ctc = async (name: Partial<Name>, variants?: VariantsOf) => {
      const merger = new FinalMerger(letters, pronouncer, variants);
      merger.setNames([{ text: 'Siobhan', ...name }]);
      const reading = { text: 'Ask Shiv on.', emissions: speech('ask shivawn'), clock, heard: [] };
      return (await merger.merge(reading, indifferent)).decisions[0].terms.ctc;
    };
    const asHeard = () => [{ text: '▁shivawn', logProb: -1 }];
    expect(await ctc({}, asHeard)).toBeGreaterThan((await ctc({})) + 5);
    expect(await ctc({ notAs: ['shivawn'] }, asHeard)).toBe(await ctc({}));
  });

  it('takes candidates only from where it is told to', async () => {
    const written = async (sources: NameSources) => {
      const merger = new FinalMerger(letters, pronouncer, undefined, sources);
      merger.setNames(list('Joanna|Siobhan'));
      const [startMs, endMs] = [1000 + 13 * 24, 1000 + 27 * 24];
      const heard = [{ startMs, endMs, name: { text: 'Joanna', occurrence: 0, boost: 4.5 } }];
      const said = 'call joanna shivawn';
      const reading = { text: 'Call Shiv on.', emissions: speech(said), clock, heard };
      const { decisions } = await merger.merge(reading, indifferent);
      return new Set(decisions.map(({ text, terms }) => `${text} ${terms.beam}`));
    };
    expect(await written({ heard: true, sounds: false })).toEqual(new Set(['Joanna 1']));
    expect(await written({ heard: false, sounds: true })).toContain('Siobhan 0');
    expect(await written({ heard: false, sounds: true })).not.toContain('Joanna 1');
    expect(await written({ heard: false, sounds: false })).toEqual(new Set());
  });

  it('leaves names alone that are off or negative', async () => {
    const merger = new FinalMerger(letters, pronouncer);
    merger.setNames([
      { text: 'Siobhan', enabled: false },
      { text: 'Chevon', negative: true },
    ]);
    const reading = { text: 'Ask Shiv on.', emissions: speech('ask shivon'), clock, heard: [] };
    expect(await merger.merge(reading, indifferent)).toMatchObject({ text: 'Ask Shiv on.', decisions: [] });
  });

  describe('with the parts of full names', () => {
    const whole = { text: 'Siobhán Okonkwo' };
    const names = withParts([whole, { text: 'Nneka Okonkwo' }], ({ text }) => partTexts(text));
    const mergeParts = (text: string, said: string, list: readonly Name[] = names) => {
      const merger = new FinalMerger(letters, pronouncer);
      merger.setNames(list);
      return merger.merge({ text, emissions: speech(said), clock, heard: [] }, indifferent);
    };

    it('writes a part that stands alone, and says whose it is', async () => {
      const { text, words } = await mergeParts('Ask Shiv on about it.', 'ask shivawn about it');
      expect(text).toBe('Ask Siobhán about it.');
      expect(words[1].name).toMatchObject({ text: 'Siobhán', partOf: 'Siobhán Okonkwo', boost: 3 });
    });

    it('writes the whole as one name where it fits, also where the second pass wrote all of it', async () => {
      for (const [read, said] of [
        ['Ask Shiv on Oconquo about it.', 'ask shivawn okonkwo about it'],
        ['Ask Siobhán Okonkwo about it.', 'ask siobhan okonkwo about it'],
      ] as const) {
        const { text, words } = await mergeParts(read, said);
        expect(text).toBe('Ask Siobhán Okonkwo about it.');
        expect(words.map(({ name }) => name?.text).filter(Boolean)).toEqual(['Siobhán Okonkwo']);
      }
    });

    it('takes a name and its parts for one of the names that might be meant', async () => {
      const odds = async (list: readonly Name[]) => {
        const { decisions } = await mergeParts('Ask Shiv on Oconquo.', 'ask shivawn okonkwo', list);
        return decisions.find(({ text }) => text === whole.text)!.terms.names;
      };
      expect(await odds(names)).toBe(await odds(names.filter(({ partOf }) => partOf === undefined)));
    });
  });
});
