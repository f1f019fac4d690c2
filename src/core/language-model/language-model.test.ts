import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { shippedLanguage } from '../shipped-model';
import { costByDefinition, drawNgrams, languageOf, packNgrams, readNgrams } from './drawn-language';
import { readLanguageFile } from './language-file';
import { UNKNOWN, type LanguageModel } from './language-model';
import { LEXICON_ROOT, OUTSIDE, stepLexicon } from './lexicon';

const words = ['a', 'ab', 'abc', 'b', 'ba', "c'a"];

const nodeOf = ({ lexicon }: LanguageModel, letters: string) =>
  Array.from(letters).reduce((node, letter) => stepLexicon(lexicon, node, letter.charCodeAt(0)), LEXICON_ROOT);

const idOf = (model: LanguageModel, word: string) => {
  const node = nodeOf(model, word);
  return node === OUTSIDE || model.lexicon.word[node] < 0 ? UNKNOWN : model.lexicon.word[node];
};

/** The costs of the words of `text`, one after the other. */
const costsOf = (model: LanguageModel, text: string) => {
  let state = model.start;
  return text.split(' ').map((word) => {
    const cost = model.cost(state, idOf(model, word));
    state = model.next(state, idOf(model, word));
    return cost;
  });
};

describe('a language model', () => {
  it('says of any words what the definition of a back-off model says', () => {
    for (let seed = 0; seed < 40; seed++) {
      const draw = new Draw(seed);
      const text = drawNgrams(draw, words);
      const said = Array.from({ length: 60 }, () => draw.pick([...words, 'zzz', 'a zzz']));
      const history = ['<s>'];
      const defined = said
        .join(' ')
        .split(' ')
        .map((word) => {
          const cost = costByDefinition(readNgrams(text), history, word);
          history.push(word);
          return cost;
        });
      expect(costsOf(languageOf(text), said.join(' '))).toEqual(defined);
    }
  });

  it('knows nothing of what was before in the empty state', () => {
    const model = languageOf('9 <s>\n50 <unk>\n40 a 3\n7 a a');
    expect([model.cost(model.empty, 2), model.cost(2, 2), model.cost(2, UNKNOWN)]).toEqual([40, 7, 53]);
  });

  it('has one state for all that goes on alike', () => {
    const model = languageOf('9 <s>\n50 <unk>\n40 a 3\n30 b\n7 a a\n8 a b');
    expect(model.next(model.start, 3)).toBe(model.empty); // nothing follows b
    expect(model.next(2, 2)).toBe(model.next(model.empty, 2)); // nothing follows "a a" but what follows a
  });

  it('knows of each beginning of a word the likeliest word', () => {
    for (let seed = 0; seed < 10; seed++) {
      const text = drawNgrams(new Draw(seed), words);
      const model = languageOf(text);
      for (const begun of ['', 'a', 'ab', 'abc', 'b', "c'"]) {
        const costs = words.filter((word) => word.startsWith(begun)).map((word) => readNgrams(text).get(word)!.cost);
        expect(model.lexicon.leastCost[nodeOf(model, begun)]).toBe(Math.min(...costs));
      }
      expect(nodeOf(model, 'ac')).toBe(OUTSIDE);
      expect(nodeOf(model, 'abcd')).toBe(OUTSIDE);
    }
  });

  it('is refused when it is cut short, of another format or of another order', () => {
    const file = packNgrams(readNgrams(drawNgrams(new Draw(1), words)));
    const header = new TextDecoder().decode(file.subarray(0, file.indexOf(10)));
    const withHeader = (text: string) =>
      Uint8Array.from([...new TextEncoder().encode(`${text}\n`), ...file.subarray(file.indexOf(10) + 1)]);
    expect(() => readLanguageFile(file.subarray(0, -1))).toThrow(
      `Expected ${file.length} bytes of a language model, got ${file.length - 1}`,
    );
    expect(() => readLanguageFile(new Uint8Array(8))).toThrow(
      'of a language model of format namesake-language/1'.slice(3),
    );
    expect(() => readLanguageFile(withHeader(header.replace('"order":3', '"order":4')))).toThrow('of order 3, got 4');
    expect(() => readLanguageFile(withHeader(header.replace('"words":6', '"words":7')))).toThrow('Expected 9 n-grams');
  });
});

describe('the language model that ships', () => {
  const folder = new URL(`../../../models/${shippedLanguage}/`, import.meta.url);
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as {
    golden: { text: string; costs: number[] }[];
  };
  const model = readLanguageFile(readFileSync(new URL('language.bin', folder)));

  it.each(manifest.golden)('says of “$text” what the recipe said', ({ text, costs }) => {
    expect(costsOf(model, text)).toEqual(costs);
  });

  it('is a distribution: what may follow never adds up to more than one, but for its rounding', () => {
    const ids = Array.from(model.lexicon.word).filter((word) => word >= 0);
    for (const said of ['the', 'at the end of', 'i do not', 'zzz']) {
      let state = model.start;
      for (const word of said.split(' ')) state = model.next(state, idOf(model, word));
      const sum = [UNKNOWN, ...ids].reduce((sum, id) => sum + Math.exp(-model.cost(state, id) / model.costsPerNat), 0);
      expect(sum).toBeGreaterThan(0.8); // the rest is the end of the sentence
      expect(sum).toBeLessThan(1.03);
    }
  });
});
