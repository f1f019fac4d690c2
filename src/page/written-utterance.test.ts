import { describe, expect, it } from 'vitest';
import { Draw } from '../core/drawn-speech';
import type { SpokenWord } from './spoken-utterance';
import { piecesOf, runsOfPieces, surePieces, wordOfPiece, writtenText } from './written-utterance';

/** Words as `ask Ann/1 comma`: `/1` is the occurrence of a name; the second pass read all, or none where `read` is false. */
function words(drawn: string, read = true): SpokenWord[] {
  return drawn.split(' ').map((one, index) => {
    const [text = '', occurrence] = one.split('/');
    const name = { text, occurrence: Number(occurrence), boost: 4 };
    return {
      text,
      startMs: 300 * index,
      endMs: 300 * index + 250,
      confidence: 1 - index / 100,
      ...(occurrence !== undefined && { name }),
      ...(read && {
        from: 'second-pass' as const,
        heard: `heard-${index}`,
        read: text,
        place: { first: index, end: index + 1 },
      }),
    };
  });
}

const writing = { beginsSentence: true, signs: true };
const draw = (seed: number) => {
  const draw = new Draw(seed);
  const phrases = ['ask', 'Ann/1', 'comma', 'Full stop.', 'new line', 'literal', 'i', 'open quote'];
  return { words: words(Array.from({ length: 12 }, () => draw.pick(phrases)).join(' '), seed % 2 === 0), writing };
};

describe('a written utterance', () => {
  it('reads the same in stretches as in pieces, wherever it is cut', () => {
    for (let seed = 0; seed < 40; seed++) {
      const utterance = draw(seed);
      const pieces = piecesOf(utterance);
      const read = (from: number, to: number) =>
        runsOfPieces(pieces.slice(from, to), utterance.words)
          .map(({ text }) => text)
          .join('');
      expect(read(0, pieces.length)).toBe(writtenText(utterance));
      const cut = 1 + (seed % pieces.length);
      const space = pieces[cut]?.spaceBefore ? ' ' : '';
      expect(read(0, cut) + space + read(cut, pieces.length)).toBe(writtenText(utterance));
    }
  });

  it('marks names alone, whatever sign follows them', () => {
    const utterance = { words: words('ask Ann/1 comma'), writing };
    expect(runsOfPieces(piecesOf(utterance), utterance.words)).toEqual([
      { text: 'Ask ' },
      { text: 'Ann', name: 'Ann' },
      { text: ',' },
    ]);
  });

  it('knows of every piece when it was said and what was heard', () => {
    for (let seed = 0; seed < 40; seed++) {
      const utterance = draw(seed);
      for (const piece of piecesOf(utterance)) {
        const said = utterance.words.slice(piece.first, piece.end);
        const word = wordOfPiece(piece, utterance.words);
        expect([word.startMs, word.endMs]).toEqual([said[0].startMs, said.at(-1)!.endMs]);
        expect(word.text).toBe(said.map(({ text }) => text).join(' '));
        expect(word.confidence).toBe(said.at(-1)!.confidence);
        if ('heard' in word) expect(word.heard).toBe(said.map((one) => 'heard' in one && one.heard).join(' '));
      }
    }
  });

  it('was refused where one of its words was', () => {
    const [full, stop] = words('full stop');
    const refused = {
      ...stop,
      from: 'first-pass' as const,
      read: undefined,
      heard: 'stop',
      place: { first: 1, end: 2 },
    };
    const utterance = { words: [full, refused], writing };
    expect(wordOfPiece(piecesOf(utterance)[0], utterance.words)).toMatchObject({ read: undefined });
  });
});

describe('words of the first pass in place of those of the second', () => {
  const inPlace = words('He saw full stop there.').map((word, index) =>
    index === 2 || index === 3
      ? { ...word, from: 'first-pass' as const, place: { first: 2, end: 4 }, read: 'fools top', instead: 'fools top' }
      : word,
  );

  it('have the case that they were given', () => {
    const utterance = {
      words: inPlace.with(0, { ...inPlace[2], text: 'he', place: { first: 0, end: 1 } }),
      writing: { beginsSentence: false, signs: false },
    };
    expect(writtenText(utterance)).toBe('he saw full stop there.');
    const refused = {
      ...utterance,
      words: words('and i saw').map((word) => ({ ...word, from: 'first-pass' as const })),
    };
    expect(writtenText(refused)).toBe('and I saw');
  });

  it('tell once what was written there', () => {
    const utterance = { words: inPlace, writing };
    const sign = piecesOf(utterance).find((piece) => piece.sign !== undefined)!;
    expect(wordOfPiece(sign, utterance.words)).toMatchObject({ text: 'full stop', read: 'fools top' });
    const twice = inPlace.with(3, { ...inPlace[3], place: { first: 4, end: 6 } });
    expect(wordOfPiece(sign, twice)).toMatchObject({ read: 'fools top fools top' });
  });
});

describe('of words that may go on', () => {
  const sure = (drawn: string, signs = true) => {
    const [stable = '', unstable = ''] = drawn.split('|');
    const utterance = { words: words(`${stable}${unstable}`.trim(), false), writing: { ...writing, signs } };
    const pieces = piecesOf(utterance);
    const count = surePieces(pieces, utterance, stable.split(' ').filter(Boolean).length);
    return pieces.slice(0, count).map(({ text }) => text);
  };

  it('a piece is sure when its words are and no sign can come of them', () => {
    expect(sure('see comma |you')).toEqual(['See', ',']);
    expect(sure('see full |')).toEqual(['See']);
    expect(sure('see full |stop')).toEqual(['See']);
    expect(sure('see full moon |rise')).toEqual(['See', 'full', 'moon']);
    expect(sure('see literal |')).toEqual(['See']);
    expect(sure('see full |', false)).toEqual(['See', 'full']);
  });
});
