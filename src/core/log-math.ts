/** The logarithm of probability 0: what is impossible. */
export const LOG_ZERO = -Infinity;

/** log(exp(a) + exp(b)), without leaving the logarithmic domain. */
export function logAdd(a: number, b: number): number {
  if (a < b) return b + Math.log1p(Math.exp(a - b));
  // Not where both are impossible: −∞ − (−∞) would be NaN.
  return b === LOG_ZERO ? a : a + Math.log1p(Math.exp(b - a));
}

/**
 * Adds the probability whose logarithm is `terms[term]` to the one whose logarithm is `sums[sum]`, for loops that must not
 * allocate: a fractional number that a function takes or returns, as `logAdd` does, may be boxed on the heap.
 */
export function logAddTo(sums: Float64Array, sum: number, terms: Float64Array, term: number): void {
  const a = sums[sum];
  const b = terms[term];
  if (a < b) sums[sum] = b + Math.log1p(Math.exp(a - b));
  else if (b !== LOG_ZERO) sums[sum] = a + Math.log1p(Math.exp(b - a));
}
