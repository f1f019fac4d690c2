import type { AcousticModel } from '../core/acoustic-model';
import { InputMeter } from '../core/input-meter';
import type { LanguageModel } from '../core/language-model/language-model';
import type { NameTrie } from '../core/name-trie';
import { RecentAudio } from '../core/recent-audio';
import { type HeardUtterance, type RecognitionEvent, Recognizer } from '../core/recognizer';
import { Resampler } from '../core/resampler';
import { SampleQueue } from '../core/sample-queue';
import type {
  AudioMessage,
  AudioTaken,
  FinalEvent,
  RecognizerErrorShape,
  SessionEvent,
  SessionOptions,
} from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import type { FinalReviser } from '../protocol/second-pass-api';
import { nextTask } from './next-task';
import { SessionClock } from './session-clock';
import { SessionRevisions } from './session-revisions';
import { wasmBytes } from './wasm-memory';

/** What is queued: the rate that all models hear, known before one is loaded. */
const modelRate = 16_000;

const limits = {
  /** Audio that may wait for the model, in seconds: a slow first download is minutes, and 5 of them are 19 MB. */
  backlogSeconds: 300,
  /** How often stats and progress are told, in ms; with the audio, so that no timer sleeps in a hidden page. */
  statsMs: 1000,
  progressMs: 100,
  /** What the second pass hears of an utterance before the chunk in which its first token came, in ms. */
  beforeMs: 500,
};

/** One session: audio from a port, through resampler and recognizer, out as events. The last event is `end` or `error`. */
export class AudioSession {
  readonly #options: SessionOptions;
  readonly #emit: (event: SessionEvent) => void;
  readonly #meter = new InputMeter();
  readonly #backlog = new SampleQueue(limits.backlogSeconds * modelRate);
  #port: MessagePort | undefined;
  #resampler: Resampler | undefined;
  #recognizer: Recognizer | undefined;
  #names: NameTrie | undefined;
  #negative: NameTrie | undefined;
  #language: LanguageModel | undefined;
  /** No more audio will come. */
  #finished = false;
  #aborted = false;
  #overflow = false;
  #wake: () => void = () => {};
  #doneSamples = 0;
  #statsAt = -Infinity;
  #progressAt = -Infinity;
  readonly #revisions: SessionRevisions;
  readonly #recent: RecentAudio;
  /** When the last word so far ended: it belongs to no other utterance. */
  #spokenMs = -Infinity;

  constructor(options: SessionOptions, emit: (event: SessionEvent) => void) {
    this.#options = options;
    this.#emit = emit;
    this.#revisions = new SessionRevisions(emit, () => performance.now(), { forgotten: options.forgotten });
    const recentMs = options.endpoint.maxUtteranceMs + limits.beforeMs;
    this.#recent = new RecentAudio(Math.ceil((recentMs / 1000) * modelRate));
  }

  /** Reads from `port` in place of the port before. Audio waits here until `run`. */
  attach(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<AudioMessage>) => {
      if (data.type === 'audio') this.#hear(data.samples, data.sampleRate);
      else this.finish();
    });
    port.start();
  }

  /** As `Recognizer.setNames`. */
  setNames(names: NameTrie | undefined, negative?: NameTrie): void {
    if (this.#options.heardWith === 'plain') return;
    this.#names = names;
    this.#negative = negative;
    this.#recognizer?.setNames(names, negative);
  }

  setLanguage(model: LanguageModel | undefined): void {
    this.#language = model;
    this.#recognizer?.setLanguage(model);
  }

  /** Has finals revised, from the next on; undefined: no longer. */
  setReviser(reviser: FinalReviser | undefined): void {
    const { heardWith = 'all', phones = false } = this.#options;
    // What is said to be learnt from is no text.
    if (heardWith === 'all' && !phones) this.#revisions.setReviser(reviser);
  }

  finish(): void {
    if (this.#finished) return;
    this.#queue(this.#resampler?.flush() ?? new Float32Array(0));
    this.#finished = true;
    this.#wake();
  }

  abort(): void {
    this.#aborted = true;
    this.#revisions.drop();
    this.#wake();
  }

  /** Recognizes until the audio ends. Resolves after the last event, also when that is an error. */
  async run(loading: Promise<AcousticModel>): Promise<void> {
    try {
      if (!this.#aborted) await this.#recognize(await loading);
      await this.#revisions.settled();
      if (this.#aborted) return;
      if (this.#overflow)
        throw new Error(`Expected recognition to keep up with the audio, ${limits.backlogSeconds} s wait`);
      this.#emit({ type: 'end' });
    } catch (error) {
      this.#emit({ type: 'error', error: errorShape(error) });
    } finally {
      this.#port?.close();
    }
  }

  async #recognize(model: AcousticModel): Promise<void> {
    const clock = new SessionClock((1000 * model.chunkSamples) / model.sampleRate);
    const { endpoint, nBest, resume } = this.#options;
    const recognizer = new Recognizer(
      model,
      { endpoint, nBest, ...(resume && { resume }) },
      {
        event: (event, heard) => this.#take(event, heard),
        times: (modelMs, decoderMs) => clock.chunk(modelMs, decoderMs),
      },
      () => performance.now(),
    );
    recognizer.setLanguage(this.#language);
    recognizer.setNames(this.#names, this.#negative);
    this.#recognizer = recognizer;
    model.reset();
    while (!this.#aborted) {
      const samples = this.#backlog.take(model.chunkSamples);
      if (samples.length > 0) {
        this.#recent.append(samples);
        await recognizer.push(samples);
        this.#tell(samples.length, clock);
        // A microphone waits for nobody; a file does, so that what is to be revised takes no more and more memory.
        if (this.#options.source === 'file') await this.#revisions.room();
        await nextTask();
      } else if (this.#finished) {
        await recognizer.finish();
        this.#tellProgress(performance.now());
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  #take(event: RecognitionEvent, heard: HeardUtterance | undefined): void {
    if (event.type !== 'final') return this.#emit(event);
    if (this.#options.phones === true) return this.#emit(withPhones(event, heard));
    const pending = heard !== undefined && this.#revise(event, heard);
    this.#spokenMs = event.words.at(-1)?.endMs ?? this.#spokenMs;
    this.#emit(pending ? { ...event, revision: 'pending' } : event);
  }

  #revise(final: RecognitionEvent & { type: 'final' }, heard: HeardUtterance): boolean {
    if (!this.#revisions.wanted) return false;
    const beganMs = this.#options.resume?.atMs ?? 0;
    const sampleAt = (ms: number) => Math.round(((ms - beganMs) / 1000) * modelRate);
    const fromMs = Math.max(this.#spokenMs, final.startMs - limits.beforeMs);
    const { samples, from } = this.#recent.slice(sampleAt(Math.min(fromMs, final.startMs)), sampleAt(final.endMs));
    return this.#revisions.take(final, heard, samples, beganMs + milliseconds(from));
  }

  #hear(samples: Float32Array, sampleRate: number): void {
    if (this.#finished) return;
    if (this.#options.source === 'microphone') {
      const { rms, silent } = this.#meter.hear(samples, sampleRate);
      if (rms !== undefined) this.#emit({ type: 'level', rms });
      if (silent !== undefined) this.#emit({ type: 'silent-input', silent });
    }
    if (this.#resampler?.fromRate !== sampleRate) {
      this.#queue(this.#resampler?.flush() ?? new Float32Array(0));
      this.#resampler = new Resampler(sampleRate, modelRate);
    }
    this.#queue(this.#resampler.push(samples));
  }

  #queue(samples: Float32Array): void {
    // What does not fit would leave a hole: what came before it is recognized, then the session says why it stopped.
    if (!this.#backlog.push(samples)) this.#overflow = this.#finished = true;
    this.#wake();
  }

  #tell(samples: number, clock: SessionClock): void {
    this.#doneSamples += samples;
    const now = performance.now();
    if (this.#options.source === 'file') {
      const taken: AudioTaken = { type: 'taken', ms: milliseconds(samples) };
      this.#port?.postMessage(taken);
      if (now - this.#progressAt >= limits.progressMs) this.#tellProgress(now);
    }
    if (now - this.#statsAt < limits.statsMs) return;
    this.#statsAt = now;
    const backlogMs = milliseconds(this.#backlog.length);
    const beam = this.#recognizer!.beamSize;
    this.#emit({ type: 'stats', stats: { ...clock.stats(), backlogMs, wasmBytes: wasmBytes(), beam } });
  }

  #tellProgress(now: number): void {
    const { totalMs, resume } = this.#options;
    if (totalMs === undefined) return;
    this.#progressAt = now;
    const doneMs = (resume?.atMs ?? 0) + milliseconds(this.#doneSamples);
    this.#emit({ type: 'progress', doneMs: Math.min(doneMs, totalMs), totalMs });
  }
}

const milliseconds = (samples: number) => (1000 * samples) / modelRate;

/** With a copy of the recognizer's own: a view would be sent with all that lies behind it. */
function withPhones(final: RecognitionEvent & { type: 'final' }, heard: HeardUtterance | undefined): FinalEvent {
  const phones = heard?.emissions.phones;
  return phones === undefined ? final : { ...final, phones: { ...phones, logProbs: phones.logProbs.slice() } };
}

/** A RecognizerError keeps its name; whatever else breaks here is the model's run. */
function errorShape(error: unknown): RecognizerErrorShape {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return { name: error instanceof RecognizerError ? error.name : 'BackendError', message };
}
