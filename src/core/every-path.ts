import type { Emissions } from './emissions';
import { logSoftmax } from './emissions';
import { Vocabulary } from './vocabulary';

/*
 * For tests: CTC by enumeration. Every path of a few frames is written out, so what must be the sum or the maximum of
 * some of them can be had without an algorithm.
 */

/** Few tokens, but several segmentations of the same text. */
export const tinyVocabulary = new Vocabulary({ blank: 0, pieces: ['<blank>', '▁', 'a', 'b', '▁a', 'ab'] });

/** The same emissions for the same seed: a token that stands out on some frames, noise on others. */
export function drawEmissions(frames: number, seed: number): Emissions {
  const vocabulary = tinyVocabulary.size;
  const logProbs = new Float32Array(frames * vocabulary);
  let state = seed * 7919 + 1;
  for (let i = 0; i < logProbs.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    logProbs[i] = ((state >>> 8) % 1000) / 200;
  }
  logSoftmax(logProbs, vocabulary);
  return { logProbs, frames, vocabulary };
}

export interface EmissionPath {
  /** A token per frame. */
  readonly path: readonly number[];
  readonly logProb: number;
}

/** All vocabulary^frames paths. */
export function allPaths({ logProbs, frames, vocabulary }: Emissions): EmissionPath[] {
  let paths: EmissionPath[] = [{ path: [], logProb: 0 }];
  for (let frame = 0; frame < frames; frame++) {
    paths = paths.flatMap(({ path, logProb }) =>
      Array.from({ length: vocabulary }, (_, token) => ({
        path: [...path, token],
        logProb: logProb + logProbs[frame * vocabulary + token],
      })),
    );
  }
  return paths;
}

/** What a path writes, with `▁` before each word: repetitions taken once, blanks dropped. */
export function writtenBy(path: readonly number[]): string {
  let written = '';
  for (let frame = 0; frame < path.length; frame++) {
    const token = path[frame];
    if (token !== tinyVocabulary.blank && token !== path[frame - 1]) written += tinyVocabulary.pieces[token];
  }
  return written;
}
