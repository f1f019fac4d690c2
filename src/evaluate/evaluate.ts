/*
 * npm run evaluate -- --manifest FILE.jsonl [flags]: how well the recognizer writes what was said. docs/evaluation.md
 */

import { writeFile } from 'node:fs/promises';
import { ActiveNames } from './active-names';
import { evaluateStreams } from './evaluation';
import { flagHelp } from './flags';
import {
  expectUniqueIds,
  readManifest,
  repeatStream,
  secondsOf,
  selectClips,
  type Stream,
  streamsOf,
} from './manifest';
import { openTranscriber } from './open-transcriber';
import { Progress } from './progress';
import { makeReport } from './report';
import { FLAGS, readSettings, type Settings } from './settings';
import { reportTable } from './table';
import { UsageError } from './usage-error';

async function evaluate(settings: Settings): Promise<void> {
  const streams = await readStreams(settings);
  const active = await ActiveNames.read(settings);
  const transcriber = await openTranscriber(settings);
  try {
    const progress = new Progress(process.stderr, streams.length, sum(streams.map(secondsOf)));
    const evaluation = await evaluateStreams(streams, active, transcriber, (soFar) => progress.tell(soFar));
    const report = makeReport({ ...settings, ...transcriber.settings }, transcriber.frameMs, evaluation);
    process.stdout.write(`${reportTable(report)}\n`);
    if (settings.report !== undefined) await writeFile(settings.report, `${JSON.stringify(report, undefined, 1)}\n`);
  } finally {
    await transcriber.dispose();
  }
}

async function readStreams({ manifest, every, limit, join, minutes, emissions, replay }: Settings): Promise<Stream[]> {
  const streams = streamsOf(selectClips(await readManifest(manifest), every, limit), join);
  if (emissions !== undefined || replay !== undefined) expectUniqueIds(streams);
  return minutes === undefined ? streams : streams.map((stream) => repeatStream(stream, minutes));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`npm run evaluate -- --manifest FILE.jsonl [flags]\n\n${flagHelp(FLAGS)}\n`);
} else {
  try {
    await evaluate(readSettings(args));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
