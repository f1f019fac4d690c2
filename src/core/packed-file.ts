/*
 * Files that a recipe packs for the page: a line of JSON, then sections of bytes, whose names and lengths the line gives.
 */

const NEWLINE = 10;

interface PackedHeader {
  readonly format: string;
  /** Bytes of each section, in order. */
  readonly sections: Readonly<Record<string, number>>;
}

export interface PackedFile<Header> {
  readonly header: Header;
  /** Throws a TypeError where there is none of that name. */
  readonly section: (name: string) => Uint8Array;
}

/** Throws a TypeError or RangeError where `file` is of another format or cut short. `what`: for the message. */
export function readPackedFile<Header extends PackedHeader>(
  file: Uint8Array,
  format: string,
  what: string,
): PackedFile<Header> {
  const headerEnd = file.indexOf(NEWLINE);
  const text = asciiText(file, 0, Math.max(0, headerEnd));
  const header = text.startsWith('{') ? (JSON.parse(text) as Header) : undefined;
  if (header?.format !== format) throw new TypeError(`Expected ${what} of format ${format}, got ${text.slice(0, 40)}`);
  const sections = new Map<string, Uint8Array>();
  let at = headerEnd + 1;
  for (const [name, bytes] of Object.entries(header.sections)) {
    sections.set(name, file.subarray(at, at + bytes));
    at += bytes;
  }
  if (at !== file.length) throw new RangeError(`Expected ${at} bytes of ${what}, got ${file.length}`);
  const section = (name: string) => {
    const bytes = sections.get(name);
    if (bytes === undefined) throw new TypeError(`Expected a section "${name}" of ${what}`);
    return bytes;
  };
  return { header, section };
}

/**
 * Words that are stored in order, each as how many letters it shares with the one before (`shared`) and its others, ended by a
 * newline (`letters`).
 */
export function readSharedWords(shared: Uint8Array, letters: Uint8Array): string[] {
  const words: string[] = [];
  let word = '';
  let at = 0;
  for (const count of shared) {
    const end = letters.indexOf(NEWLINE, at);
    if (end < 0) throw new RangeError(`Expected ${shared.length} words, got ${words.length}`);
    word = word.slice(0, count) + asciiText(letters, at, end);
    at = end + 1;
    words.push(word);
  }
  return words;
}

/** Whole numbers in a row, each as unsigned LEB128. */
export class Varints {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  read(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.done) throw new RangeError(`Expected more bytes of ${this.#what}`);
      const byte = this.#bytes[this.#at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  // In pieces: a function takes so many arguments and no more.
  for (let at = start; at < end; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4096)));
  return text;
}
