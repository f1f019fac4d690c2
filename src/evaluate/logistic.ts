/** What a logistic model learns from: features, and whether it came true; `weight` for how many it stands. */
export interface LogisticExample {
  readonly features: readonly number[];
  readonly isTrue: boolean;
  /** Log-odds that are known beforehand and added as they are. Default 0. */
  readonly offset?: number;
  readonly weight?: number;
}

const limits = {
  iterations: 50,
  /** Newton's steps become this small in every weight. */
  tolerance: 1e-9,
};

/**
 * The weights w that make ln P(examples) − ridge/2 · Σ w² greatest, where the log-odds of an example are w · features +
 * offset: Newton's method. `ridge` per feature; 0 leaves a weight free, as a bias should be.
 */
export function fitLogistic(examples: readonly LogisticExample[], ridge: readonly number[]): number[] {
  const size = ridge.length;
  const weights = Array<number>(size).fill(0);
  for (let iteration = 0; iteration < limits.iterations; iteration++) {
    const gradient = weights.map((weight, i) => -ridge[i]! * weight);
    const curvature = ridge.map((r, i) => ridge.map((_, j) => (i === j ? r : 0)));
    for (const { features, isTrue, offset = 0, weight = 1 } of examples) {
      const probability = 1 / (1 + Math.exp(-offset - dot(weights, features)));
      const error = weight * ((isTrue ? 1 : 0) - probability);
      const spread = weight * probability * (1 - probability);
      for (let i = 0; i < size; i++) {
        gradient[i]! += error * features[i]!;
        for (let j = 0; j < size; j++) curvature[i]![j]! += spread * features[i]! * features[j]!;
      }
    }
    const step = solve(curvature, gradient);
    for (let i = 0; i < size; i++) weights[i]! += step[i]!;
    if (Math.max(...step.map(Math.abs)) < limits.tolerance) return weights;
  }
  throw new RangeError(`Expected weights that settle, got none after ${limits.iterations} steps: raise the ridge`);
}

/** x with matrix · x = vector, by Gaussian elimination; the matrix is positive definite. */
function solve(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, vector[i]!]);
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const pivotRow = rows[pivot]!;
    for (let row = pivot + 1; row < size; row++) {
      const factor = rows[row]![pivot]! / pivotRow[pivot]!;
      for (let column = pivot; column <= size; column++) rows[row]![column]! -= factor * pivotRow[column]!;
    }
  }
  const solution = Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let rest = rows[row]![size]!;
    for (let column = row + 1; column < size; column++) rest -= rows[row]![column]! * solution[column]!;
    solution[row] = rest / rows[row]![row]!;
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
