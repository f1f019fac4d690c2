import type { FinalMerger, NameDecision } from '../core/merge/final-merger';
import type { WordSource } from '../core/merge/merged-words';
import { reviseUtterance, type RevisedUtterance, type UtteranceToRevise } from '../core/merge/revised-utterance';
import { judgeReading } from '../core/second-pass/hallucination-guard';
import { noReading } from '../core/second-pass/reading';
import { LEAST_SAMPLES } from '../worker/second-pass-model';
import { type ReadPiece, stretchesToRead } from '../worker/utterance-reader';
import type { Stream } from './manifest';
import type { RememberedStream, SecondPassMemory } from './second-pass-memory';
import type { Settings } from './settings';
import { concatenate, readSpeech, SPEECH_RATE } from './speech';
import type { UserList } from './user-list';
import type { FirstPass, HeardUtterance, Transcriber, Transcription } from './transcriber';

/** What the second pass can hear: known before it is opened, which may never be needed. */
const heardBySecond = { sampleRate: SPEECH_RATE, leastSamples: LEAST_SAMPLES };

/**
 * The finals as people keep them: each utterance of the first pass, read again by the second, and merged; or, where the
 * second is switched off, with the names that are looked up by their sound.
 */
export class FinalTranscriber implements Transcriber {
  readonly frameMs: number | undefined;
  readonly settings: Partial<Settings>;
  readonly #first: FirstPass;
  readonly #memory: SecondPassMemory | undefined;
  readonly #merger: FinalMerger;
  readonly #list: UserList;
  /** The list that the merger has. */
  #names: readonly string[] | undefined;
  /** Sees every utterance with its decisions. */
  onRevised: (stream: Stream, revised: RevisedUtterance) => void = () => {};

  /** Takes both passes: they are disposed of with the transcriber. `memory`: undefined without the second. */
  constructor(first: FirstPass, memory: SecondPassMemory | undefined, list: UserList, merger: FinalMerger) {
    this.frameMs = first.frameMs;
    this.settings = first.settings;
    this.#first = first;
    this.#memory = memory;
    this.#merger = merger;
    this.#list = list;
  }

  async transcribe(stream: Stream, names: readonly string[]): Promise<Transcription> {
    const first = await this.#first.transcribe(stream, names);
    const remembered = await this.#memory?.stream(stream.id, () => wholeOf(stream));
    // The page, too, builds this index when the list changes, not at an endpoint.
    if (names !== this.#names) this.#merger.setNames(this.#list(names));
    this.#names = names;
    const texts: string[] = [];
    const second: string[] = [];
    const revisionMs: number[] = [];
    const decisions: NameDecision[] = [];
    let refused = false;
    const sources: Record<WordSource, number> = { 'second-pass': 0, beam: 0, sound: 0, 'first-pass': 0 };
    for (const utterance of first.utterances) {
      const [begun, modelMs] = [performance.now(), remembered?.modelMs ?? 0];
      const { pieces, ask } = remembered === undefined ? unread(utterance) : await readAgain(remembered, utterance);
      const revised = await reviseUtterance(this.#merger, { ...utterance, pieces }, ask);
      if (remembered !== undefined && remembered.modelMs > modelMs) revisionMs.push(performance.now() - begun);
      texts.push(revised.text);
      second.push(...pieces.map(({ reading }) => reading.text));
      for (const { from } of revised.words) sources[from]++;
      decisions.push(...revised.decisions);
      refused ||= pieces.some(({ judgement }) => judgement !== 'accepted');
      this.onRevised(stream, revised);
    }
    await remembered?.close();
    return {
      ...first,
      text: texts.join(' '),
      totalMs: first.totalMs + revisionMs.reduce((sum, ms) => sum + ms, 0),
      revision: {
        ctc: first.text,
        second: second.join(' '),
        revisionMs,
        sources,
        decisions,
        refused,
      },
    };
  }

  async dispose(): Promise<void> {
    await this.#first.dispose();
    await this.#memory?.dispose();
  }
}

/** How an utterance reads the second time, and whom to ask about other texts. */
interface SecondReading {
  readonly pieces: UtteranceToRevise['pieces'];
  readonly ask: Parameters<typeof reviseUtterance>[2];
}

/** What the page makes of an utterance with the second pass. */
export async function readAgain(remembered: RememberedStream, utterance: HeardUtterance): Promise<SecondReading> {
  const begin = Math.round((utterance.startMs * SPEECH_RATE) / 1000);
  const stretches = stretchesToRead(utterance.alternatives[0]!.words, utterance, heardBySecond);
  const pieces: ReadPiece[] = [];
  for (const { first, end, heard, options, ...span } of stretches) {
    const reading = await remembered.read(begin + first, begin + end, options);
    pieces.push({ ...span, ...judgeReading(reading, heard, utterance.languageModel) });
  }
  const ask: SecondReading['ask'] = (piece, texts) => {
    const { first, end, options } = stretches[piece]!;
    return remembered.score(begin + first, begin + end, texts, options);
  };
  return { pieces, ask };
}

/** And without. */
function unread({ startMs, endMs }: HeardUtterance): SecondReading {
  return {
    pieces: [{ startMs, endMs, judgement: 'unread', reading: noReading }],
    ask: () => Promise.resolve(undefined),
  };
}

async function wholeOf(stream: Stream): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for await (const { samples } of readSpeech(stream)) parts.push(samples);
  return concatenate(parts);
}
