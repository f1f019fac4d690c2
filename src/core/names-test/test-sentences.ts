/*
 * Sentences to be read aloud, one for each name. A name of any kind must fit in any of them, since nobody knows whether it is
 * a person, a town or a medicine: it is the name of something that one can hear of, write about and look for.
 */

import { seededRandom, shuffledIndices } from '../seeded-random';

/** Where the name stands; `end`: nothing follows it. */
export type NamePlace = 'subject' | 'object' | 'middle' | 'end';

interface Carrier {
  readonly place: NamePlace;
  /** `*` stands for the name. */
  readonly text: string;
}

const carriers: readonly Carrier[] = [
  { place: 'subject', text: '* came up twice in the meeting today.' },
  { place: 'subject', text: '* is the first thing on my list this morning.' },
  { place: 'subject', text: '* was in the news again last night.' },
  { place: 'subject', text: '* will be on the next page of the report.' },
  { place: 'subject', text: '* does not need an answer before Friday.' },
  { place: 'object', text: 'We chose * because everything else was too far away.' },
  { place: 'object', text: 'Nobody mentioned * when we talked about the plan.' },
  { place: 'object', text: 'Please put * at the top of the page.' },
  { place: 'object', text: 'I found * in an old letter from my brother.' },
  { place: 'object', text: 'They remember * from the summer before last.' },
  { place: 'middle', text: 'I have a letter for * from the old man.' },
  { place: 'middle', text: 'The story about * was longer than I expected.' },
  { place: 'middle', text: 'My notes on * are still in the other bag.' },
  { place: 'middle', text: 'What you said about * made all of us laugh.' },
  { place: 'middle', text: 'The photographs of * are on the kitchen table.' },
  { place: 'end', text: 'Have you ever heard of *?' },
  { place: 'end', text: 'This afternoon I want to write about *.' },
  { place: 'end', text: 'There was one more question about *.' },
  { place: 'end', text: 'Before we go home, let us look again at *.' },
  { place: 'end', text: 'I spent the whole evening reading about *.' },
];

/** Sentences that there are for a name. */
export const carrierCount = carriers.length;

/** What they are, `*` for the name. */
export const carrierTexts: readonly string[] = carriers.map(({ text }) => text);

const places: readonly NamePlace[] = ['subject', 'object', 'middle', 'end'];

export interface TestSentence {
  readonly name: string;
  readonly place: NamePlace;
  /** Index of its carrier. */
  readonly carrier: number;
  /** What stands before the name and after it; the whole is `textOf`. */
  readonly before: string;
  readonly after: string;
}

/**
 * A sentence for each of `names`, in their order, the same for the same names and seed. As long as there are enough, no two
 * are alike, and the places of the names change from one to the next.
 */
export function testSentences(names: readonly string[], seed: number): TestSentence[] {
  const random = seededRandom(seed, names.join('\n'));
  const placed = places.map((place) => {
    const indices = carriers.flatMap((carrier, index) => (carrier.place === place ? [index] : []));
    return [...shuffledIndices(indices.length, random)].map((index) => indices[index]);
  });
  const order = [...shuffledIndices(places.length, random)];
  return names.map((name, index) => {
    const there = placed[order[index % places.length]];
    return sentenceOf(name, there[Math.floor(index / places.length) % there.length]);
  });
}

/** Another sentence for the same name: after as many as there are, the first comes again. */
export function anotherSentence({ name, carrier }: TestSentence): TestSentence {
  return sentenceOf(name, (carrier + 1) % carriers.length);
}

export function textOf({ name, before, after }: TestSentence): string {
  return before + name + after;
}

function sentenceOf(name: string, carrier: number): TestSentence {
  const { place, text } = carriers[carrier];
  const [before, after] = text.split('*');
  return { name, place, carrier, before, after };
}
