import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActiveNames } from './active-names';
import type { Stream } from './manifest';
import { seededRandom, shuffledIndices } from '../core/seeded-random';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'names-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, text: string) => {
  const at = path.join(folder, name);
  await writeFile(at, text);
  return at;
};
const stream = (id: string, text: string, names: string[] = []): Stream => ({
  id,
  clips: [{ id, audioFile: '', seconds: 1, text, speaker: undefined, names }],
});
const none = { names: 'none', distractors: undefined, count: 0, seed: 1, lists: undefined };

describe('ActiveNames', () => {
  it("is empty, an utterance's own names, or those of a file", async () => {
    const utterance = stream('a', 'ann met bob', ['Ann', 'Bob']);
    expect((await ActiveNames.read(none)).of(utterance)).toEqual([]);
    expect((await ActiveNames.read({ ...none, names: 'manifest' })).of(utterance)).toEqual(['Ann', 'Bob']);
    const names = await file('names.txt', 'Carl\r\n\nDora Lee\nCARL\n');
    expect((await ActiveNames.read({ ...none, names })).of(utterance)).toEqual(['Carl', 'Dora Lee']);
  });

  it('adds the list of the utterance', async () => {
    const lists = await file('lists.jsonl', '{"id": "a", "list": ["bob", "eve"]}\n');
    const active = await ActiveNames.read({ ...none, names: 'manifest', lists });
    expect(active.of(stream('a', 'bob', ['Bob']))).toEqual(['Bob', 'eve']);
    expect(() => active.of(stream('b', ''))).toThrow('got none for b');
  });

  it('draws as many distractors as asked, none of them said or listed', async () => {
    const pool = ['ann', 'ann lee', 'bob', 'carl', 'dora', 'eve', 'fay', 'van dyke', 'Ann'];
    const distractors = await file('pool.txt', pool.join('\n'));
    const active = await ActiveNames.read({ ...none, names: 'manifest', distractors, count: 4 });
    const utterance = stream('a', 'ann met bob at the van dyke', ['Bob']);
    const names = active.of(utterance);
    expect(names[0]).toBe('Bob');
    expect(names.slice(1).toSorted()).toHaveLength(4);
    expect(new Set(names).size).toBe(5);
    for (const name of names.slice(1)) expect(['ann lee', 'carl', 'dora', 'eve', 'fay']).toContain(name);
  });

  it('draws the same for the same seed, whatever else is evaluated, and differently for another', async () => {
    const distractors = await file('many.txt', Array.from({ length: 500 }, (_, index) => `name ${index}`).join('\n'));
    const draw = async (seed: number, ids: string[]) => {
      const active = await ActiveNames.read({ ...none, distractors, count: 20, seed });
      return ids.map((id) => active.of(stream(id, 'hello')).join('|')).at(-1);
    };
    expect(await draw(1, ['x', 'a'])).toBe(await draw(1, ['a']));
    expect(await draw(1, ['a'])).not.toBe(await draw(2, ['a']));
    expect(await draw(1, ['a'])).not.toBe(await draw(1, ['b']));
  });

  it('refuses to draw more than there are', async () => {
    const distractors = await file('few.txt', 'ann\nbob\n');
    await expect(ActiveNames.read({ ...none, distractors, count: 3 })).rejects.toThrow('Expected --count of at most 2');
    const active = await ActiveNames.read({ ...none, distractors, count: 2 });
    expect(active.of(stream('a', ''))).toHaveLength(2);
    expect(() => active.of(stream('a', 'ann'))).toThrow('Expected 2 distractors for a, got 1');
  });

  it('says what is wrong with a file', async () => {
    const empty = await file('empty.txt', '\n');
    await expect(ActiveNames.read({ ...none, names: empty })).rejects.toThrow('Expected names in');
    const lists = await file('bad.jsonl', '{"id": "a", "list": "bob"}');
    await expect(ActiveNames.read({ ...none, lists })).rejects.toThrow('expected a list of names as "list", got "bob"');
    await expect(ActiveNames.read({ ...none, names: 'nowhere.txt' })).rejects.toThrow('there is no such file');
  });
});

describe('shuffledIndices', () => {
  it('gives each index once', () => {
    expect([...shuffledIndices(100, seededRandom(1, ''))].toSorted((a, b) => a - b)).toEqual([...Array(100).keys()]);
  });

  it('puts each index first about equally often', () => {
    const firsts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 5_000; seed++) firsts[[...shuffledIndices(5, seededRandom(seed, 'key'))][0]]++;
    for (const count of firsts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});
