import { describe, expect, it } from 'vitest';
import { AUTOMATIC_BOOST, type Name } from '../core/name';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import { AskedNames } from './asked-names';
import { strengthOf, withAutomaticBoost } from '../core/pronunciation/automatic-boost';

const collision = (boost: number): NameCollision => ({
  words: ['an'],
  alike: ['an'],
  margin: boost - AUTOMATIC_BOOST,
  boost,
});
const names = (...texts: string[]): Name[] => texts.map((text) => ({ text }));

/** A worker that finds a collision for names that begin with C, and remembers what it was asked. */
function worker() {
  const asked: string[][] = [];
  const check = new AskedNames<NameCollision | undefined>((names) => {
    asked.push(names.map(({ text, soundsLike = [] }) => [text, ...soundsLike].join('/')));
    return Promise.resolve(names.map(({ text }) => (text.startsWith('C') ? collision(1) : undefined)));
  });
  return { check, asked };
}

describe('AskedNames', () => {
  it('asks about each name once, and again when it sounds otherwise', async () => {
    const { check, asked } = worker();
    expect(await check.check(names('Cran', 'Bo'))).toBe(true);
    expect(await check.check([...names('Bo', 'Cran'), { text: 'Cran', soundsLike: ['see ran'], boost: 3 }])).toBe(true);
    expect(asked).toEqual([['Cran', 'Bo'], ['Cran/see ran']]);
    expect(check.of({ text: 'Cran', enabled: false })).toEqual(collision(1));
    expect(check.of({ text: 'Bo' })).toBeUndefined();
  });

  it('asks about a long list piece by piece, in order, whoever else asks', async () => {
    const { check, asked } = worker();
    const many = names(...Array.from({ length: 1200 }, (_, index) => `C${index}`));
    const all = await Promise.all([check.check(many), check.check(many), check.check(names('Bo'))]);
    expect(all).toEqual([true, true, true]);
    expect(asked.map((texts) => texts.length)).toEqual([500, 500, 200, 1]);
    expect(asked.flat()).toEqual([...many.map(({ text }) => text), 'Bo']);
    expect(many.every((name) => check.of(name) !== undefined)).toBe(true);
  });

  it('knows nothing where nobody answers, and asks again the next time', async () => {
    const answers = [() => Promise.resolve(undefined), () => Promise.reject<undefined>(new Error('gone'))];
    const check = new AskedNames(() => answers.shift()?.() ?? Promise.resolve([collision(0)]));
    expect(await check.check(names('Cran'))).toBe(false);
    expect(await check.check(names('Cran'))).toBe(false);
    expect(check.of({ text: 'Cran' })).toBeUndefined();
    expect(await check.check(names('Cran'))).toBe(true);
    expect(check.of({ text: 'Cran' })).toEqual(collision(0));
  });
});

describe('the strength of a name', () => {
  it('is what the user says, whatever it sounds like', () => {
    expect(strengthOf({ text: 'Cran', boost: 7 }, collision(1))).toBe(7);
    expect(withAutomaticBoost({ text: 'Cran', boost: 7 }, collision(1))).toEqual({ text: 'Cran', boost: 7 });
  });

  it('is automatic else, and lower where that would write it for common words', () => {
    expect(strengthOf({ text: 'Bo' }, undefined)).toBe(AUTOMATIC_BOOST);
    expect(withAutomaticBoost({ text: 'Bo' }, undefined)).toEqual({ text: 'Bo' });
    expect(withAutomaticBoost({ text: 'Bo' }, collision(AUTOMATIC_BOOST))).toEqual({ text: 'Bo' });
    expect(withAutomaticBoost({ text: 'Cran' }, collision(1))).toEqual({ text: 'Cran', boost: 1 });
    expect(withAutomaticBoost({ text: 'Cran' }, collision(0))).toEqual({ text: 'Cran', boost: 0 });
  });
});
