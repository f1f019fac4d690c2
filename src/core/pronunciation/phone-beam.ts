/*
 * The pronunciations that frames of phone emissions read with the highest probability: CTC prefix search (Hannun et al. 2014,
 * arXiv 1408.2873) without a language. It runs once per name that is said, so it is written to be read.
 */

import type { Emissions } from '../emissions';
import { LOG_ZERO, logAdd } from '../log-math';
import type { Phones } from './phones';

const LIMITS = {
  /** Prefixes kept from frame to frame. */
  beam: 24,
  /** A phone that is less probable in a frame, in nats, continues nothing there: one in 3,000. */
  leastLogProb: -8,
};

/** ln P of the paths that read a prefix and end in its last phone, and of those that end in a blank. */
interface Prefix {
  readonly phones: readonly number[];
  ended: number;
  blank: number;
}

/** Up to `most` pronunciations of the frames [start, end), likeliest first, the empty one too. */
export function likeliestPhones(emissions: Emissions, start: number, end: number, most: number): Phones[] {
  let beam: Prefix[] = [{ phones: [], ended: LOG_ZERO, blank: 0 }];
  for (let frame = start; frame < end; frame++) beam = longer(beam, emissions, frame);
  return beam.slice(0, most).map(({ phones }) => Uint8Array.from(phones));
}

function longer(beam: readonly Prefix[], { logProbs, vocabulary }: Emissions, frame: number): Prefix[] {
  const row = logProbs.subarray(frame * vocabulary, (frame + 1) * vocabulary);
  const next = new Map<string, Prefix>();
  const reach = (phones: readonly number[]) => {
    const key = phones.join(' ');
    let prefix = next.get(key);
    if (prefix === undefined) next.set(key, (prefix = { phones, ended: LOG_ZERO, blank: LOG_ZERO }));
    return prefix;
  };
  for (const { phones, ended, blank } of beam) {
    const last = phones.at(-1);
    const same = reach(phones);
    same.blank = logAdd(same.blank, logAdd(ended, blank) + row[0]);
    if (last !== undefined) same.ended = logAdd(same.ended, ended + row[last + 1]);
    for (let phone = 0; phone < vocabulary - 1; phone++) {
      const logProb = row[phone + 1];
      if (logProb < LIMITS.leastLogProb) continue;
      const more = reach([...phones, phone]);
      // The same phone twice needs a blank between.
      more.ended = logAdd(more.ended, (phone === last ? blank : logAdd(ended, blank)) + logProb);
    }
  }
  return [...next.values()].toSorted((a, b) => total(b) - total(a)).slice(0, LIMITS.beam);
}

function total({ ended, blank }: Prefix): number {
  return logAdd(ended, blank);
}
