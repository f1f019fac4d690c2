/**
 * Uniform numbers in [0, 1), the same for the same seed and key on every machine. The key (an utterance's id) makes the
 * draws of one utterance independent of which others are evaluated. FNV-1a mixes both into mulberry32's state.
 */
export function seededRandom(seed: number, key: string): () => number {
  let state = 0x811c9dc5;
  for (const unit of `${seed}:${key}`) state = Math.imul(state ^ unit.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Yields the numbers below `size` in random order, each once; takes memory only for those drawn. */
export function* shuffledIndices(size: number, random: () => number): Generator<number> {
  // Fisher-Yates from the front, keeping of the virtual array only what was moved.
  const moved = new Map<number, number>();
  for (let index = 0; index < size; index++) {
    const pick = index + Math.floor(random() * (size - index));
    yield moved.get(pick) ?? pick;
    moved.set(pick, moved.get(index) ?? index);
    moved.delete(index);
  }
}
