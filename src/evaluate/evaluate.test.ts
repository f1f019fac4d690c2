import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from './report';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TONE = fileURLToPath(new URL('fixtures/tone.opus', import.meta.url));

/** Runs the command as npm does. */
function evaluate(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const command = spawn(process.execPath, ['--import', 'tsx', 'src/evaluate/evaluate.ts', ...args], { cwd: ROOT });
  let stdout = '';
  let stderr = '';
  command.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  command.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve, reject) => {
    command.on('error', reject);
    command.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

let folder = '';
let manifest = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evaluate-'));
  manifest = path.join(folder, 'tones.jsonl');
  await copyFile(TONE, path.join(folder, 'tone.opus'));
  await writeFile(
    manifest,
    '{"audio_filepath": "tone.opus", "duration": 0.25, "text": "beep for ann", "speaker": "s", "names": ["Ann"]}\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('npm run evaluate', { timeout: 60_000 }, () => {
  it('prints a table and writes a report; saved emissions give the same', async () => {
    const [out, again] = [path.join(folder, 'out.json'), path.join(folder, 'again.json')];
    const emissions = path.join(folder, 'emissions');
    const flags = ['--manifest', manifest, '--names', 'manifest', '--final', 'off'];
    const heard = await evaluate(...flags, '--report', out, '--emissions', emissions, '--model', 'e2e/models/tiny');
    expect(heard).toMatchObject({ code: 0, stderr: expect.stringContaining('1/1') as string });
    expect(heard.stdout).toContain('tones         1 utterance, 3 words');

    const report = JSON.parse(await readFile(out, 'utf8')) as Report;
    expect(report).toMatchObject({ set: 'tones', utterances: 1, words: 3, frameMs: 24 });
    expect(report.settings).toMatchObject({ model: 'e2e/models/tiny', 'chunk-ms': 384, names: 'manifest' });
    expect(report.rows.map(({ id, names }) => ({ id, names }))).toEqual([{ id: 'tone', names: ['Ann'] }]);

    expect((await evaluate(...flags, '--report', again, '--replay', emissions)).code).toBe(0);
    const replayed = JSON.parse(await readFile(again, 'utf8')) as Report;
    expect(replayed.rows).toEqual(report.rows);
    expect(replayed.chunkMs).toEqual({ p50: null, p95: null });
  });

  it('says what is missing and how to give another', async () => {
    const { code, stdout, stderr } = await evaluate('--manifest', 'nowhere.jsonl');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'Cannot read the manifest nowhere.jsonl: there is no such file. Evaluation audio is not part of this repository: ' +
        'give any manifest of JSON lines with --manifest FILE.jsonl\n',
    );
  });

  it('refuses flags it does not know, and lists those it does', async () => {
    expect(await evaluate('--manifets', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('known are') as string,
    });
    expect((await evaluate('--help')).stdout).toContain('--distractors FILE.txt');
  });
});
