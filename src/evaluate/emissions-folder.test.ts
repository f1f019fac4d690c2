import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PHONE_TOKENS } from '../core/pronunciation/phones';
import { EmissionsFolder } from './emissions-folder';
import { encodeNpy } from './npy';
import { UsageError } from './usage-error';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emissions-'));
});
afterEach(() => rm(folder, { recursive: true }));

const header = { pieces: ['<blank>', '▁', 'a'], blank: 0, frameMs: 24, prior: [-0.5, -1.5, -1.75] };
const emissions = { logProbs: Float32Array.of(-1, -2, -3, -4, -5, -6), frames: 2, vocabulary: 3 };

describe('EmissionsFolder', () => {
  it('gives back what was written', async () => {
    const at = path.join(folder, 'new');
    await (await EmissionsFolder.create(at, header)).write('a-1', emissions);
    expect((await readdir(at)).toSorted()).toEqual(['a-1.npy', 'vocabulary.json']);
    const opened = await EmissionsFolder.open(at);
    expect(opened.header).toEqual(header);
    expect(await opened.read('a-1')).toEqual(emissions);
  });

  it('keeps the phones beside them', async () => {
    const heard = { ...emissions, phones: { logProbs: new Float32Array(80).fill(-3.7), frames: 2, vocabulary: 40 } };
    await (await EmissionsFolder.create(folder, { ...header, phones: PHONE_TOKENS })).write('a', heard);
    expect((await readdir(folder)).toSorted()).toEqual(['a.npy', 'a.phones.npy', 'vocabulary.json']);
    const opened = await EmissionsFolder.open(folder);
    expect(opened.header.phones).toEqual(PHONE_TOKENS);
    expect(await opened.read('a')).toEqual(heard);
    await writeFile(path.join(folder, 'a.phones.npy'), encodeNpy({ data: new Float32Array(40), rows: 1, columns: 40 }));
    await expect(opened.read('a')).rejects.toThrow('Expected 2 frames in');
    await rm(path.join(folder, 'a.phones.npy'));
    await expect(opened.read('a')).rejects.toThrow('a.phones.npy: there is no such file');
    await writeFile(path.join(folder, 'vocabulary.json'), JSON.stringify({ ...header, phones: ['AA'] }));
    await expect(EmissionsFolder.open(folder)).rejects.toThrow('Expected the phones <blank>,AA,AE');
  });

  it('reads what does not tell its frames, as other tools write it', async () => {
    await writeFile(path.join(folder, 'vocabulary.json'), JSON.stringify({ blank: 0, pieces: ['_', 'a'] }));
    expect((await EmissionsFolder.open(folder)).header).toEqual({ blank: 0, pieces: ['_', 'a'] });
  });

  it('says what is missing or does not fit', async () => {
    await expect(EmissionsFolder.open(folder)).rejects.toThrow('Cannot read the vocabulary of the emissions');
    const written = await EmissionsFolder.create(folder, header);
    await expect(written.read('b')).rejects.toThrow('b.npy: there is no such file');
    await writeFile(path.join(folder, 'c.npy'), encodeNpy({ data: new Float32Array(4), rows: 2, columns: 2 }));
    await expect(written.read('c')).rejects.toThrow('Expected 3 columns in');
    await writeFile(path.join(folder, 'vocabulary.json'), '{"pieces": ["a"]}');
    await expect(EmissionsFolder.open(folder)).rejects.toThrow('Expected {pieces, blank} in');
  });

  it.each([
    ['none', 'Expected numbers as prior in'],
    [[-1, -1, null], 'Expected numbers as prior in'],
    [[-1], 'vocabulary.json: RangeError: Expected a list of 3 log-probabilities as prior'],
    [[-1, -1, 0.5], 'vocabulary.json: RangeError: Expected log-probabilities as prior, got 0.5'],
  ])('refuses the prior %j', async (prior, message) => {
    await writeFile(path.join(folder, 'vocabulary.json'), JSON.stringify({ ...header, prior }));
    const refused = expect(EmissionsFolder.open(folder)).rejects;
    await refused.toThrow(UsageError);
    await refused.toThrow(message);
  });
});
