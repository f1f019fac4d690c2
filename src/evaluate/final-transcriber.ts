import { FinalMerger } from '../core/merge/final-merger';
import type { WordSource } from '../core/merge/merged-words';
import { reviseUtterance, type RevisedUtterance } from '../core/merge/revised-utterance';
import type { Pronouncer } from '../core/pronunciation/pronouncer';
import { judgeReading, watchReading, type JudgedReading } from '../core/second-pass/hallucination-guard';
import { piecesToRead, type Span } from '../core/second-pass/utterance-audio';
import type { Vocabulary } from '../core/vocabulary';
import { boostedNames } from './boosted-names';
import type { Stream } from './manifest';
import type { RememberedStream, SecondPassMemory } from './second-pass-memory';
import type { Settings } from './settings';
import { concatenate, readSpeech, SPEECH_RATE } from './speech';
import type { FirstPass, HeardUtterance, Transcriber, Transcription } from './transcriber';

const LEAST_SAMPLES = 1600;

/** The finals as people keep them: each utterance of the first pass, read again by the second, and merged. */
export class FinalTranscriber implements Transcriber {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #first: FirstPass;
  readonly #memory: SecondPassMemory;
  readonly #merger: FinalMerger;
  readonly #boost: number | undefined;
  /** Sees every utterance with its decisions. */
  onRevised: (stream: Stream, revised: RevisedUtterance) => void = () => {};

  /** Takes both passes: they are disposed of with the transcriber. */
  constructor(
    first: FirstPass,
    vocabulary: Vocabulary,
    memory: SecondPassMemory,
    pronouncer: Pronouncer,
    boost: number | undefined,
  ) {
    this.frameMs = first.frameMs;
    this.settings = first.settings;
    this.#first = first;
    this.#memory = memory;
    this.#merger = new FinalMerger(vocabulary, pronouncer);
    this.#boost = boost;
  }

  async transcribe(stream: Stream, names: readonly string[]): Promise<Transcription> {
    const first = await this.#first.transcribe(stream, names);
    const remembered = await this.#memory.stream(stream.id, () => wholeOf(stream));
    // The page builds this index when the list changes, not at an endpoint.
    this.#merger.setNames(boostedNames(names, this.#boost));
    const texts: string[] = [];
    const second: string[] = [];
    const revisionMs: number[] = [];
    const sources: Record<WordSource, number> = { 'second-pass': 0, beam: 0, sound: 0, 'first-pass': 0 };
    for (const utterance of first.utterances) {
      const [begun, modelMs] = [performance.now(), remembered.modelMs];
      const pieces = await readPieces(remembered, utterance);
      const revised = await reviseUtterance(this.#merger, { ...utterance, pieces }, (piece, asked) => {
        const { first, end, options } = stretch(pieces[piece]!);
        return remembered.score(first, end, asked, options);
      });
      if (remembered.modelMs > modelMs) revisionMs.push(performance.now() - begun);
      texts.push(revised.text);
      second.push(...pieces.map(({ reading }) => reading.text));
      for (const { from } of revised.words) sources[from]++;
      this.onRevised(stream, revised);
    }
    await remembered.close();
    return {
      ...first,
      text: texts.join(' '),
      totalMs: first.totalMs + revisionMs.reduce((sum, ms) => sum + ms, 0),
      revision: { ctc: first.text, second: second.join(' '), revisionMs, sources },
    };
  }

  async dispose(): Promise<void> {
    await this.#first.dispose();
    await this.#memory.dispose();
  }
}

/** As the second pass's worker does it (`readUtterance`), with a memory. */
async function readPieces(
  remembered: RememberedStream,
  { startMs, endMs, alternatives }: HeardUtterance,
): Promise<(Span & JudgedReading)[]> {
  const { words } = alternatives[0]!;
  const pieces: (Span & JudgedReading)[] = [];
  for (const span of piecesToRead(words, { startMs, endMs })) {
    const { first, end, options } = stretch(span);
    if (end - first < LEAST_SAMPLES) continue;
    const reading = await remembered.read(first, end, options);
    const heard = words.filter((word) => {
      const middleMs = (word.startMs + word.endMs) / 2;
      return middleMs >= span.startMs && middleMs < span.endMs;
    });
    pieces.push({ ...span, ...judgeReading(reading, heard) });
  }
  return pieces;
}

function stretch({ startMs, endMs }: Span) {
  const perMs = SPEECH_RATE / 1000;
  const watch = watchReading((endMs - startMs) / 1000);
  return { first: Math.round(startMs * perMs), end: Math.round(endMs * perMs), options: { watch, hasWords: true } };
}

async function wholeOf(stream: Stream): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for await (const { samples } of readSpeech(stream)) parts.push(samples);
  return concatenate(parts);
}
