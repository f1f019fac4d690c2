import { describe, expect, it } from 'vitest';
import { openUserList } from './user-list';

describe('openUserList', () => {
  it('has the names alone, unless their parts are asked for', async () => {
    const list = await openUserList({ boost: 2 });
    expect(list(['siobhan murphy'])).toEqual([{ text: 'siobhan murphy', boost: 2 }]);
  });

  it('gives a name that is a common word less than another, as the page does', async () => {
    const list = await openUserList({});
    const [will, okonkwo] = list(['will', 'okonkwo']);
    expect(will.boost).toBeLessThan(2);
    expect(okonkwo).toEqual({ text: 'okonkwo' });
  });

  it('has the safe parts of names of several words after them', async () => {
    const list = await openUserList({ parts: 'on' });
    const texts = ['siobhan murphy', 'okonkwo', 'mark murphy'];
    expect(list(texts).map(({ text, partOf }) => [text, partOf])).toEqual([
      ...texts.map((text) => [text, undefined]),
      ['murphy', 'mark murphy'],
      ['siobhan', 'siobhan murphy'],
    ]);
  });
});
