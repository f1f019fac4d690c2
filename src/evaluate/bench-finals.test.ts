import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { SECOND_PASS_FOLDER } from './open-second-pass';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = (...flags: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/evaluate/bench-finals.ts', ...flags], { cwd: ROOT });

it('says what it cannot do', async () => {
  await expect(run('--names', 'many')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--names') as string,
  });
});

it.skipIf(!existsSync(SECOND_PASS_FOLDER))(
  'prints what an utterance waits for its last words, and why',
  async () => {
    const { stdout } = await run('--limit', '1', '--seconds', '1', '--names', '10');
    expect(stdout).toContain('10 names listed');
    for (const what of ['from endpoint to revised text', 'time of a processor', 'encoder', 'decoder', 'merge']) {
      expect(stdout).toMatch(new RegExp(`${what}.* p50 +\\d+ ms {3}p95 +\\d+ ms`));
    }
  },
  120_000,
);
