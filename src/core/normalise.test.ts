import { describe, expect, it } from 'vitest';
import { normaliseText, normaliseWords } from './normalise';

describe('normaliseText', () => {
  it.each([
    ['Hello, World!', 'hello world'],
    ['it’s John‘s and rock ＇n＇ roll', "it's john's and rock 'n' roll"],
    ['it´s', "it's"],
    ['well-known — and–so‑on', 'well known and so on'],
    ['Mr. Smith, Mrs Jones and Dr. No of St. Ives', 'mister smith missus jones and doctor no of saint ives'],
    ['Mrs Drake, first', 'missus drake first'],
    ['the 21st at No. 10', 'the twenty first at no ten'],
    ['3.5 apples in 1984', 'three point five apples in nineteen eighty four'],
    ['Łódź and São Tomé', 'lodz and sao tome'],
    ['U.S. AT&T', 'u s at t'],
    ["' '' a '", 'a'],
    ['  tabs\tand\nlines ', 'tabs and lines'],
    ['🙂 Ольга 李', ''],
    ['', ''],
  ])('scores %j as %j', (text, normalised) => {
    expect(normaliseText(text)).toBe(normalised);
  });

  it('leaves normalised text alone', () => {
    const text = "the cat's mister o'neill don't twenty one";
    expect(normaliseText(text)).toBe(text);
  });

  it('gives the words it joins', () => {
    expect(normaliseWords('Jean-Luc 2')).toEqual(['jean', 'luc', 'two']);
    expect(normaliseWords(' - ')).toEqual([]);
  });
});
