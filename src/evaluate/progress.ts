import { errorRate } from '../core/score';
import type { Evaluation } from './evaluation';
import { percent } from './table';

/** How often a line is written; a terminal rewrites one line, a log gets few. */
const EVERY_MS = { terminal: 200, log: 15_000 };

/** Tells on `output` how far an evaluation is. */
export class Progress {
  readonly #output: NodeJS.WriteStream;
  readonly #streams: number;
  readonly #audioSeconds: number;
  readonly #startedMs = performance.now();
  #toldMs = -Infinity;

  constructor(output: NodeJS.WriteStream, streams: number, audioSeconds: number) {
    this.#output = output;
    this.#streams = streams;
    this.#audioSeconds = audioSeconds;
  }

  tell({ streams, counts, timing }: Evaluation): void {
    const nowMs = performance.now();
    const isLast = streams.length === this.#streams;
    if (!isLast && nowMs - this.#toldMs < (this.#output.isTTY ? EVERY_MS.terminal : EVERY_MS.log)) return;
    this.#toldMs = nowMs;
    const elapsed = (nowMs - this.#startedMs) / 1000;
    const left = (elapsed / timing.audioSeconds) * (this.#audioSeconds - timing.audioSeconds);
    const line =
      `${streams.length}/${this.#streams}  WER ${percent(errorRate(counts.all) ?? null)}  ` +
      `${elapsed.toFixed(0)} s, ${Math.max(0, left).toFixed(0)} s left`;
    this.#output.write(this.#output.isTTY ? `\r\u001b[K${line}${isLast ? '\n' : ''}` : `${line}\n`);
  }
}
