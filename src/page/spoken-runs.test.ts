import { describe, expect, it } from 'vitest';
import { runsOf, type RunWord } from './spoken-runs';

/** Words drawn as `call Ann/1 Lee/1`, where `/1` is the occurrence of a name; no space before a sign alone. */
const words = (drawn: string): RunWord[] =>
  drawn
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [text = '', occurrence] = word.split('/');
      return {
        text,
        spaceBefore: /[\p{L}\p{N}]/u.test(text),
        ...(occurrence !== undefined && { name: { text: `N${occurrence}`, occurrence: Number(occurrence), boost: 4 } }),
      };
    });

const draw = (drawn: string) =>
  runsOf(words(drawn))
    .map(({ text, name }) => (name === undefined ? text : `[${text}]`))
    .join('|');

describe('the stretches of an utterance', () => {
  it('call a part by the name that it is a part of', () => {
    const [ann] = words('Ann/1');
    const part = { ...ann, name: { ...ann.name!, text: 'Ann', partOf: 'Ann Lee' } };
    expect(runsOf([part])).toEqual([{ text: 'Ann', name: 'Ann Lee' }]);
  });

  it('keep the words of one name together and apart from others', () => {
    expect(draw('please call Ann/1 Lee/1 now')).toBe('please call |[Ann Lee]| now');
    expect(draw('Ann/1 Ben/2')).toBe('[Ann]| |[Ben]');
    expect(draw('Ann/1 and Ann/2')).toBe('[Ann]| and |[Ann]');
    expect(draw('just words')).toBe('just words');
    expect(draw('Ann/1 , and Ben/2 .')).toBe('[Ann]|, and |[Ben]|.');
    expect(draw('( Ann/1')).toBe('( |[Ann]');
    expect(draw('')).toBe('');
  });

  it('give the words back when they are joined, whatever is a name', () => {
    const drawings = ['a b c', 'a/1 b c/2', 'a/1 b/1 c/2 d/3', 'a b/1 c', 'a/1'];
    for (const drawn of drawings) {
      const joined = runsOf(words(drawn))
        .map((run) => run.text)
        .join('');
      expect(joined).toBe(drawn.replaceAll(/\/\d/g, ''));
    }
  });
});
