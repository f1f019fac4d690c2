// Prints the closing line of a run, 'N passed, N failed', from the JSON reports of Vitest and Playwright. The argument is
// the exit status of the run: what failed without being a test (types, lint, build) counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const reports = join(dirname(fileURLToPath(import.meta.url)), '../.cache/reports');
const read = (name) => {
  const file = join(reports, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

const unit = read('unit.json');
const e2e = read('e2e.json');
const passed = (unit?.numPassedTests ?? 0) + (e2e?.stats.expected ?? 0) + (e2e?.stats.flaky ?? 0);
const failed = (unit?.numFailedTests ?? 0) + (e2e?.stats.unexpected ?? 0);
const failedElsewhere = failed === 0 && process.argv[2] !== '0' ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed + failedElsewhere} failed\n`);
