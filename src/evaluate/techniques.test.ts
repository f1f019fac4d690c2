import { expect, it } from 'vitest';
import { readTechniques, TECHNIQUES } from './techniques';

it('reads none, all, or some of the techniques', () => {
  expect([...readTechniques('none')]).toEqual([]);
  expect([...readTechniques('all')]).toEqual(TECHNIQUES);
  expect([...readTechniques('lookup,trie')]).toEqual(['lookup', 'trie']);
});

it('says what is unknown, or nothing by itself', () => {
  expect(() => readTechniques('tree')).toThrow(
    'Expected none, all or some of trie,adaptive,unigram,g2g,rescoring,lookup after --techniques, got tree',
  );
  expect(() => readTechniques('rescoring,lookup')).toThrow('Expected trie among the --techniques with rescoring');
});
