import llamaTokenizer from 'llama-tokenizer-js';
import { describe, expect, it } from 'vitest';
import { Pieces } from './pieces';
import { decodeUtf8, encodeUtf8 } from './utf8';

const pieces = new Pieces(llamaTokenizer.vocabById.slice(259).join('\n'));

/** A repeatable stream of integers below `size`. */
function draw(seed: number): (size: number) => number {
  let state = seed;
  return (size) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * size);
  };
}

const oracle = (text: string) => llamaTokenizer.encode(text, false);

const words = [
  'the',
  'Namesake',
  'grabbed',
  "don't",
  'Siobhan',
  "O'Brien",
  'naïve',
  'Zürich',
  '1,234',
  'e-mail',
  'aaa',
];
const odd = [
  '',
  ' ',
  '  ',
  '\n',
  '\t',
  '▁',
  '<s>',
  '</s>',
  '<unk>',
  '<0x0A>',
  '👩‍👩‍👧',
  '\u0000',
  '漢字',
  'ﬁ',
  '\u00e9',
  'e\u0301',
];
const strange = [
  '镇',
  '𝔘',
  '\ud800',
  'ᚠ',
  '\u2028',
  '¿',
  'ß',
  'İ',
  '—',
  '…',
  '   ',
  'ааа',
  'аa',
  '.....',
  '========',
  '\r\n',
];

describe('encoding', () => {
  it('agrees with the reference tokenizer on odd texts, alone and joined', () => {
    const texts = [...words, ...odd, ...strange];
    for (const first of texts) {
      for (const second of texts) {
        expect.soft(pieces.encode(first + second), JSON.stringify(first + second)).toEqual(oracle(first + second));
      }
    }
  });

  it('agrees with it on thousands of drawn sentences', () => {
    const below = draw(1);
    const vocabulary = llamaTokenizer.vocabById;
    for (let round = 0; round < 3000; round++) {
      const parts = Array.from({ length: 1 + below(12) }, () => {
        if (below(3) > 0) return ` ${words[below(words.length)]}`;
        return vocabulary[259 + below(vocabulary.length - 259)].replaceAll('▁', ' ');
      });
      const sentence = parts.join('');
      expect(pieces.encode(sentence), JSON.stringify(sentence)).toEqual(oracle(sentence));
    }
  });

  it('agrees with it on drawn letters, which merge in many ways', () => {
    const below = draw(2);
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + below(20) }, () => 'aeinrst =.'[below(10)]).join('');
      expect(pieces.encode(text), JSON.stringify(text)).toEqual(oracle(text));
    }
  });

  it('is undone by writing', () => {
    for (const text of ['He said: "No, 12 of Zoë’s!"', ' two  spaces ', '镇 and ᚠ', '']) {
      expect(pieces.text(pieces.encode(text))).toBe(text);
    }
  });
});

describe('writing', () => {
  it('agrees with the reference tokenizer on any tokens', () => {
    const below = draw(3);
    for (let round = 0; round < 3000; round++) {
      const tokens = Array.from({ length: 1 + below(10) }, () => (below(2) ? 3 + below(256) : 3 + below(31997)));
      expect(pieces.text(tokens), String(tokens)).toBe(llamaTokenizer.decode(tokens, false));
    }
  });

  it('leaves out start, end, unknown and what is beyond the pieces', () => {
    expect(pieces.text([1, ...pieces.encode('one two'), 0, 2, 32000, 32767])).toBe('one two');
  });
});

describe('sums by word', () => {
  const below = draw(5);
  const parts = ['No,', '"12', 'Zoë’s', 'ᚠ镇', 'unbelievably', 'a', '—', '😀!'];

  it('have a value for each word of the text, and lose no token', () => {
    for (let round = 0; round < 300; round++) {
      const words = Array.from({ length: 1 + below(8) }, () => parts[below(parts.length)]);
      const tokens = pieces.encode(words.join([' ', '  '][below(2)]));
      const sums = pieces.sumByWord(tokens, Array<number>(tokens.length).fill(1));
      expect(sums, words.join(' ')).toHaveLength(words.length);
      expect(sums.reduce((sum, value) => sum + value)).toBe(tokens.length);
    }
  });

  it('are those of the words alone', () => {
    const alone = ['Call', 'Kowalczyk', 'now.'].map((word) => pieces.encode(word).length);
    const tokens = pieces.encode('Call Kowalczyk now.');
    expect(pieces.sumByWord(tokens, Array<number>(tokens.length).fill(1))).toEqual(alone);
    expect(pieces.sumByWord([], [])).toEqual([]);
  });
});

describe('UTF-8', () => {
  it('is that of the platform, for any text and any bytes', () => {
    const below = draw(4);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const edges = [
      0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
    ];
    for (let round = 0; round < 20_000; round++) {
      const bytes = Array.from({ length: 1 + below(6) }, () => (below(2) ? edges[below(edges.length)] : below(256)));
      const text = decodeUtf8(bytes);
      expect(text, String(bytes)).toBe(decoder.decode(Uint8Array.from(bytes)));
      const units = Array.from({ length: 4 }, () => [below(0x10000), 0xd800 + below(0x800)][below(2)]);
      const string = String.fromCharCode(...units);
      expect(encodeUtf8(string)).toEqual([...new TextEncoder().encode(string)]);
    }
  });
});

it('a table with a piece twice is refused', () => {
  expect(() => new Pieces('▁\na\na')).toThrow('Expected distinct pieces');
});
