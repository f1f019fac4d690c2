import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from '../beam-search';
import { Draw, drawnVocabulary as vocabulary, speak } from '../drawn-speech';
import { logSoftmax, type Emissions, type ModelEmissions } from '../emissions';
import type { Word } from '../hypothesis';
import type { Name } from '../name';
import { compileNames } from '../name-trie';
import { PHONE_TOKENS, phonesOf, type Phones } from '../pronunciation/phones';
import { Pronouncer } from '../pronunciation/pronouncer';
import { readPronunciationFile } from '../pronunciation/pronunciation-file';
import { NameLookup } from './name-lookup';
import { UtteranceNames } from './utterance-names';

const pronouncer = new Pronouncer(
  readPronunciationFile(
    readFileSync(fileURLToPath(new URL('../../../models/pronunciations/pronunciations.bin', import.meta.url))),
  ),
);

/**
 * Subwords and phones of words, each given as it is written and as it is said: `hear('call:K AO L', ':AH')` writes one
 * word and says two. A model that is `sure` is more often right.
 */
function hear(words: readonly string[], seed = 1, sure = 6): ModelEmissions {
  const draw = new Draw(seed);
  const parts = words.map((word) => {
    const [written, said] = word.split(':');
    const phones = phonesOf(said);
    const subwords = written === '' ? silence(3 * phones.length) : unsure(speak(draw, written, vocabulary, 0));
    return { subwords, phones: sayPhones(phones, subwords.frames, draw, sure) };
  });
  return { ...joined(parts.map(({ subwords }) => subwords)), phones: joined(parts.map(({ phones }) => phones)) };
}

/** The same tokens are the likeliest, but not by much: as a model writes words that it does not know. */
function unsure({ logProbs, frames, vocabulary }: Emissions): Emissions {
  const flat = logProbs.map((logProb) => 0.55 * logProb);
  logSoftmax(flat, vocabulary);
  return { logProbs: flat, frames, vocabulary };
}

/** The phones evenly over the frames, blanks between them. */
function sayPhones(phones: Phones, frames: number, draw: Draw, sure: number): Emissions {
  const columns = PHONE_TOKENS.length;
  const logProbs = Float32Array.from({ length: frames * columns }, () => draw.normal());
  for (let frame = 0; frame < frames; frame++) logProbs[frame * columns] += sure;
  phones.forEach((phone, index) => {
    const row = Math.floor(((index + 0.5) / phones.length) * frames) * columns;
    logProbs[row] -= sure;
    logProbs[row + phone + 1] += sure;
  });
  logSoftmax(logProbs, columns);
  return { logProbs, frames, vocabulary: columns };
}

function silence(frames: number): Emissions {
  const logProbs = new Float32Array(frames * vocabulary.size).fill(-12);
  for (let frame = 0; frame < frames; frame++) logProbs[frame * vocabulary.size + vocabulary.blank] = 0;
  logSoftmax(logProbs, vocabulary.size);
  return { logProbs, frames, vocabulary: vocabulary.size };
}

function joined(parts: readonly Emissions[]): Emissions {
  const frames = parts.reduce((sum, part) => sum + part.frames, 0);
  const logProbs = new Float32Array(frames * parts[0].vocabulary);
  let at = 0;
  for (const part of parts) {
    logProbs.set(part.logProbs, at);
    at += part.logProbs.length;
  }
  return { logProbs, frames, vocabulary: parts[0].vocabulary };
}

const textOf = (words: readonly Word[]) => words.map(({ text }) => text).join(' ');

const techniques = { rescoring: true, lookup: true };

function decide(names: readonly (string | Name)[], emissions: ModelEmissions, used = techniques) {
  const list = names.map((name) => (typeof name === 'string' ? { text: name } : name));
  const search = new CtcBeamSearch(vocabulary);
  search.setNames(compileNames(list, vocabulary));
  search.decode(emissions);
  const decider = new UtteranceNames(vocabulary, pronouncer, used);
  decider.setNames(list);
  return decider.decide(
    emissions,
    search.nBest(8).map(({ words }) => words),
  );
}

const cove = ['call:K AO L', 'cove:K OW V', 'al:AA L', 'check:CH EH K', 'now:N AW'];
// "call kowalczyk now" as the model might spell it.
const kowalczyk = hear(cove);

describe('a name that is looked up by its sound', () => {
  it('takes the place of what was written, however many words that are', () => {
    const { words } = decide(['Kowalczyk'], kowalczyk);
    expect(textOf(words)).toBe('call Kowalczyk now');
    expect(words[1].name).toMatchObject({ index: 0, text: 'Kowalczyk', heardAs: 'sound', boost: 4.5 });
    const plain = decide(['Kowalczyk'], kowalczyk, { rescoring: false, lookup: false }).words;
    expect(words[1]).toMatchObject({ start: plain[1].start, end: plain[3].end });
  });

  it('is written where the user said how it sounds', () => {
    const siobhan = hear(['call:K AO L', 'she:SH IH', 'vorn:V AO N', 'now:N AW']);
    expect(textOf(decide([{ text: 'Siobhán', soundsLike: ['shivawn'] }], siobhan).words)).toBe('call Siobhán now');
    expect(textOf(decide([{ text: 'Siobhán', ipa: ['ʃɪˈvɔːn'] }], siobhan).words)).toBe('call Siobhán now');
  });

  it('is not written where something else was said', () => {
    const clear = hear(['call:K AO L', 'the:DH AH', 'other:AH DH ER', 'house:HH AW S', 'now:N AW']);
    expect(textOf(decide(['Kowalczyk', 'Siobhán', 'Ann'], clear).words)).toBe('call the other house now');
  });

  it('is found where nothing was written', () => {
    const swallowed = hear(['call:K AO L', ':K OW V AA L CH EH K', 'now:N AW']);
    expect(textOf(decide(['Kowalczyk'], swallowed).words)).toBe('call Kowalczyk now');
    expect(textOf(decide(['Kowalczyk'], hear([':K OW V AA L CH EH K'])).words)).toBe('Kowalczyk');
  });

  it('keeps a possessive', () => {
    const heard = hear(["onna's:AE N AH Z", 'house:HH AW S']);
    expect(textOf(decide(['Anna'], heard).words)).toBe("Anna's house");
  });

  it('follows the user’s spelling of a word that sounds the same', () => {
    const jon = hear(['call:K AO L', 'john:JH AA N', 'now:N AW']);
    expect(textOf(decide(['Jon'], jon).words)).toBe('call Jon now');
  });
});

describe('the decision', () => {
  it('does not depend on the order of the names', () => {
    const names = ['Kowalczyk', 'Kowalski', 'Cole', 'Al', 'Check', 'Koval', 'Jon', 'John', 'Alchek', 'Kowal Czyk'];
    for (let seed = 0; seed < 8; seed++) {
      const emissions = hear(cove, seed, 3 + (seed % 4));
      const shuffled = new Draw(seed).shuffled(names);
      const described = (list: readonly string[]) =>
        decide(list, emissions).decisions.map(({ name, logit, first, end, accepted }) => [
          list[name],
          logit,
          first,
          end,
          accepted,
        ]);
      expect(new Set(described(shuffled))).toEqual(new Set(described(names)));
      expect(textOf(decide(shuffled, emissions).words)).toBe(textOf(decide(names, emissions).words));
    }
  });

  it('leaves the words as they are without a list, and where there are no phones', () => {
    const search = new CtcBeamSearch(vocabulary);
    const { words } = search.decode(kowalczyk);
    const lookup = new NameLookup(vocabulary, pronouncer);
    lookup.setNames([]);
    expect(lookup.lookUp({ emissions: kowalczyk, words, heard: [], bySound: true }).words).toBe(words);
    const { phones: _, ...subwords } = kowalczyk;
    expect(textOf(decide(['Kowalczyk'], subwords).words)).toBe(textOf(words));
  });

  it('passes over names that are off or negative, and keeps negative ones from being written', () => {
    expect(textOf(decide([{ text: 'Kowalczyk', enabled: false }], kowalczyk).words)).toBe('call cove al check now');
    expect(textOf(decide([{ text: 'Kowalczyk', negative: true }], kowalczyk).words)).toBe('call cove al check now');
  });

  it('follows the boost', () => {
    const loudly = (boost: number) => decide([{ text: 'Kowalczyk', boost }], kowalczyk).decisions[0].logit;
    expect(loudly(10) - loudly(0)).toBeCloseTo(10, 9);
  });

  it('leaves nothing overlapping and every other word in place, whatever is heard', () => {
    for (let seed = 0; seed < 30; seed++) {
      const draw = new Draw(seed);
      const said = () => Array.from({ length: 1 + draw.below(5) }, () => draw.pick(PHONE_TOKENS.slice(1))).join(' ');
      const written = draw.shuffled('she said that the house was in new york and he'.split(' '));
      const words = ['', ...written.slice(0, 5)].map((word) => `${word}:${said()}`);
      const emissions = hear(words, seed, 1 + draw.below(6));
      const names = ['Ann', 'Anna', 'New York', 'York City', 'Hess', 'Said', 'Inn', 'Xu', "O'Hare"].map((text) => ({
        text,
        boost: draw.below(11),
      }));
      const { words: decided, decisions } = decide(names, emissions);
      const taken = decisions.filter(({ accepted }) => accepted).toSorted((a, b) => a.first - b.first || a.end - b.end);
      taken.forEach((decision, index) => {
        expect(decision.logit).toBeGreaterThan(0);
        if (index > 0) expect(decision.first).toBeGreaterThanOrEqual(taken[index - 1].end);
      });
      decided.forEach((word, index) => {
        expect(word.end).toBeGreaterThanOrEqual(word.start);
        if (index > 0) expect(word.start).toBeGreaterThanOrEqual(decided[index - 1].start);
      });
      expect(decided.filter(({ name }) => name !== undefined)).toHaveLength(taken.length);
    }
  });
});
