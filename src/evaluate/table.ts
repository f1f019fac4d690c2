import type { PassRates, Report, ReportRow } from './report';

/** The report's numbers for a terminal, errors in per cent; lines about what was not measured are left out. */
export function reportTable(report: Report): string {
  const lines: (readonly [string, string])[] = [
    [
      report.set,
      `${count(report.utterances)} ${report.utterances === 1 ? 'utterance' : 'utterances'}, ${count(report.words)} words`,
    ],
    [
      'WER',
      `${percent(report.wer)}  (${count(report.substitutions)} substitutions, ${count(report.deletions)} deletions, ` +
        `${count(report.insertions)} insertions)`,
    ],
    ['CER', percent(report.cer)],
  ];
  if (report.bWer !== null) {
    lines.push(['U-WER', `${percent(report.uWer)}  (words of no name)`], ['B-WER', `${percent(report.bWer)}  (names)`]);
  }
  if (report.f1 !== null) {
    lines.push([
      'names',
      `F1 ${percent(report.f1)}, precision ${percent(report.precision)}, recall ${percent(report.recall)}`,
    ]);
  }
  if (report.f1 !== null || (report.falseAlarmsPerThousandWords ?? 0) > 0) {
    lines.push(['false alarms', `${decimals(report.falseAlarmsPerThousandWords, 2)} per 1,000 words`]);
  }
  lines.push(['RTF', `${decimals(report.rtf, 4)}, decoder alone ${decimals(report.decoderRtf, 4)}`]);
  if (report.chunkMs.p50 !== null) {
    lines.push(['chunk', `${decimals(report.chunkMs.p50, 1)} ms, 95 % within ${decimals(report.chunkMs.p95, 1)} ms`]);
  }
  if (report.passes !== undefined) {
    lines.push(['CTC pass alone', passText(report.passes.ctc)], ['second alone', passText(report.passes.second)]);
  }
  if (report.finalMs !== undefined && report.finalMs.p50 !== null) {
    lines.push([
      'revised after',
      `${decimals(report.finalMs.p50, 0)} ms, 95 % within ${decimals(report.finalMs.p95, 0)} ms`,
    ]);
  }
  if (report.wordsFrom !== undefined) {
    const parts = Object.entries(report.wordsFrom).map(([source, words]) => `${count(words)} ${source}`);
    lines.push(['words from', parts.join(', ')]);
  }
  const lost = Object.entries(report.lostNames ?? {});
  if (lost.length > 0) lines.push(['names lost', lost.map(([where, names]) => `${count(names)} ${where}`).join(', ')]);
  for (const row of report.rows) if (row.drift !== undefined) lines.push([row.id, driftText(row.drift)]);
  const width = Math.max(...lines.map(([head]) => head.length));
  return lines.map(([head, text]) => `${head.padEnd(width)}  ${text}`).join('\n');
}

function passText({ wer, uWer, bWer, f1, falseAlarmsPerThousandWords }: PassRates): string {
  const names =
    f1 === null ? '' : `, F1 ${percent(f1)}, ${decimals(falseAlarmsPerThousandWords, 2)} false alarms per 1,000 words`;
  const split = bWer === null ? '' : ` (U ${percent(uWer)}, B ${percent(bWer)})`;
  return `WER ${percent(wer)}${split}${names}`;
}

/** A fraction as a percentage with two decimals; a dash for what is undefined. */
export function percent(fraction: number | null): string {
  return fraction === null ? '–' : `${(100 * fraction).toFixed(2)} %`;
}

function driftText({ fiveMinuteWer, firstWer, lastWer }: NonNullable<ReportRow['drift']>): string {
  const bins = `WER by 5 minutes: ${fiveMinuteWer.map(percent).join(', ')}`;
  return firstWer === null ? bins : `${bins}; first 5: ${percent(firstWer)}, last 5: ${percent(lastWer)}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function decimals(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}
