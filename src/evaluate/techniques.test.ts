import { expect, it } from 'vitest';
import { TECHNIQUES, techniquesOf } from './techniques';

it('uses none, all, or some of the techniques', () => {
  expect([...techniquesOf({ techniques: 'none' })]).toEqual([]);
  expect([...techniquesOf({})]).toEqual(TECHNIQUES);
  expect([...techniquesOf({ techniques: 'lookup,trie', final: 'unread' })]).toEqual(['lookup', 'trie']);
  expect([...techniquesOf({ final: 'off' })]).toEqual(['trie', 'adaptive', 'unigram', 'g2g']);
});

it('says what is unknown, or nothing by itself', () => {
  expect(() => techniquesOf({ techniques: 'tree' })).toThrow(
    'Expected none, all or some of trie,adaptive,unigram,g2g,rescoring,lookup after --techniques, got tree',
  );
  expect(() => techniquesOf({ techniques: 'rescoring,lookup' })).toThrow('Expected trie among the --techniques with');
  expect(() => techniquesOf({ techniques: 'trie,lookup', final: 'off' })).toThrow(
    'Expected --final on, both or unread with lookup, which works at the end of an utterance',
  );
});
