import { describe, expect, it } from 'vitest';
import { exchangeCost, omissionCost, PhoneDistance } from './phone-distance';
import { PHONES, phonesOf, type Phones } from './phones';

const measure = new PhoneDistance();
const distance = (a: string, b: string) => measure.between(phonesOf(a), phonesOf(b));

/** By the definition: the cheapest of leaving out, putting in and exchanging what comes first. */
function slow(a: Phones, b: Phones): number {
  if (a.length === 0) return b.reduce((sum, phone) => sum + omissionCost(phone), 0);
  if (b.length === 0) return slow(b, a);
  return Math.min(
    omissionCost(a[0]) + slow(a.subarray(1), b),
    omissionCost(b[0]) + slow(a, b.subarray(1)),
    exchangeCost(a[0], b[0]) + slow(a.subarray(1), b.subarray(1)),
  );
}

const drawn = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => (seed * 31 + i * i * 17 + i * seed * 7) % PHONES.length);

describe('PhoneDistance', () => {
  it('is the cheapest way from one to the other', () => {
    for (let seed = 0; seed < 60; seed++) {
      const [a, b] = [drawn(seed % 5, seed), drawn((seed * 3) % 6, seed + 1)];
      expect(measure.between(a, b)).toBeCloseTo(slow(a, b), 9);
    }
  });

  it('is a metric: 0 for the same alone, the same both ways, never longer than a way round', () => {
    for (let seed = 0; seed < 300; seed++) {
      const [a, b, c] = [drawn(seed % 9, seed), drawn((seed * 5) % 8, seed + 3), drawn((seed * 7) % 10, seed + 11)];
      const ab = measure.between(a, b);
      expect(measure.between(a, a)).toBe(0);
      if (a.join() !== b.join()) expect(ab).toBeGreaterThan(0);
      expect(measure.between(b, a)).toBeCloseTo(ab, 9);
      expect(ab).toBeLessThanOrEqual(measure.between(a, c) + measure.between(c, b) + 1e-9);
    }
  });

  it('has the phones that people take for each other near, and the others far', () => {
    const nearer = (a: string, b: string, c: string, d: string) => expect(distance(a, b)).toBeLessThan(distance(c, d));
    nearer('P', 'B', 'P', 'Z');
    nearer('IH', 'IY', 'IH', 'AA');
    nearer('M', 'N', 'M', 'S');
    nearer('S', 'SH', 'S', 'G');
    nearer('ER', 'R', 'ER', 'K');
    nearer('AH N', 'N', 'K N', 'N');
    nearer('S IH V AO N', 'SH IH V AO N', 'S IH V AO N', 'S T IY V AH N');
  });

  it('grows with the sequences', () => {
    const long = drawn(300, 5);
    expect(measure.between(long, long)).toBe(0);
    expect(measure.between(long, new Uint8Array(0))).toBeGreaterThan(100);
  });
});
