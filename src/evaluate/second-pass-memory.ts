import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { textScore, type Reading, type TextScore } from '../core/second-pass/reading';
import type { ReadOptions, ReadUtterance, SecondPassModel } from '../worker/second-pass-model';
import { SPEECH_RATE } from './speech';
import { UsageError } from './usage-error';

const SAMPLES_PER_KEY = SPEECH_RATE / 100;

/** What the second pass said of a stretch of a stream: its reading, and the log-probabilities of other texts. */
interface Memory {
  readonly reading: Reading;
  readonly scores: Record<string, TextScore>;
}

/** By stretch, in hundredths of a second: manifests round the lengths of clips. */
type Memories = Record<string, Memory>;

/**
 * The second pass with a memory on disk: what it read of a stream, and what it was asked about it, is asked once. The first
 * pass, the list and the weights of the merge change often; this model never does.
 */
export class SecondPassMemory {
  readonly #folder: string | undefined;
  readonly #open: () => Promise<SecondPassModel>;
  #model: Promise<SecondPassModel> | undefined;

  /** `folder`: undefined to remember nothing. `open`: called when something is asked for the first time. */
  constructor(folder: string | undefined, open: () => Promise<SecondPassModel>) {
    this.#folder = folder;
    this.#open = open;
  }

  /** What is known of stream `id`, whose samples (16 kHz) `audio` gives when something new is asked. */
  async stream(id: string, audio: () => Promise<Float32Array>): Promise<RememberedStream> {
    const file = this.#folder === undefined ? undefined : path.join(this.#folder, `${id}.second.json`);
    const memories = file === undefined ? {} : await readMemories(file);
    return new RememberedStream(file, memories, () => (this.#model ??= this.#open()), audio);
  }

  async dispose(): Promise<void> {
    await (await this.#model)?.dispose();
  }
}

/** One stream as the second pass knows it. */
export class RememberedStream {
  readonly #file: string | undefined;
  readonly #memories: Memories;
  readonly #model: () => Promise<SecondPassModel>;
  readonly #audio: () => Promise<Float32Array>;
  readonly #kept = new Map<string, ReadUtterance>();
  #changed = false;
  /** Wall-clock time that the model took, in ms. */
  modelMs = 0;

  constructor(
    file: string | undefined,
    memories: Memories,
    model: () => Promise<SecondPassModel>,
    audio: () => Promise<Float32Array>,
  ) {
    this.#file = file;
    this.#memories = memories;
    this.#model = model;
    this.#audio = audio;
  }

  /** Reads samples [first, end). */
  async read(first: number, end: number, options: ReadOptions): Promise<Reading> {
    const key = keyOf(first, end);
    const known = this.#memories[key];
    if (known !== undefined) return known.reading;
    const { reading } = await this.#readAnew(first, end, options);
    this.#memories[key] = { reading, scores: {} };
    this.#changed = true;
    return reading;
  }

  /** How probable each text is in samples [first, end), which were read. */
  async score(first: number, end: number, texts: readonly string[], options: ReadOptions): Promise<TextScore[]> {
    const key = keyOf(first, end);
    const { scores } = this.#memories[key]!;
    const missing = texts.filter((text) => scores[text] === undefined);
    if (missing.length > 0) {
      const model = await this.#model();
      const utterance = this.#kept.get(key) ?? (await this.#readAnew(first, end, options));
      const begun = performance.now();
      const answers = await model.score(
        utterance,
        missing.map((text) => model.pieces.encode(text)),
      );
      this.modelMs += performance.now() - begun;
      missing.forEach((text, index) => (scores[text] = textScore(answers[index]!)));
      this.#changed = true;
    }
    return texts.map((text) => scores[text]!);
  }

  /** Keeps on disk what is new. */
  async close(): Promise<void> {
    for (const utterance of this.#kept.values()) utterance.release();
    if (this.#file === undefined || !this.#changed) return;
    await mkdir(path.dirname(this.#file), { recursive: true });
    await writeFile(this.#file, `${JSON.stringify(this.#memories)}\n`);
  }

  async #readAnew(first: number, end: number, options: ReadOptions): Promise<ReadUtterance> {
    const [model, samples] = [await this.#model(), await this.#audio()];
    const begun = performance.now();
    const utterance = await model.read(samples.subarray(first, end), options);
    this.modelMs += performance.now() - begun;
    this.#kept.set(keyOf(first, end), utterance);
    return utterance;
  }
}

function keyOf(first: number, end: number): string {
  return `${Math.round(first / SAMPLES_PER_KEY)}-${Math.round(end / SAMPLES_PER_KEY)}`;
}

async function readMemories(file: string): Promise<Memories> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Memories;
  } catch {
    throw new UsageError(`Expected the second pass's readings in ${file}, got no JSON; remove the file`);
  }
}
