import type { Name } from '../core/name';
import { namesFormat, readNames } from '../core/names-text';

/** 10,000 contacts with their postal addresses are 5 MB; photos inside a vCard make it more. */
const largestBytes = 20_000_000;

/** Whether a dropped file is meant as a list of names rather than as audio. */
export function isNamesFile({ name, type }: File): boolean {
  return /\.(?:txt|text|csv|tsv|vcf|vcard|json|md)$/i.test(name) || /^(?:text\/|application\/json$)/.test(type);
}

/** A file that gives no names; `message` is a sentence for the user. */
export class NamesFileError extends Error {}

/** The names of a text, CSV, vCard or JSON file. Rejects with a NamesFileError. */
export async function readNamesFile(file: File): Promise<Name[]> {
  const quoted = `“${file.name}”`;
  if (file.size > largestBytes) {
    const size = `${(file.size / 1e6).toFixed(0)} MB`;
    throw new NamesFileError(`${quoted} is too large for a list of names (${size}, at most ${largestBytes / 1e6} MB).`);
  }
  const bytes = await file.arrayBuffer().catch(() => {
    throw new NamesFileError(`${quoted} could not be read.`);
  });
  const text = decode(new Uint8Array(bytes));
  if (text === undefined) {
    throw new NamesFileError(`${quoted} is not text. Save it as CSV, vCard, JSON or plain text and try again.`);
  }
  let names: Name[];
  try {
    names = readNames(text, namesFormat(file.name, text));
  } catch {
    throw new NamesFileError(`${quoted} has no list of names that Namesake can read.`);
  }
  if (names.length === 0) throw new NamesFileError(`${quoted} has no names in it.`);
  return names;
}

/** Text in UTF-8, in UTF-16 with a mark, or in Western Windows; undefined for anything else. */
function decode(bytes: Uint8Array): string | undefined {
  const mark = (bytes[0]! << 8) | bytes[1]!;
  if (mark === 0xfffe || mark === 0xfeff)
    return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(bytes);
  // Tab, line feed, line and page break aside, text has no control characters; binary files soon have some.
  if (bytes.subarray(0, 65_536).some((byte) => byte < 32 && (byte < 9 || (byte > 13 && byte !== 27)))) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
