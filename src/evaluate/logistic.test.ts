import { describe, expect, it } from 'vitest';
import { fitLogistic, type LogisticExample } from './logistic';
import { seededRandom } from '../core/seeded-random';

/** The gradient of what is to be greatest, by its definition. */
function gradient(
  examples: readonly LogisticExample[],
  ridge: readonly number[],
  weights: readonly number[],
): number[] {
  return weights.map((weight, i) =>
    examples.reduce((sum, { features, isTrue, offset = 0, weight: times = 1 }) => {
      const odds = offset + features.reduce((total, feature, j) => total + feature * weights[j], 0);
      return sum + times * features[i] * ((isTrue ? 1 : 0) - 1 / (1 + Math.exp(-odds)));
    }, -ridge[i] * weight),
  );
}

describe('fitLogistic', () => {
  it('finds the share of what came true where there is nothing else to go by', () => {
    const examples = [true, true, true, false].map((isTrue) => ({ features: [1], isTrue }));
    expect(fitLogistic(examples, [0])[0]).toBeCloseTo(Math.log(3), 9);
  });

  it('ends where no weight can make the examples likelier', () => {
    const random = seededRandom(3, 'logistic');
    const examples = Array.from({ length: 200 }, () => {
      const features = [1, random() * 4 - 2, random()];
      const odds = 0.5 + 2 * features[1] - features[2];
      return { features, isTrue: random() < 1 / (1 + Math.exp(-odds)), offset: random() - 0.5, weight: 1 + random() };
    });
    const ridge = [0, 0.5, 2];
    for (const slope of gradient(examples, ridge, fitLogistic(examples, ridge))) expect(slope).toBeCloseTo(0, 6);
  });

  it('takes an offset as known', () => {
    const examples = [true, false].map((isTrue) => ({ features: [1], isTrue, offset: 2 }));
    expect(fitLogistic(examples, [0])[0]).toBeCloseTo(-2, 9);
  });

  it('refuses what has no end: a feature that tells all apart', () => {
    const examples = [-1, 1].map((feature) => ({ features: [feature], isTrue: feature > 0 }));
    expect(() => fitLogistic(examples, [0])).toThrow(RangeError);
    expect(fitLogistic(examples, [0.1])[0]).toBeGreaterThan(0);
  });
});
