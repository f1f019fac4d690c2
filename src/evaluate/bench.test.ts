import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BestTimes } from './best-times';
import { madeUpNames } from './made-up-names';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('npm run bench', { timeout: 120_000 }, () => {
  it('prints what a second of audio costs, with names and without', async () => {
    const flags = ['--import', 'tsx', 'src/evaluate/bench.ts', '--runs', '1', '--model', 'e2e/models/tiny'];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: ROOT });
    for (const line of [
      's of speech, best of 1 runs',
      'pipeline, one WASM thread',
      'Moonshine-tiny encoder',
      'search with a language model, 10,000 names',
      '10,000 names:',
    ]) {
      expect(stdout).toContain(line);
    }
    expect(stdout).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('BestTimes', () => {
  it('keeps the least', () => {
    const best = new BestTimes();
    for (const ms of [3, 1, 2]) best.take('work', ms);
    expect(best.get('work')).toBe(1);
    expect(best.time('more', () => 7)).toBe(7);
    expect(() => best.get('nothing')).toThrow('Expected a time that was taken, got nothing');
  });
});

describe('madeUpNames', () => {
  it('are different, of two words, and the same each time', () => {
    const names = madeUpNames(2_000);
    expect(new Set(names).size).toBe(2_000);
    for (const name of names) expect(name).toMatch(/^[a-z]+ [a-z]+$/);
    expect(madeUpNames(10)).toEqual(names.slice(0, 10));
  });
});
