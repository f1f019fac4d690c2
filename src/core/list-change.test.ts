import { describe, expect, it } from 'vitest';
import { Draw } from './drawn-speech';
import { changedList, changeOf } from './list-change';

interface Entry {
  readonly text: string;
}

describe('a change of a list', () => {
  it('makes the new list of the old one, whatever was edited', () => {
    const draw = new Draw(3);
    let here: readonly Entry[] = [];
    let there: readonly Entry[] = [];
    for (let edit = 0; edit < 200; edit++) {
      const kept = here.filter(() => draw.uniform() < 0.8);
      const after = Array.from({ length: draw.below(4) }, (_, i) => ({ text: `${edit} ${i}` })).concat(kept);
      if (draw.uniform() < 0.2) after.reverse();
      if (after.length > 0 && draw.uniform() < 0.2) after.push(after[0]);
      there = changedList(there, structuredClone(changeOf(here, after)));
      here = after;
      expect(there).toEqual(here);
    }
  });

  it('sends only what is new', () => {
    const list = Array.from({ length: 100 }, (_, i) => ({ text: `name ${i}` }));
    const added = { text: 'another' };
    expect(changeOf(list, list.toSpliced(50, 1, added)).fresh).toEqual([added]);
    expect(changeOf(list, list.toReversed()).fresh).toEqual([]);
  });

  it('is refused by a list that it is not of', () => {
    const list = [{ text: 'a' }, { text: 'b' }];
    expect(() => changedList([], changeOf(list, list))).toThrow('Expected a list of more than 0 entries, got 0');
  });
});
