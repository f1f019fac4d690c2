import { readPackedFile, readSharedWords, Varints, type PackedFile } from '../packed-file';
import { LanguageModel } from './language-model';
import { buildLexicon } from './lexicon';

/*
 * models/language-en/language.bin: a line of JSON and the sections it names. What stands in them is said where they are
 * written, at `sections` in models/recipe/language_model.py.
 */

const FORMAT = 'namesake-language/1';
const WHAT = 'a language model';
const BACKOFF_OFFSET = 64;
/** The beginning of an utterance and the unknown word come before the words. */
const SPECIAL = 2;

interface Header {
  readonly format: string;
  readonly order: number;
  readonly costsPerNat: number;
  readonly words: number;
  /** How many n-grams of one, two, three words. */
  readonly ngrams: readonly number[];
  /** Bytes of each, in order. */
  readonly sections: Readonly<Record<string, number>>;
}

/** Throws a TypeError or RangeError where `file` is of another format or cut short. */
export function readLanguageFile(file: Uint8Array): LanguageModel {
  const { header, section } = readPackedFile<Header>(file, FORMAT, WHAT);
  checkHeader(header);
  const { costsPerNat } = header;
  const costs = section('costs');
  const lexicon = buildLexicon(readSharedWords(section('shared'), section('letters')), readIds(header, section), costs);
  return new LanguageModel({ costsPerNat, ...readNgrams(header, section) }, lexicon);
}

function checkHeader(header: Header): void {
  if (header.order !== 3 || header.ngrams.length !== 3) {
    throw new RangeError(`Expected a language model of order 3, got ${header.order}`);
  }
  if (header.ngrams[0] !== header.words + SPECIAL || header.ngrams[0] > 1 << 16) {
    throw new RangeError(`Expected ${header.words + SPECIAL} n-grams of one word, got ${header.ngrams[0]}`);
  }
}

type Section = PackedFile<Header>['section'];

function readIds({ words }: Header, section: Section): Uint16Array {
  const bytes = section('ids');
  if (bytes.length !== 2 * words) throw new RangeError(`Expected ids of ${words} words, got ${bytes.length} bytes`);
  return Uint16Array.from({ length: words }, (_, index) => bytes[2 * index] | (bytes[2 * index + 1] << 8));
}

function readNgrams({ ngrams }: Header, section: Section) {
  const [words, pairs, triples] = ngrams;
  const total = words + pairs + triples;
  const inner = words + pairs;
  const firstChild = new Int32Array(inner + 1);
  const word = new Uint16Array(total);
  const backoff = new Int16Array(inner);
  const cost = section('costs').slice();
  if (cost.length !== total) throw new RangeError(`Expected costs of ${total} n-grams, got ${cost.length}`);
  for (let id = 0; id < words; id++) word[id] = id;
  const children = new Varints(section('children'), WHAT);
  const symbols = new Varints(section('symbols'), WHAT);
  const backoffs = section('backoffs');
  let withChildren = 0;
  let next = words;
  for (let node = 0; node < inner; node++) {
    firstChild[node] = next;
    const count = children.read();
    if (count > 0) backoff[node] = backoffs[withChildren++] - BACKOFF_OFFSET;
    for (let child = 0, before = 0; child < count; child++) word[next++] = before += symbols.read();
  }
  firstChild[inner] = next;
  if (next !== total) throw new RangeError(`Expected ${total} n-grams, got ${next}`);
  return { words, firstChild, word, cost, backoff };
}
