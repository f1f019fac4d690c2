import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { createStore, get, keys, set } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { ModelStore } from './model-store';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const fileOf = (bytes: Uint8Array) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

let databases = 0;
const freshDatabase = () => createStore(`models-${databases++}`, 'files');

describe('ModelStore', () => {
  const weights = bytesOf('weights');
  const file = fileOf(weights);

  it('gives back what was kept, and nothing else', async () => {
    const database = freshDatabase();
    expect(await new ModelStore(database).read(file)).toBeUndefined();
    expect(await new ModelStore(database).write(file, weights)).toBeUndefined();
    expect(await new ModelStore(database).read(file)).toEqual(weights);
    expect(await new ModelStore(database).read(fileOf(bytesOf('other')))).toBeUndefined();
  });

  it.each(['weighty', 'weigh', ''])('evicts a copy that has become "%s"', async (rubbish) => {
    const database = freshDatabase();
    await set(file.sha256, new Blob([rubbish]), database);
    expect(await new ModelStore(database).read(file)).toBeUndefined();
    expect(await get(file.sha256, database)).toBeUndefined();
  });

  it('drops the files of other models', async () => {
    const database = freshDatabase();
    const store = new ModelStore(database);
    const old = bytesOf('old');
    await store.write(fileOf(old), old);
    await store.write(file, weights);
    await store.keepOnly([file]);
    expect(await keys(database)).toEqual([file.sha256]);
  });

  it('says why nothing is kept, and throws nothing, where the browser refuses', async () => {
    const refusing = new ModelStore(() =>
      Promise.reject(new DOMException('The quota is used up', 'QuotaExceededError')),
    );
    expect(await refusing.write(file, weights)).toContain('The quota is used up');
    expect(await refusing.read(file)).toBeUndefined();
    await expect(refusing.keepOnly([])).resolves.toBeUndefined();
  });
});
