import { BOOST_RANGE, type Name } from './name';
import { readNamesCsv } from './names-csv';
import { readNamesVcard } from './names-vcard';

/** How a list of names is written in a file or on the clipboard. */
export type NamesFormat = 'text' | 'csv' | 'vcard' | 'json';

/** Why a written name does not come into the list; the sentence for the user is made in the page. */
export type SkipReason =
  | 'empty' // nothing between two separators
  | 'too-long'
  | 'no-letters' // only signs or emoji: nothing that can be spoken
  | 'listed' // in the list already
  | 'repeated' // earlier in the same text
  | 'list-full';

export interface SkippedEntry {
  /** As written, cut to a length that can be shown. */
  readonly text: string;
  readonly reason: SkipReason;
}

/** What a written list would do to the list of names. */
export interface NamesPlan {
  readonly add: readonly Name[];
  readonly skipped: readonly SkippedEntry[];
}

export const NAME_LIMITS = {
  /** The longest person's, place's and medicine's names are below 100 characters; more is a sentence. */
  characters: 100,
  /**
   * Names in a list. The recognizer's worker compiles a changed list between two windows of speech: of 20,000 full names that
   * takes most of a second, in which audio waits; of more it would be late for longer than it can hide.
   */
  names: 20_000,
  /** A full-screen report shows no more of a skipped text than this. */
  shownCharacters: 60,
};

/** A name as it is kept: NFC, no control or direction characters, single spaces, no spaces around. */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Two names with one key are the same name: case and spacing do not tell names apart, marks do (Jose, José). */
export function nameKey(text: string): string {
  return tidyName(text).toLowerCase();
}

/** Why `text` cannot be a name, or undefined when it can. */
export function refuseName(text: string): Extract<SkipReason, 'empty' | 'too-long' | 'no-letters'> | undefined {
  const name = tidyName(text);
  if (name === '') return 'empty';
  if (name.length > NAME_LIMITS.characters) return 'too-long';
  // Digits count: they are read aloud ("Studio 54", "7UP").
  return /[\p{L}\p{N}]/u.test(name) ? undefined : 'no-letters';
}

/** The names written in `text`, in order and as they stand. Throws a SyntaxError when JSON is no list of names. */
export function readNames(text: string, format: NamesFormat = 'text'): Name[] {
  const body = text.replace(/^\ufeff/, '');
  switch (format) {
    case 'csv':
      return readNamesCsv(body);
    case 'vcard':
      return readNamesVcard(body);
    case 'json':
      return readNamesJson(body);
    case 'text':
      return readNamesList(body);
  }
}

/** By the file's name, else by what stands at its beginning. */
export function namesFormat(fileName: string, text: string): NamesFormat {
  const extension = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (extension === 'csv' || extension === 'tsv') return 'csv';
  if (extension === 'vcf' || extension === 'vcard') return 'vcard';
  if (extension === 'json') return 'json';
  return /^\ufeff?BEGIN:VCARD/i.test(text) ? 'vcard' : 'text';
}

/**
 * Which of `written` can be added to a list that has the keys `listed`; the first of two equal names wins, and the first names
 * when not all have room.
 */
export function planAddition(
  written: readonly Name[],
  listed: { readonly size: number; has(key: string): boolean },
): NamesPlan {
  const add: Name[] = [];
  const skipped: SkippedEntry[] = [];
  const seen = new Set<string>();
  for (const name of written) {
    const text = tidyName(name.text);
    const key = nameKey(text);
    const isFull = listed.size + add.length >= NAME_LIMITS.names;
    const reason =
      refuseName(text) ?? (listed.has(key) ? 'listed' : seen.has(key) ? 'repeated' : isFull ? 'list-full' : undefined);
    if (reason === undefined) {
      seen.add(key);
      add.push({ ...name, text });
    } else {
      skipped.push({ text: shorten(text), reason });
    }
  }
  return { add, skipped };
}

/** One name per line: for people and other programs. What a name has besides its text is left out. */
export function writeNamesText(names: readonly Name[]): string {
  return names.map((name) => `${name.text}\n`).join('');
}

/** Everything, so that reading it again gives the same list. */
export function writeNamesJson(names: readonly Name[]): string {
  return `${JSON.stringify({ format: 'namesake-names/1', names }, undefined, 2)}\n`;
}

/** Names apart by lines, commas, semicolons or tabs; list markers and the addresses of mail recipients are dropped. */
function readNamesList(text: string): Name[] {
  const names: Name[] = [];
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (line.trim() === '') continue;
    const entries = line.replace(/^\s*(?:[-*•–·]|\d{1,5}[.)])\s+/u, '').split(/[,;\t]/);
    // "Anna, Ben," ends a line; it does not hold an empty name.
    if (entries.length > 1 && entries.at(-1)?.trim() === '') entries.pop();
    for (const entry of entries) names.push({ text: unquote(entry.replace(/<[^<>\s]+@[^<>\s]+>/g, '').trim()) });
  }
  return names;
}

function unquote(text: string): string {
  return /^(["'“”„«‘]).+(["'“”»’])$/u.test(text) ? text.slice(1, -1) : text;
}

function readNamesJson(text: string): Name[] {
  const value: unknown = JSON.parse(text);
  const list = isRecord(value) && Array.isArray(value['names']) ? (value['names'] as unknown[]) : value;
  if (!Array.isArray(list)) throw new SyntaxError('Expected a list of names or an object with "names"');
  return list.map(readJsonName);
}

function readJsonName(entry: unknown, index: number): Name {
  if (typeof entry === 'string') return { text: entry };
  if (!isRecord(entry) || typeof entry['text'] !== 'string') {
    throw new SyntaxError(`Expected entry ${index + 1} to be a string or to have a "text"`);
  }
  const { text, soundsLike, notAs, ipa, boost, group, enabled, negative, parts } = entry;
  return {
    text,
    ...(isTexts(soundsLike) && { soundsLike }),
    ...(isTexts(notAs) && { notAs }),
    ...(isTexts(ipa) && { ipa }),
    ...(typeof boost === 'number' &&
      Number.isFinite(boost) && { boost: Math.min(BOOST_RANGE.max, Math.max(BOOST_RANGE.min, boost)) }),
    ...(typeof group === 'string' && { group }),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(typeof negative === 'boolean' && { negative }),
    ...(typeof parts === 'boolean' && { parts }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function shorten(text: string): string {
  const { shownCharacters } = NAME_LIMITS;
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
