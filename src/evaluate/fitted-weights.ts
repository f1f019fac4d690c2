import { fitLogistic } from './logistic';

/** A weight of 1 in units of its feature's spread costs half a nat: the examples are few. */
const RIDGE = 1;

/** A candidate for a decision: what speaks for it, whether it was right, and for how many it stands. */
export interface DecidedExample<Name extends string> {
  readonly features: Readonly<Record<Name, number>>;
  readonly isTrue: boolean;
  readonly weight: number;
}

/** Logistic weights by feature; 0 of those that are not `used`. The one called `bias` is left free. */
export function fittedWeights<Name extends string>(
  examples: readonly DecidedExample<Name>[],
  used: (feature: Name) => boolean = () => true,
): Record<Name, number> {
  const names = Object.keys(examples[0]!.features) as Name[];
  const chosen = names.filter(used);
  const spread = chosen.map((name) => Math.max(1e-6, deviation(examples.map(({ features }) => features[name]))));
  const weights = fitLogistic(
    examples.map(({ features, isTrue, weight }) => ({
      weight,
      features: chosen.map((name, i) => (name === 'bias' ? 1 : features[name] / spread[i]!)),
      isTrue,
    })),
    chosen.map((name) => (name === 'bias' ? 0 : RIDGE)),
  );
  const byName = new Map(chosen.map((name, i) => [name, name === 'bias' ? weights[i]! : weights[i]! / spread[i]!]));
  return Object.fromEntries(names.map((name) => [name, byName.get(name) ?? 0])) as Record<Name, number>;
}

/** Prints the weights, and how often candidates of given odds were right. */
export function tellWeights<Name extends string>(
  title: string,
  weights: Readonly<Record<Name, number>>,
  examples: readonly DecidedExample<Name>[],
): void {
  const entries = Object.entries(weights) as [Name, number][];
  process.stdout.write(
    `${title}: { ${entries.map(([name, weight]) => `${name}: ${weight.toFixed(3)}`).join(', ')} }\n`,
  );
  const bins = [0.1, 0.3, 0.5, 0.7, 0.9, 1].map((upTo) => ({ upTo, count: 0, sum: 0, right: 0 }));
  for (const { features, isTrue } of examples) {
    const logit = entries.reduce((sum, [name, weight]) => sum + weight * features[name], 0);
    const probability = 1 / (1 + Math.exp(-logit));
    const bin = bins.find(({ upTo }) => probability <= upTo)!;
    bin.count++;
    bin.sum += probability;
    if (isTrue) bin.right++;
  }
  for (const { upTo, count, sum, right } of bins) {
    process.stdout.write(
      `  up to ${upTo}: ${count} candidates, predicted ${(sum / count).toFixed(2)}, right ${(right / count).toFixed(2)}\n`,
    );
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
