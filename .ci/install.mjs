// Makes `npm start` and `npm test` complete on a fresh clone: runs `npm ci` when node_modules is missing or older than
// package-lock.json. Plain Node, no dependencies, because it runs before there are any.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// npm writes this file at the end of every install, so an interrupted one counts as none.
if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  process.stdout.write('Installing dependencies (npm ci)…\n');
  const { status, error } = spawnSync('npm', ['ci'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
