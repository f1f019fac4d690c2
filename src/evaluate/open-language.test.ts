import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { drawNgrams, packNgrams, readNgrams } from '../core/language-model/drawn-language';
import { Draw } from '../core/drawn-speech';
import { openLanguage } from './open-language';
import { searchSettings } from './search-settings';

it('opens the language model that is asked for, or none', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'language-'));
  const file = path.join(folder, 'tiny.bin');
  await writeFile(file, packNgrams(readNgrams(drawNgrams(new Draw(1), ['a', 'b']))));
  expect((await openLanguage(file))?.lexicon.word.filter((word) => word >= 0)).toHaveLength(2);
  expect((await openLanguage('on'))?.lexicon.word.filter((word) => word >= 0).length).toBeGreaterThan(40_000);
  expect(await openLanguage('off')).toBeUndefined();
});

it('says what cannot be opened', async () => {
  await expect(openLanguage('of')).rejects.toThrow('Expected on, off or a file after --lm, got "of"');
  await expect(openLanguage('README.md')).rejects.toThrow('README.md: TypeError: Expected a language model of format');
});

it('takes from the flags what the search is to do', () => {
  expect(searchSettings({})).toEqual({});
  expect(searchSettings({ beam: 8, 'lm-weight': 0.5, 'word-bonus': 1 })).toEqual({
    beamSize: 8,
    languageWeight: 0.5,
    wordBonus: 1,
  });
  expect(searchSettings({ techniques: 'trie' })).toEqual({ pull: 0, listedName: -1000 });
  expect(searchSettings({ techniques: 'trie,unigram' })).toEqual({ pull: 0 });
});
