/*
 * npm run learn-spellings -- --manifest FILE.jsonl --replay DIR: how the model writes sounds, for sound-spellings.ts.
 *
 * 1. Each utterance is decoded without names; its words are aligned to those of the reference. A word and what stands in
 *    its place are a pair of phones and letters, whether that is right or not.
 * 2. Which letters stand for which phone is learned from the pairs themselves (expectation and maximisation, with the
 *    best alignment of each pair in place of all): first every alignment counts, then the counts decide.
 */

import { writeFile } from 'node:fs/promises';
import { alignWords, Edit } from '../core/alignment';
import { CtcBeamSearch } from '../core/beam-search';
import { normaliseWords } from '../core/normalise';
import { PHONES, type Phones } from '../core/pronunciation/phones';
import { Place } from '../core/pronunciation/sound-speller';
import { Vocabulary } from '../core/vocabulary';
import { EmissionsFolder } from './emissions-folder';
import { readFlags, textFlag } from './flags';
import { readManifest } from './manifest';
import { openPronouncer } from './open-pronouncer';
import { UsageError } from './usage-error';

const TABLE = 'src/core/pronunciation/sound-spellings.ts';

const FLAGS = {
  manifest: textFlag('FILE.jsonl,...', 'the utterances: of the fit split or of training, never of an evaluation set'),
  replay: textFlag('DIR,...', 'their emissions (npm run evaluate -- --emissions)'),
};

const LIMITS = {
  /** Letters that one phone may be written as. */
  letters: 3,
  rounds: 12,
  /** A way to write a phone that is rarer among the phone's is left out. */
  leastShare: 0.04,
  /** Counts of the phone at any place that are added to those at one place: rare ones are learned from all. */
  shared: 8,
};

interface Pair {
  readonly phones: Phones;
  readonly letters: string;
}

/** Letters → how often, by phone and place. */
type Counts = readonly Map<string, number>[];

const emptyCounts = (): Counts => Array.from({ length: 3 * PHONES.length }, () => new Map<string, number>());

async function readPairs(manifest: string, replay: string): Promise<Pair[]> {
  const pronouncer = await openPronouncer();
  const folder = await EmissionsFolder.open(replay);
  const search = new CtcBeamSearch(new Vocabulary(folder.header));
  const pairs: Pair[] = [];
  for (const clip of await readManifest(manifest)) {
    const reference = normaliseWords(clip.text);
    const written = search.decode(await folder.read(clip.id)).text.split(' ');
    let [at, atWritten] = [0, 0];
    for (const edit of alignWords(reference, written)) {
      if (edit === Edit.match || edit === Edit.substitution) {
        const [pronunciation] = pronouncer.pronounce(reference[at]!, 1);
        if (pronunciation !== undefined) pairs.push({ phones: pronunciation.phones, letters: written[atWritten]! });
      }
      if (edit !== Edit.insertion) at++;
      if (edit !== Edit.deletion) atWritten++;
    }
  }
  return pairs;
}

/** Counts of the best alignment of each pair under `logProb`; pairs that have none, too long ones, are left out. */
function align(pairs: readonly Pair[], logProb: (column: number, letters: string) => number): Counts {
  const counts = emptyCounts();
  for (const { phones, letters } of pairs) {
    const columns = letters.length + 1;
    const best = new Float64Array((phones.length + 1) * columns).fill(-Infinity);
    const took = new Uint8Array(best.length);
    best[0] = 0;
    phones.forEach((phone, index) => {
      for (let from = 0; from < columns; from++) {
        if (best[index * columns + from] === -Infinity) continue;
        for (let length = 0; length <= LIMITS.letters && from + length < columns; length++) {
          const score =
            best[index * columns + from]! +
            logProb(columnOf(phone, index, phones.length), letters.slice(from, from + length));
          const to = (index + 1) * columns + from + length;
          if (score > best[to]!) {
            best[to] = score;
            took[to] = length;
          }
        }
      }
    });
    let end = letters.length;
    if (best[phones.length * columns + end] === -Infinity) continue;
    for (let index = phones.length - 1; index >= 0; index--) {
      const length = took[(index + 1) * columns + end]!;
      add(counts[columnOf(phones[index]!, index, phones.length)]!, letters.slice(end - length, end), 1);
      end -= length;
    }
  }
  return counts;
}

/** A prior that a word's letters go along with its phones one by one: what the first round is aligned with. */
function evenly(pairs: readonly Pair[]): Counts {
  const counts = emptyCounts();
  for (const { phones, letters } of pairs) {
    phones.forEach((phone, index) => {
      const from = Math.round((index * letters.length) / phones.length);
      const to = Math.round(((index + 1) * letters.length) / phones.length);
      const column = columnOf(phone, index, phones.length);
      add(counts[column]!, letters.slice(from, Math.min(to, from + LIMITS.letters)), 1);
    });
  }
  return counts;
}

function learn(pairs: readonly Pair[]): Counts {
  let counts = evenly(pairs);
  for (let round = 0; round < LIMITS.rounds; round++) {
    const shares = shared(counts);
    const totals = shares.map((letters) => [...letters.values()].reduce((sum, count) => sum + count, 0) + 1);
    counts = align(pairs, (column, letters) =>
      // A chunk that was never seen is possible, the less the longer it is.
      Math.log(((shares[column]!.get(letters) ?? 0) + 0.01 * 0.1 ** letters.length) / totals[column]!),
    );
  }
  return shared(counts);
}

/** Adds to each place a few of what the phone is at any place. */
function shared(counts: Counts): Counts {
  return counts.map((letters, column) => {
    const phone = 3 * Math.floor(column / 3);
    const anywhere = new Map<string, number>();
    for (const place of [0, 1, 2]) for (const [text, count] of counts[phone + place]!) add(anywhere, text, count);
    const total = Math.max(
      1,
      [...anywhere.values()].reduce((sum, count) => sum + count, 0),
    );
    const mixed = new Map(letters);
    for (const [text, count] of anywhere) add(mixed, text, (LIMITS.shared * count) / total);
    return mixed;
  });
}

/** The table as the source text of sound-spellings.ts. */
function source(counts: Counts): string {
  const rows = PHONES.map((phone, id) => {
    const places = [Place.first, Place.inside, Place.last].map((place) => {
      const letters = counts[3 * id + place]!;
      const total = [...letters.values()].reduce((sum, count) => sum + count, 0);
      const kept = [...letters].filter(([, count]) => count >= LIMITS.leastShare * total);
      kept.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return `{ ${kept.map(([text, count]) => `${/^[a-z]+$/.test(text) ? text : JSON.stringify(text)}: ${Math.log(count / total).toFixed(2)}`).join(', ')} }`;
    });
    return `  ${phone}: [${places.join(', ')}],`;
  });
  return [
    '/** Letters → ln of how often the model writes a phone so: at a word’s beginning, inside it, at its end. */',
    'export type SoundSpellings = Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>;',
    '',
    '/** `npm run learn-spellings` writes this file. */',
    'export const soundSpellings: SoundSpellings = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

function columnOf(phone: number, index: number, length: number): number {
  return 3 * phone + (index === 0 ? Place.first : index === length - 1 ? Place.last : Place.inside);
}

function add(counts: Map<string, number>, text: string, count: number): void {
  counts.set(text, (counts.get(text) ?? 0) + count);
}

const flags = readFlags(process.argv.slice(2), FLAGS);
if (flags.manifest === undefined || flags.replay === undefined) {
  throw new UsageError('Expected --manifest FILE.jsonl --replay DIR, one or several apart by commas');
}
const folders = flags.replay.split(',');
const parts = await Promise.all(
  flags.manifest.split(',').map((manifest, index) => readPairs(manifest, folders[index]!)),
);
const pairs = parts.flat();
await writeFile(TABLE, source(learn(pairs)));
process.stdout.write(`${TABLE} from ${pairs.length} words\n`);
