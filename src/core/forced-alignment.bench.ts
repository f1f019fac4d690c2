import { bench, describe } from 'vitest';
import { logSoftmax } from './emissions';
import { ForcedAligner } from './forced-alignment';
import { letters } from './fake-acoustic-model';
import { PieceTable, SpellingLattice } from './spelling-lattice';
import { SpellingScorer } from './spelling-score';
import { Vocabulary } from './vocabulary';

// A vocabulary of the shipped model's size, whose pieces make four segmentations of most places.
const pieces = [
  ...letters.pieces,
  '▁th',
  'he',
  'the',
  'qu',
  'ick',
  'br',
  'ow',
  'own',
  'fo',
  'ox',
  'ju',
  'um',
  'mps',
  'ov',
  'er',
];
for (let i = 0; pieces.length < 258; i++) pieces.push(`unused${i}`);
const vocabulary = new Vocabulary({ blank: 0, pieces });

const frames = 1042;
const logProbs = Float32Array.from({ length: frames * 258 }, (_, i) => Math.sin(i * i) * 4);
logSoftmax(logProbs, 258);
const emissions = { logProbs, frames, vocabulary: 258 };
const table = new PieceTable(vocabulary);
const words = Array.from({ length: 60 }, (_, i) => [`▁${'the quick brown fox jumps over'.split(' ')[i % 6]}`]);
const aligner = new ForcedAligner();
const scorer = new SpellingScorer();
const name = SpellingLattice.ofWords([['▁the▁quick▁brown▁fox', '▁thequick▁brownfox']], table);

describe('25 s of speech', () => {
  bench('build the lattice of 60 words', () => {
    SpellingLattice.ofWords(words, table);
  });
  bench('align 60 words', () => {
    aligner.align(emissions, SpellingLattice.ofWords(words, table));
  });
  bench('score a name of four words in two spellings over 1.5 s', () => {
    scorer.score(emissions, name, { start: 500, end: 562 });
  });
});
