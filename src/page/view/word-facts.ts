import type { NameDecision } from '../../core/merge/final-merger';
import { reasonsOf, type EvidenceKind } from '../../core/merge/name-reasons';
import { BOOST_RANGE, wholeOf } from '../../core/name';
import type { SpokenUtterance, SpokenWord } from '../spoken-utterance';
import { clock } from './document-text';

/** A line of the panel. */
export type Fact = readonly [term: string, value: string];

/** Less than this, in nats, changes no mind. */
const leastShare = 0.1;
/** From here on, in nats, somebody is sure: twenty to one. */
const sureShare = 3;

/** What is known of a word: what either pass made of it, and of a name why it is there. */
export function factsOf(word: SpokenWord, { source, readings }: SpokenUtterance): Fact[] {
  const facts: Fact[] = [];
  if (word.name !== undefined) facts.push(['From your names', wholeOf(word.name)]);
  if ('heard' in word) {
    facts.push(['While you spoke', word.heard === '' ? 'Nothing here' : word.heard]);
    facts.push(['Second reading', readings?.second === undefined ? 'None' : secondReading(word.read)]);
    if (word.decision !== undefined) facts.push(...whyNamed(word.decision));
  } else {
    facts.push(['While you spoke', word.text], ['Second reading', 'None']);
  }
  facts.push(['Sureness', `${Math.round(100 * word.confidence)} %`]);
  if (source !== undefined) facts.push(['Said at', clock(word.startMs)]);
  if (readings !== undefined && readings.first.trim() !== '') {
    facts.push(['Sentence heard', readings.first]);
    if (readings.second !== undefined) facts.push(['Sentence read', readings.second]);
  }
  return facts;
}

function secondReading(read: string | undefined): string {
  if (read === undefined) return 'Left aside: it did not fit what was heard';
  return read === '' ? 'Nothing here' : read;
}

/** Why a name of the list stands there, in words. */
export function whyNamed(decision: NameDecision): Fact[] {
  const { terms, replaced, verdict } = decision;
  const { shares, boost, needed } = reasonsOf(decision);
  const kinds = (Object.keys(shares) as EvidenceKind[])
    .filter((kind) => Math.abs(shares[kind]) >= leastShare)
    .toSorted((a, b) => Math.abs(shares[b]) - Math.abs(shares[a]));
  const told = (wanted: (share: number) => boolean) =>
    kinds.filter((kind) => wanted(shares[kind])).map((kind) => phrase(kind, shares[kind], replaced));
  const [pro, contra] = [told((share) => share > 0), told((share) => share < 0)];
  const strength = `${tenths(boost)} of ${BOOST_RANGE.max}`;
  // What the second reading writes by itself stands whatever the odds.
  const found = terms.beam > 0 ? 'Heard while you spoke' : `By its sound, in place of ${quoted(replaced)}`;
  return [
    ['How it was found', verdict === 'written' ? 'The second reading wrote it by itself' : found],
    ...(pro.length > 0 ? [['For it', sentence(pro)] as const] : []),
    ...(contra.length > 0 ? [['Against it', sentence(contra)] as const] : []),
    ['Strength', verdict === 'written' ? strength : `${strength}; ${enough(needed)}`],
  ];
}

function phrase(kind: EvidenceKind, share: number, replaced: string): string {
  const isFor = share > 0;
  const sure = Math.abs(share) >= sureShare;
  switch (kind) {
    case 'heard':
      return 'it was heard while you spoke';
    case 'sound':
      if (isFor) return sure ? `its sound fits far better than ${quoted(replaced)}` : 'its sound fits';
      return sure ? `its sound fits far less well than ${quoted(replaced)}` : 'its sound does not quite fit';
    case 'second':
      if (isFor) return `the second reading finds it likelier than ${quoted(replaced)}`;
      return `the second reading ${sure ? 'strongly prefers' : 'prefers'} ${quoted(replaced)}`;
    case 'length':
      return isFor ? 'it is too long to be heard by accident' : 'it is short, and soon heard by accident';
    case 'list':
      return isFor ? 'few other names might be meant' : 'other names of your list might be meant';
    case 'boost':
      return isFor ? 'its strength is higher than usual' : 'its strength is lower than usual';
  }
}

function enough(needed: number): string {
  if (needed <= BOOST_RANGE.min) return 'it would have needed none';
  return `${tenths(needed)} would have been enough`;
}

function quoted(text: string): string {
  return text === '' ? 'nothing' : `“${text}”`;
}

function sentence(parts: readonly string[]): string {
  const [first = '', ...others] = parts;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others].join('; ');
}

/** Rounded up, so that what is said to be enough is. */
function tenths(value: number): number {
  return Math.ceil(10 * value - 1e-9) / 10;
}
