import type { Name } from '../core/name';

/** Names as a user lists them, all with the same boost in nats; undefined leaves it to the recognizer. */
export function boostedNames(texts: readonly string[], boost: number | undefined): Name[] {
  return texts.map((text) => ({ text, ...(boost !== undefined && { boost }) }));
}
