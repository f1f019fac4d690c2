import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The realms' own tsconfigs are copied into an empty tree, filled with probes that break the rules, and compiled once.

const src = dirname(fileURLToPath(import.meta.url));
const cache = join(src, '..', '.cache');

/** The arrows: what each realm may import (the compiler lets references through: evaluate → worker → store). */
const imports: Record<string, readonly string[]> = {
  core: [],
  protocol: ['core'],
  store: ['core'],
  worker: ['core', 'protocol', 'store'],
  worklet: ['core', 'protocol'],
  page: ['core', 'protocol', 'store'],
  evaluate: ['core', 'protocol', 'store', 'worker'],
  'service-worker': [],
  build: [],
};
const realms = Object.keys(imports);

/** Globals that would tie a realm to one place to run in. */
const foreignGlobals: Record<string, readonly string[]> = {
  core: ['console', 'performance', 'fetch', 'setTimeout', 'navigator', 'self', 'window', 'structuredClone', 'process'],
  worker: ['window', 'document', 'process'],
  worklet: ['window', 'document', 'fetch', 'process'],
  page: ['process', 'require'],
};

let tree: string;
let refused: ReadonlySet<string>;

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  tree = mkdtempSync(join(cache, 'realms-'));
  const probe = (realm: string, file: string, text: string) => writeFileSync(join(tree, 'src', realm, file), text);
  for (const realm of realms) {
    cpSync(join(src, realm, 'tsconfig.json'), join(tree, 'src', realm, 'tsconfig.json'));
    probe(realm, 'here.ts', `export const here = '${realm}';\n`);
    for (const other of realms) {
      if (other !== realm) probe(realm, `import-${other}.ts`, `export { here as there } from '../${other}/here';\n`);
    }
    for (const name of foreignGlobals[realm] ?? []) probe(realm, `global-${name}.ts`, `export const it = ${name};\n`);
  }
  cpSync(join(src, 'tsconfig.base.json'), join(tree, 'src/tsconfig.base.json'));

  const compiler = join(src, '../node_modules/typescript/bin/tsc');
  const projects = realms.map((realm) => join('src', realm));
  const { stdout } = spawnSync(process.execPath, [compiler, '-b', '--pretty', 'false', ...projects], {
    cwd: tree,
    encoding: 'utf8',
  });
  refused = new Set([...stdout.matchAll(/^src\/([\w/-]+)\.ts\(\d+,\d+\): error/gm)].map(([, path]) => path));
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('a realm', () => {
  it('is a folder under src with a tsconfig', () => {
    const folders = readdirSync(src).filter((name) => existsSync(join(src, name, 'tsconfig.json')));
    expect(folders.toSorted()).toEqual(realms.toSorted());
  });

  it.each(realms)('%s compiles by itself', (realm) => expect(refused).not.toContain(`${realm}/here`));

  it.each(realms)('%s imports along the arrows only', (realm) => {
    const importable = realms.filter((other) => other !== realm && !refused.has(`${realm}/import-${other}`));
    expect(importable).toEqual(imports[realm]);
  });

  it.each(Object.keys(foreignGlobals))('%s sees no global of another realm', (realm) => {
    const visible = foreignGlobals[realm].filter((name) => !refused.has(`${realm}/global-${name}`));
    expect(visible).toEqual([]);
  });
});
