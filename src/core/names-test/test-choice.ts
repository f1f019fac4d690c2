/** A name that might be tested. */
export interface Testable {
  /** When it was last tested, in ms since the epoch; undefined: never. */
  readonly testedAt: number | undefined;
  /** Whether it may be taken for common words. */
  readonly warned: boolean;
}

/** Names that one test takes: ten sentences are read in two minutes, and nobody likes to read more. */
export const mostTested = 10;

/**
 * The names in the order in which they are worth a test: those never tested first, of them those with warnings; then those
 * whose test is longest ago. Of equal ones the order stays.
 */
export function testOrder<Named extends Testable>(names: readonly Named[]): Named[] {
  return names.toSorted((a, b) => {
    const [whenA, whenB] = [a.testedAt ?? 0, b.testedAt ?? 0];
    return whenA - whenB || Number(b.warned) - Number(a.warned);
  });
}
