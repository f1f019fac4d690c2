import { describe, expect, it } from 'vitest';
import { draw, letters } from '../fake-acoustic-model';
import type { Name } from '../name';
import { RenewedSearch } from './renewed-search';

const clock = { originMs: 1000, frameMs: 24 };

/** Three letters are as likely as others. */
const utterance = { emissions: draw('_.c.a.l.l..._.a.n.a...', 0.6), clock };

describe('RenewedSearch', () => {
  it('writes a name of its list where it was said, at its time', () => {
    const [{ text, words }] = new RenewedSearch(letters, [{ text: 'Anna', soundsLike: ['ana'] }]).read(utterance);
    expect(text).toBe('call Anna');
    expect(words[1]).toMatchObject({ name: { text: 'Anna' }, startMs: 1000 + 12 * 24 });
  });

  it('writes a name as the model may write it by its sound, unless the user says that it means something else', () => {
    const variants = () => [{ text: '▁ana', logProb: -1 }];
    const textWith = (name: Name) => new RenewedSearch(letters, [name], variants).read(utterance)[0].text;
    expect(textWith({ text: 'Hannah' })).toBe('call Hannah');
    expect(textWith({ text: 'Hannah', notAs: ['ana'] })).toBe('call ana');
  });

  it('reads one utterance after the other, each by itself', () => {
    const search = new RenewedSearch(letters, [{ text: 'Ben' }]);
    const first = search.read(utterance);
    search.read({ emissions: draw('_.b.e.n'), clock });
    expect(search.read(utterance)).toEqual(first);
    expect(first[0].text).toBe('call ana');
  });
});
