import { seededRandom } from '../core/seeded-random';

const ONSETS = 'b br c ch d dr f fl g gr h j k kl l m n p pr r s sh sk st t th tr v w z'.split(' ');
const VOWELS = 'a e i o u ai ea ee ie oo ou y'.split(' ');
const CODAS = ['', '', '', 'l', 'm', 'n', 'nd', 'r', 'rk', 's', 'st', 't', 'x'];

/** `count` different names of two words that share beginnings as people's names do; the same ones each time. */
export function madeUpNames(count: number): string[] {
  const random = seededRandom(1, 'made-up names');
  const pick = (choices: readonly string[]) => choices[Math.floor(random() * choices.length)]!;
  const word = () =>
    Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(ONSETS) + pick(VOWELS) + pick(CODAS)).join('');
  const names = new Set<string>();
  while (names.size < count) names.add(`${word()} ${word()}`);
  return [...names];
}
