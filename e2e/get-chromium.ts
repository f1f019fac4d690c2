// Makes sure that there is a Chromium for the browser tests, and says which: the one that is found, else Playwright's,
// else Debian's (as root).
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium';

const run = (command: string, ...args: readonly string[]) =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

function installChromium(): void {
  process.stdout.write('No Chromium found; trying Playwright’s…\n');
  if (run('npx', 'playwright', 'install', 'chromium')) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  process.stdout.write('Trying apt-get…\n');
  if (run('apt-get', 'update')) run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
}

if (findChromium() === undefined) installChromium();
const path = findChromium();
if (path === undefined) {
  process.stderr.write(
    'The browser tests need Chromium: install chromium or google-chrome, or set CHROMIUM_PATH to one.\n',
  );
  process.exit(1);
}
process.stdout.write(`Chromium: ${path}\n`);
