import { WORD_START } from '../vocabulary';
import { decodeUtf8, encodeUtf8 } from './utf8';

/** Where the 256 tokens for single bytes begin. */
const firstByte = 3;

/** Where the pieces with a text of their own begin: after unknown, start, end and the bytes. */
const firstPiece = firstByte + 256;

/**
 * The vocabulary of the second pass: Llama's 32,000 pieces, and the tokenizer that goes with them (SentencePiece, BPE with
 * byte fallback, https://github.com/google/sentencepiece):
 *
 * 1. spaces become `▁`, and one is put before the text;
 * 2. each character is a token; one that has none becomes the tokens of its UTF-8 bytes;
 * 3. of all neighbours that together are a piece, those with the best piece are joined, the leftmost first; again, until
 *    none are left. The lower its id the better a piece is, but runs of `▁` come last.
 *
 * Left out: SentencePiece's own normalisation, which Llama's vocabulary does not use.
 */
export class Pieces {
  /** Number of tokens that have a text. A model may have more: they write nothing. */
  readonly size: number;
  readonly #pieces: readonly string[];
  /** Piece → id. */
  readonly #ids: ReadonlyMap<string, number>;

  /** `table`: the pieces from id 259 on, one a line. */
  constructor(table: string) {
    this.#pieces = table.split('\n');
    this.#ids = new Map(this.#pieces.map((piece, index) => [piece, firstPiece + index]));
    this.size = firstPiece + this.#pieces.length;
    if (this.#ids.size !== this.#pieces.length || !this.#ids.has(WORD_START)) {
      throw new RangeError(`Expected distinct pieces, ${WORD_START} among them, got ${this.#pieces.length} lines`);
    }
  }

  /** What the tokens write, without the space before it. Start, end and unknown tokens write nothing. */
  text(tokens: Iterable<number>): string {
    let text = '';
    let bytes: number[] = [];
    const flush = () => {
      text += decodeUtf8(bytes);
      bytes = [];
    };
    for (const token of tokens) {
      if (token >= firstByte && token < firstPiece) {
        bytes.push(token - firstByte);
        continue;
      }
      if (bytes.length > 0) flush();
      text += this.#pieces[token - firstPiece] ?? '';
    }
    flush();
    const spaced = text.replaceAll(WORD_START, ' ');
    return spaced.startsWith(' ') ? spaced.slice(1) : spaced;
  }

  /** The sum of the tokens' values in each word that they write, in order. */
  sumByWord(tokens: readonly number[], values: readonly number[]): number[] {
    const sums: number[] = [];
    // A space alone belongs to the word after it.
    let space = 0;
    let begins = true;
    for (const [index, token] of tokens.entries()) {
      const piece = this.#pieces[token - firstPiece] ?? '';
      begins ||= piece.startsWith(WORD_START);
      if (piece !== '' && piece.replaceAll(WORD_START, '') === '') {
        space += values[index];
      } else {
        if (begins) sums.push(space);
        sums[sums.length - 1] += values[index];
        [space, begins] = [0, false];
      }
    }
    return sums;
  }

  /** The tokens of `text`, without start and end. */
  encode(text: string): number[] {
    if (text === '') return [];
    const tokens = this.#characters(WORD_START + text.replaceAll(' ', WORD_START));
    /** How good the piece is that each token makes with the one after it: lower is better. */
    const ranks = tokens.map((_, index) => this.#rank(this.#join(tokens, index)));
    for (;;) {
      let best = 0;
      for (let index = 1; index < ranks.length; index++) if (ranks[index] < ranks[best]) best = index;
      if (ranks[best] === Infinity) return tokens;
      tokens.splice(best, 2, this.#join(tokens, best)!);
      ranks.splice(best, 1);
      for (const index of best > 0 ? [best - 1, best] : [best]) ranks[index] = this.#rank(this.#join(tokens, index));
    }
  }

  #characters(text: string): number[] {
    const tokens: number[] = [];
    for (const character of text) {
      const token = this.#ids.get(character);
      if (token !== undefined) tokens.push(token);
      else for (const byte of encodeUtf8(character)) tokens.push(firstByte + byte);
    }
    return tokens;
  }

  /** The token for the text of two neighbours. */
  #join(tokens: readonly number[], index: number): number | undefined {
    const first = this.#pieces[tokens[index] - firstPiece];
    const second = this.#pieces[tokens[index + 1] - firstPiece];
    return first === undefined || second === undefined ? undefined : this.#ids.get(first + second);
  }

  #rank(token: number | undefined): number {
    if (token === undefined) return Infinity;
    return this.#pieces[token - firstPiece].replaceAll(WORD_START, '') === '' ? this.size : token;
  }
}
