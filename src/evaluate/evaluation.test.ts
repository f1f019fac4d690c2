import { describe, expect, it } from 'vitest';
import { ActiveNames } from './active-names';
import { evaluateStreams } from './evaluation';
import type { Stream } from './manifest';
import { makeReport, percentile } from './report';
import { readSettings } from './settings';
import { percent, reportTable } from './table';
import type { Transcriber } from './transcriber';

/** Hears what the test says was heard, in two chunks of 10 and 20 ms, a quarter of it decoding. */
class ScriptedTranscriber implements Transcriber {
  readonly frameMs = 24;
  readonly settings = { beam: 3 };
  readonly heardWith: (readonly string[])[] = [];
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: Readonly<Record<string, string>>) {
    this.#texts = new Map(Object.entries(texts));
  }

  transcribe({ id }: Stream, names: readonly string[]) {
    this.heardWith.push(names);
    return Promise.resolve({ text: this.#texts.get(id) ?? '', totalMs: 40, decoderMs: 10, chunkMs: [10, 30] });
  }

  dispose() {
    return Promise.resolve();
  }
}

const stream = (id: string, seconds: number, text: string, names: string[]): Stream => ({
  id,
  clips: [{ id, audioFile: '', seconds, text, speaker: undefined, names }],
});

async function report(streams: Stream[], transcriber: Transcriber, flags = '') {
  const settings = readSettings(['--manifest', 'sets/dev-small.jsonl', ...flags.split(' ').filter(Boolean)]);
  const active = await ActiveNames.read(settings);
  return makeReport(
    { ...settings, ...transcriber.settings },
    transcriber.frameMs,
    await evaluateStreams(streams, active, transcriber, () => {}),
  );
}

const streams = [stream('u1', 3, 'call ann now', ['Ann']), stream('u2', 1, 'ask bob', ['Bob'])];

describe('the report', () => {
  it('has the keys that other tools read', async () => {
    const { rows, settings, ...numbers } = await report(
      streams,
      new ScriptedTranscriber({ u1: 'call ann', u2: 'ask rob' }),
      '--names manifest --seed 7',
    );
    expect(numbers).toEqual({
      set: 'dev-small',
      utterances: 2,
      words: 5,
      wer: 2 / 5,
      substitutions: 1,
      deletions: 1,
      insertions: 0,
      cer: 5 / 19,
      uWer: 1 / 3,
      bWer: 1 / 2,
      precision: 1,
      recall: 1 / 2,
      f1: 2 / 3,
      falseAlarmsPerThousandWords: 0,
      rtf: 80 / 4000,
      decoderRtf: 20 / 4000,
      chunkMs: { p50: 10, p95: 30 },
      frameMs: 24,
    });
    expect(settings).toMatchObject({ names: 'manifest', seed: 7, endpoint: 'off', beam: 3, limit: null, report: null });
    expect(rows[1]).toEqual({
      id: 'u2',
      reference: 'ask bob',
      hypothesis: 'ask rob',
      seconds: 1,
      names: ['Bob'],
      writtenNames: [],
      missedNames: ['Bob'],
      falseNames: [],
    });
  });

  it("counts the words of the utterances' names in B though none is active", async () => {
    const transcriber = new ScriptedTranscriber({ u1: 'call anne now', u2: 'ask bob' });
    const { bWer, uWer, recall, f1, rows } = await report(streams, transcriber);
    expect({ bWer, uWer, recall, f1 }).toEqual({ bWer: 1 / 2, uWer: 0, recall: null, f1: null });
    expect(rows[0]?.names).toEqual([]);
    expect(transcriber.heardWith).toEqual([[], []]);
  });

  it('writes null where there is nothing to count', async () => {
    const { wer, cer, bWer, chunkMs } = await report([], new ScriptedTranscriber({}));
    expect({ wer, cer, bWer, chunkMs }).toEqual({
      wer: null,
      cer: null,
      bWer: null,
      chunkMs: { p50: null, p95: null },
    });
  });

  it('tells the drift of joined streams only', async () => {
    const clip = (minute: number) => ({
      id: `c${minute}`,
      audioFile: '',
      seconds: 60,
      text: `word${'abcdefghijkl'[minute]}`,
      speaker: 's',
      names: [],
    });
    const joined: Stream = { id: 's', clips: Array.from({ length: 12 }, (_, minute) => clip(minute)) };
    const text = joined.clips.map((part) => part.text).join(' ');
    const { rows } = await report([joined], new ScriptedTranscriber({ s: text.replace('worda', 'wordx') }));
    expect(rows[0]?.drift).toEqual({ fiveMinuteWer: [1 / 5, 0, 0], firstWer: 1 / 5, lastWer: 0 });
    expect(rows[0]?.reference).toBe(text);
  });
});

describe('the table', () => {
  it('shows errors in per cent and leaves out what was not measured', async () => {
    const transcriber = new ScriptedTranscriber({ u1: 'call ann now', u2: 'ask' });
    expect(reportTable(await report([stream('u1', 1, 'call now', [])], transcriber))).toBe(
      [
        'dev-small  1 utterance, 2 words',
        'WER        50.00 %  (0 substitutions, 0 deletions, 1 insertions)',
        'CER        50.00 %',
        'RTF        0.0400, decoder alone 0.0100',
        'chunk      10.0 ms, 95 % within 30.0 ms',
      ].join('\n'),
    );
    const named = reportTable(await report(streams, transcriber, '--names manifest'));
    expect(named).toContain('B-WER         50.00 %  (names)');
    expect(named).toContain('names         F1 66.67 %, precision 100.00 %, recall 50.00 %');
    expect(named).toContain('false alarms  0.00 per 1,000 words');
    expect(percent(null)).toBe('–');
  });
});

describe('percentile', () => {
  it('is the nearest rank', () => {
    const sorted = Array.from({ length: 20 }, (_, index) => index + 1);
    expect([0.5, 0.95, 1, 0].map((share) => percentile(sorted, share))).toEqual([10, 19, 20, 1]);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
