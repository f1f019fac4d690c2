import { readPackedFile, readSharedWords, Varints } from '../packed-file';
import { LetterToSound, type LetterToSoundTables } from './letter-to-sound';
import { PHONES, phonesOf, type Phones } from './phones';

/*
 * models/pronunciations/pronunciations.bin: a line of JSON and the sections it names. What stands in them is said where
 * they are written, in models/recipe/pronunciations.py.
 */

const FORMAT = 'namesake-pronunciations/1';
const WHAT = 'pronunciations';
const NEXT_PRONUNCIATION = 254;
const LAST_PRONUNCIATION = 255;
const BACKOFF_OFFSET = 32;

interface Header {
  readonly format: string;
  readonly order: number;
  readonly costsPerNat: number;
  readonly phones: readonly string[];
  /** Letter and phones. */
  readonly graphones: readonly (readonly [string, string])[];
  readonly ngrams: number;
  readonly words: number;
  /** Bytes of each, in order. */
  readonly sections: Readonly<Record<string, number>>;
}

export interface PronunciationFile {
  readonly letterToSound: LetterToSound;
  /** The words that letter to sound does not get right by itself; their pronunciations, likeliest first. */
  readonly dictionary: ReadonlyMap<string, readonly Phones[]>;
}

/** Throws a TypeError or RangeError where `file` is of another format or cut short. */
export function readPronunciationFile(file: Uint8Array): PronunciationFile {
  const { header, section } = readPackedFile<Header>(file, FORMAT, WHAT);
  if (header.phones.join() !== PHONES.join()) throw new TypeError(`Expected the phones ${PHONES.join()}`);
  return {
    letterToSound: new LetterToSound(readTables(header, section)),
    dictionary: readDictionary(header, section),
  };
}

function readTables(header: Header, section: (name: string) => Uint8Array): LetterToSoundTables {
  const { ngrams } = header;
  const firstChild = new Int32Array(ngrams + 1);
  const symbol = new Uint16Array(ngrams);
  const cost = new Uint8Array(ngrams);
  const backoff = new Int16Array(ngrams);
  cost.set(section('costs'), 1);
  const children = new Varints(section('children'), WHAT);
  const symbols = new Varints(section('symbols'), WHAT);
  const backoffs = section('backoffs');
  let withChildren = 0;
  let next = 1;
  for (let node = 0; node < ngrams; node++) {
    firstChild[node] = next;
    // The longest n-grams are the last ones; none is extended.
    const count = children.done ? 0 : children.read();
    if (count > 0) backoff[node] = backoffs[withChildren++] - BACKOFF_OFFSET;
    for (let child = 0, before = 0; child < count; child++) symbol[next++] = before += symbols.read();
  }
  firstChild[ngrams] = next;
  if (next !== ngrams) throw new RangeError(`Expected ${ngrams} n-grams, got ${next}`);
  const graphones = header.graphones.map(([letter, phones]) => ({ letter, phones: phonesOf(phones) }));
  return { order: header.order, costsPerNat: header.costsPerNat, graphones, firstChild, symbol, cost, backoff };
}

function readDictionary({ words }: Header, section: (name: string) => Uint8Array): Map<string, readonly Phones[]> {
  const phones = section('phones');
  const dictionary = new Map<string, readonly Phones[]>();
  let atPhone = 0;
  for (const word of readSharedWords(section('shared'), section('letters'))) {
    const pronunciations: Phones[] = [];
    for (let end = atPhone; ; end++) {
      if (phones[end] < NEXT_PRONUNCIATION) continue;
      pronunciations.push(phones.subarray(atPhone, end));
      atPhone = end + 1;
      if (phones[end] !== NEXT_PRONUNCIATION) break;
    }
    dictionary.set(word, pronunciations);
  }
  if (phones[atPhone - 1] !== LAST_PRONUNCIATION || dictionary.size !== words) {
    throw new RangeError(`Expected ${words} words with pronunciations, got ${dictionary.size}`);
  }
  return dictionary;
}
