import path from 'node:path';
import { readJsonLines } from './json-lines';
import { UsageError } from './usage-error';

/** One utterance of a manifest. */
export interface Clip {
  /** The audio file's name without extension. */
  readonly id: string;
  readonly audioFile: string;
  readonly seconds: number;
  readonly text: string;
  readonly speaker: string | undefined;
  /** Names that are said in it, as the corpus tells; empty if it tells none. */
  readonly names: readonly string[];
}

/** What is recognized in one go: a clip, or several joined. */
export interface Stream {
  readonly id: string;
  readonly clips: readonly Clip[];
}

const REMEDY =
  '. Evaluation audio is not part of this repository: give any manifest of JSON lines with --manifest FILE.jsonl';

/** What stands for the beginning and the end of a long stream. */
export const FIRST_MINUTES = 5;

/** Reads a NeMo-style manifest; audio paths are relative to its folder. */
export async function readManifest(file: string): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const { place, row } of await readJsonLines(file, 'manifest', REMEDY)) {
    const audio = expectField(place, row, 'audio_filepath', isText, 'a path');
    clips.push({
      id: path.basename(audio, path.extname(audio)),
      audioFile: path.resolve(path.dirname(file), audio),
      seconds: expectField(place, row, 'duration', isDuration, 'seconds'),
      text: expectField(place, row, 'text', isString, 'a text'),
      speaker: row['speaker'] === undefined ? undefined : expectField(place, row, 'speaker', isId, 'an id').toString(),
      names: row['names'] === undefined ? [] : expectField(place, row, 'names', isTexts, 'a list of names'),
    });
  }
  if (clips.length === 0) throw new UsageError(`Expected utterances in the manifest ${file}, got none`);
  return clips;
}

/** Every `every`th clip from the first on, at most `limit`. */
export function selectClips(clips: readonly Clip[], every: number, limit = Infinity): Clip[] {
  return clips.filter((_, index) => index % every === 0).slice(0, limit);
}

/** The clips as streams: each alone, each speaker's in order of the manifest, or all in one. */
export function streamsOf(clips: readonly Clip[], join: 'speaker' | 'all' | undefined): Stream[] {
  if (join === undefined) return clips.map((clip) => ({ id: clip.id, clips: [clip] }));
  if (join === 'all') return [{ id: 'all', clips }];
  const bySpeaker = new Map<string, Clip[]>();
  for (const clip of clips) {
    if (clip.speaker === undefined) {
      throw new UsageError(`Expected a speaker for each clip to join them, got none for ${clip.id}`);
    }
    const sameSpeaker = bySpeaker.get(clip.speaker);
    if (sameSpeaker) sameSpeaker.push(clip);
    else bySpeaker.set(clip.speaker, [clip]);
  }
  return Array.from(bySpeaker, ([id, speakerClips]) => ({ id, clips: speakerClips }));
}

/**
 * The stream's clips over and over until it is `minutes` long; it ends with the clips of its first five minutes, so that
 * first and last differ in their place alone.
 */
export function repeatStream(stream: Stream, minutes: number): Stream {
  let opening = 0;
  const first = stream.clips.filter((clip) => (opening += clip.seconds) <= 60 * FIRST_MINUTES);
  const seconds = secondsOf(stream);
  if (!(seconds > 0)) throw new UsageError(`Expected audio to repeat in ${stream.id}, got ${seconds} s`);
  const times = Math.max(1, Math.ceil((60 * (minutes - FIRST_MINUTES)) / seconds));
  return { id: stream.id, clips: [...Array.from({ length: times }, () => stream.clips).flat(), ...first] };
}

/** Where ids name files or lists, each may occur once. */
export function expectUniqueIds(streams: readonly Stream[]): void {
  const seen = new Set<string>();
  for (const { id } of streams) {
    if (seen.has(id)) throw new UsageError(`Expected every audio file name once in the manifest, got ${id} twice`);
    seen.add(id);
  }
}

export function secondsOf(stream: Stream): number {
  return stream.clips.reduce((sum, clip) => sum + clip.seconds, 0);
}

function expectField<Value>(
  place: string,
  row: Readonly<Record<string, unknown>>,
  field: string,
  is: (value: unknown) => value is Value,
  expected: string,
): Value {
  const value = row[field];
  if (!is(value)) throw new UsageError(`${place}: expected ${expected} as "${field}", got ${JSON.stringify(value)}`);
  return value;
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const isText = (value: unknown): value is string => isString(value) && value !== '';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString);
const isDuration = (value: unknown): value is number => typeof value === 'number' && value >= 0;
