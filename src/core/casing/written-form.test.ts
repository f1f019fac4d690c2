import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { SPOKEN_SIGNS, spokenSignAt } from './spoken-signs';
import { textBefore, textOfPieces, writtenPieces, type DictatedWord, type Writing } from './written-form';

/** `[Anna]` is a name of the list, `[Anna],` one with a sign behind it. */
const words = (said: string, hasCase: boolean): DictatedWord[] =>
  said
    .split(/ (?![^[]*\])/)
    .filter(Boolean)
    .map((word) => {
      const name = /\[(.*)\]/.exec(word)?.[1];
      return name === undefined
        ? { text: word, hasCase }
        : { text: word.replaceAll(/[[\]]/g, ''), name: { text: name } };
    });

const writing: Writing = { beginsSentence: true, signs: true };

/** The first pass's words. */
const write = (said: string, change: Partial<Writing> = {}) =>
  textOfPieces(writtenPieces(words(said, false), { ...writing, ...change }));

/** The second pass's. */
const revise = (read: string, change: Partial<Writing> = {}) =>
  textOfPieces(writtenPieces(words(read, true), { ...writing, ...change }));

const someWords = ['i', 'went', '[McKay]', 'home', 'a', "i'm", 'The', 'Rome.', 'well,', 'a.m.'];
const someSigns = SPOKEN_SIGNS.map(({ said }) => said);

/** Phrases of words and signs, of either pass. */
function draw(seed: number, phrases: readonly string[]): { words: DictatedWord[]; signs: number } {
  const draw = new Draw(seed);
  const said = Array.from({ length: 20 }, () => draw.pick(phrases));
  return { words: words(said.join(' '), seed % 2 === 0), signs: said.filter((one) => someSigns.includes(one)).length };
}

describe('dictated words', () => {
  it.each([
    ['i think so and i am sure', 'I think so and I am sure'],
    ["then i'd say i've seen it ill", "Then I'd say I've seen it ill"],
    ["'tis late", "'Tis late"],
    ['well comma i am here full stop are you question mark', 'Well, I am here. Are you?'],
    ['dear [Anna] comma new line how are you', 'Dear Anna,\nHow are you'],
    ['first new paragraph second', 'First\n\nSecond'],
    ['he said colon open quote no exclamation mark close quote and left', 'He said: “no!” And left'],
    ['one open brackets or two close brackets semi colon three', 'One (or two); three'],
    ['full stop', '.'],
    ['wait coma i am coming', 'Wait, I am coming'],
    ['really question mark exclamation mark', 'Really?!'],
    ['', ''],
  ])('“%s” are written “%s”', (said, written) => {
    expect(write(said)).toBe(written);
  });

  it('are no signs after a determiner', () => {
    expect(write('our new line and your brand new line')).toBe('Our new line and your brand new line');
    expect(write('the bus came to a full stop and i put a question mark after the comma')).toBe(
      'The bus came to a full stop and I put a question mark after the comma',
    );
  });

  it('keep a sign’s words after “literal”, which is a word itself before others', () => {
    expect(write('write literal comma and literal full stop in a literal sense')).toBe(
      'Write comma and full stop in a literal sense',
    );
    expect(write('this is literal')).toBe('This is literal');
    expect(revise('Write literal, comma, and literal full stop.')).toBe('Write comma, and full stop.');
  });

  it('keep names as they are, whatever they say and wherever they stand', () => {
    expect(write('[iPhone] or [Comma] or new [line] or literal [comma] full stop [eBay] it is')).toBe(
      'iPhone or Comma or new line or literal comma. eBay it is',
    );
    expect(revise('Ask [Anna], comma, [Yahoo!] comma, or [Sammy Davis Jr.] Full stop')).toBe(
      'Ask Anna, Yahoo!, or Sammy Davis Jr.',
    );
  });

  it('go on after what is there', () => {
    expect(write('and i', { beginsSentence: false })).toBe('and I');
    expect(revise('And I', { beginsSentence: false })).toBe('and I');
    expect(revise('Paris is far.', { beginsSentence: false })).toBe('Paris is far.');
    expect(revise('paris is far.')).toBe('Paris is far.');
  });

  it('stay words where signs are not wanted', () => {
    expect(write('well comma i am here', { signs: false })).toBe('Well comma I am here');
    expect(revise('Well, comma. Here', { signs: false })).toBe('Well, comma. Here');
  });
});

describe('words of the second pass', () => {
  // As Moonshine-tiny writes them, of synthetic voices.
  it.each([
    ['Hello comma, how are you full stop?', 'Hello, how are you.'],
    ['Hello, Comma, how are you, full-stop.', 'Hello, how are you.'],
    ['Hello. Comma. How are you? Full stop.', 'Hello, how are you.'],
    ['Dear Anna comma, new line, thank you for your letter Fullstop.', 'Dear Anna,\nThank you for your letter.'],
    ['Do you want to come question mark new paragraph, hope so, exclamation mark.', 'Do you want to come?\n\nHope so!'],
    ['He said open quote no close quote, and left full stop.', 'He said “no” and left.'],
    ['We need three things: colon milk comma bread comma and honey', 'We need three things: milk, bread, and honey'],
    ['One open bracket, or two close brackets, three', 'One (or two) three'],
    ['At 9 a.m. comma Peter. Full stop.', 'At 9 a.m., Peter.'],
    ['The bus came to a full stop.', 'The bus came to a full stop.'],
    ['Half full. Stop here. Mr. smith', 'Half full. Stop here. Mr. smith'],
  ])('“%s” are written “%s”', (read, written) => {
    expect(revise(read)).toBe(written);
  });

  it('lose their last sign to one that the next utterance begins with', () => {
    const comma = spokenSignAt(['comma'], 0)!.sign;
    expect(revise('Hello.', { beforeSign: comma })).toBe('Hello');
    expect(revise('Hello full stop.', { beforeSign: comma })).toBe('Hello.');
  });
});

describe('pieces', () => {
  it('stand for all words, each for its own, in order', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { words } = draw(seed, [...someWords, ...someSigns, 'literal', 'full', 'new']);
      const pieces = writtenPieces(words, writing);
      expect(pieces.map(({ first }) => first)).toEqual([0, ...pieces.slice(0, -1).map(({ end }) => end)]);
      expect(pieces.at(-1)!.end).toBe(words.length);
    }
  });

  it('keep every word and every sign that was said', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { words, signs } = draw(seed, [...someWords.filter((word) => !/^(a|The)$/.test(word)), ...someSigns]);
      const pieces = writtenPieces(words, writing);
      expect(pieces.filter(({ sign }) => sign !== undefined)).toHaveLength(signs);
      for (const { text, first, sign } of pieces) {
        if (sign !== undefined) continue;
        const core = (text: string) => text.toLowerCase().replaceAll(/^\P{L}+|\P{L}+$/gu, '');
        expect(core(text)).toBe(core(words[first].text));
      }
    }
  });

  it('are the same for the words that were there when more are said, but for the last one', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { words } = draw(seed, [...someWords, ...someSigns, 'literal']);
      const whole = writtenPieces(words, writing);
      for (let said = 0; said < words.length; said++) {
        const part = writtenPieces(words.slice(0, said), writing).slice(0, -1);
        expect(whole.slice(0, Math.max(0, part.length - 1))).toEqual(part.slice(0, -1));
      }
    }
  });

  it('never leave two stops of which one was not said', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { words } = draw(seed, ['Rome.', 'well,', 'why?', 'comma.', 'full stop,']);
      const pieces = writtenPieces(words, writing);
      for (const [index, { sign }] of pieces.entries()) {
        if (sign !== undefined && index > 0 && pieces[index - 1].sign === undefined) {
          expect(pieces[index - 1].text).toMatch(/\p{L}$/u);
        }
      }
    }
  });
});

describe('the text before', () => {
  it.each([
    ['', true, false],
    ['Hello.', true, true],
    ['He said: “no!” ', true, false],
    ['Dear Anna,\n', true, false],
    ['Hello', false, true],
    ['Hello, ', false, false],
    ['one (', false, false],
  ])('“%s” tells whether a sentence begins and whether a space is needed', (text, beginsSentence, needsSpace) => {
    expect(textBefore(text)).toEqual({ beginsSentence, needsSpace });
  });
});
