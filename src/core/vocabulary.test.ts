import { describe, expect, it } from 'vitest';
import { Vocabulary, type VocabularyFile } from './vocabulary';

const vocabulary = new Vocabulary({ blank: 0, pieces: ['<blank>', '▁', '▁an', 'na', "'", 's', 'r'] });
const ids = (...pieces: string[]) => pieces.map((piece) => vocabulary.pieces.indexOf(piece));

describe('a vocabulary', () => {
  it('writes words apart by single spaces', () => {
    expect(vocabulary.text(ids('▁an', 'na', '▁an', "'", 's'))).toBe("anna an's");
    expect(vocabulary.text(ids('na', '▁', 'r', '▁', '▁an', '▁'))).toBe('na r an');
    expect(vocabulary.text(ids('<blank>', '▁an', '<blank>', 'na'))).toBe('anna');
    expect(vocabulary.text([])).toBe('');
  });

  it('knows the characters of every token', () => {
    const spelled = vocabulary.pieces.map((_, id) =>
      String.fromCharCode(...vocabulary.codes.subarray(vocabulary.firstCode[id], vocabulary.firstCode[id + 1])),
    );
    expect(spelled).toEqual(['', '▁', '▁an', 'na', "'", 's', 'r']);
    expect([...vocabulary.startsWord]).toEqual([0, 1, 1, 0, 0, 0, 0]);
    expect(vocabulary.bareWordStart).toBe(1);
  });

  it('writes a character that is a token, however often others contain it', () => {
    expect(vocabulary.writes('r')).toBe(true);
    expect(vocabulary.writes('a')).toBe(false);
  });

  it('does not change with the list it was made from', () => {
    const pieces = ['<blank>', 'a'];
    const made = new Vocabulary({ blank: 0, pieces });
    pieces[1] = 'b';
    expect(made.text([1])).toBe('a');
  });

  it.each([
    [{ blank: 3, pieces: ['_', 'a'] }, 'Expected a blank among 2 pieces, got 3'],
    [{ blank: 0.5, pieces: ['_', 'a'] }, 'Expected a blank among 2 pieces, got 0.5'],
    [{ blank: 0, pieces: ['_', 'a', 'a'] }, 'Expected distinct pieces, got "a" twice'],
    [{ blank: 0, pieces: ['_', 's▁the'] }, 'Expected pieces with ▁ at their beginning only, got "s▁the" (1)'],
    [{ blank: 0, pieces: ['_', ''] }, 'Expected pieces with ▁ at their beginning only, got "" (1)'],
  ])('refuses %j', (file, message) => expect(() => new Vocabulary(file)).toThrow(new RangeError(message)));

  it.each([
    [null, 'Expected a list of 2 log-probabilities as prior, got null'],
    [[-1], 'Expected a list of 2 log-probabilities as prior, got one of 1'],
    [[-1, null], 'Expected log-probabilities as prior, got null (1)'],
    [[-1, 0.5], 'Expected log-probabilities as prior, got 0.5 (1)'],
    [[-1, -Infinity], 'Expected log-probabilities as prior, got -Infinity (1)'],
  ])('refuses the prior %o', (prior, message) => {
    const file = { blank: 0, pieces: ['_', 'a'], prior } as VocabularyFile;
    expect(() => new Vocabulary(file)).toThrow(new RangeError(message));
  });
});
