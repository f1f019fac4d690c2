import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { NOTHING_WRITTEN, writtenForm, type DictatedWord, type WrittenState } from './written-form';

/** `[Anna]` is a name of the list. */
const dictated = (said: string): DictatedWord[] =>
  said
    .split(/ (?![^[]*\])/)
    .filter(Boolean)
    .map((word) => (word.startsWith('[') ? { text: word.slice(1, -1), isName: true } : { text: word }));

const write = (said: string, before?: WrittenState) => writtenForm(dictated(said), before).text;

describe('dictated words', () => {
  it.each([
    ['i think so and i am sure', 'I think so and I am sure'],
    ["then i'd say i've seen it ill", "Then I'd say I've seen it ill"],
    ["'tis late", "'Tis late"],
    ['well comma i am here full stop are you question mark', 'Well, I am here. Are you?'],
    ['dear [Anna] comma new line how are you', 'Dear Anna,\nHow are you'],
    ['first new paragraph second', 'First\n\nSecond'],
    ['he said colon open quote no exclamation mark close quote and left', 'He said: “no!” And left'],
    ['one open bracket or two close bracket semicolon three', 'One (or two); three'],
    ['full stop', '.'],
    ['a stop in full view of the comma', 'A stop in full view of the,'],
    ['', ''],
  ])('“%s” are written “%s”', (said, written) => {
    expect(write(said)).toBe(written);
  });

  it('keep a sign’s words after “literal”, which is a word itself before others', () => {
    expect(write('the literal comma is a literal full stop in a literal sense')).toBe(
      'The comma is a full stop in a literal sense',
    );
    expect(write('this is literal')).toBe('This is literal');
  });

  it('keep names as they are, whatever they say and wherever they stand', () => {
    expect(write('[iPhone] or [Comma] or new [line] or literal [comma] full stop [eBay] it is')).toBe(
      'iPhone or Comma or new line or literal comma. eBay it is',
    );
  });

  it('are written in parts as they are as a whole, cut where no sign is cut', () => {
    for (let seed = 0; seed < 40; seed++) {
      const draw = new Draw(seed);
      const phrases = ['i', 'went', '[McKay]', 'comma', 'full stop', 'new line', 'open quote', 'close quote', 'home'];
      const said = Array.from({ length: 20 }, () => draw.pick(phrases));
      const cut = draw.below(said.length);
      const first = writtenForm(dictated(said.slice(0, cut).join(' ')));
      const second = writtenForm(dictated(said.slice(cut).join(' ')), first.after);
      expect(first.text + second.text).toBe(write(said.join(' ')));
    }
  });

  it('go on after what is there', () => {
    expect(write('and i', { beginsSentence: false, needsSpace: true })).toBe(' and I');
    expect(writtenForm([], NOTHING_WRITTEN)).toEqual({ text: '', after: NOTHING_WRITTEN });
  });
});
