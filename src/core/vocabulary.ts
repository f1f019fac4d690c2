/** What SentencePiece writes for the space before a word: U+2581. */
export const WORD_START = '▁';
export const WORD_START_CODE = WORD_START.charCodeAt(0);

/** A vocabulary as it is stored beside its model (`vocabulary.json`). */
export interface VocabularyFile {
  /** Id of the CTC blank; what its piece says does not matter. */
  readonly blank: number;
  /** The text of each token, by id; `▁` opens a word. */
  readonly pieces: readonly string[];
  /**
   * How likely the model takes each token to be before it has heard anything: the log, in nats, of its mean probability
   * over speech. A model without it is taken at its word.
   */
  readonly prior?: readonly number[];
}

/**
 * The tokens of a model and the characters that each of them writes. Words begin with `▁`, at the beginning of a piece
 * or as a piece of its own; a piece that spans two words is refused, since a decoder counts words at token ends.
 */
export class Vocabulary {
  readonly pieces: readonly string[];
  readonly blank: number;
  readonly size: number;
  /** 1 for tokens whose piece begins with `▁`. */
  readonly startsWord: Uint8Array;
  /** The token that is `▁` and nothing else, or −1: after it a word has begun but has no letters yet. */
  readonly bareWordStart: number;
  /** UTF-16 codes of all pieces, one after the other, `▁` included and the blank's left out ... */
  readonly codes: Uint16Array;
  /** ... those of token t at firstCode[t] up to firstCode[t + 1]. */
  readonly firstCode: Int32Array;
  /** As in the file, by token. */
  readonly prior: readonly number[] | undefined;
  readonly #alone: ReadonlySet<string>;

  constructor({ pieces, blank, prior }: VocabularyFile) {
    const distinct = new Set(pieces);
    if (!Number.isInteger(blank) || blank < 0 || blank >= pieces.length) {
      throw new RangeError(`Expected a blank among ${pieces.length} pieces, got ${blank}`);
    }
    if (distinct.size !== pieces.length) {
      const twice = pieces.find((piece, id) => pieces.indexOf(piece) !== id);
      throw new RangeError(`Expected distinct pieces, got ${JSON.stringify(twice)} twice`);
    }
    if (prior !== undefined) checkPrior(prior, pieces.length);
    const flat: number[] = [];
    const size = pieces.length;
    this.startsWord = new Uint8Array(size);
    this.firstCode = new Int32Array(size + 1);
    for (let id = 0; id < size; id++) {
      const piece = pieces[id];
      if (id !== blank) {
        if (piece === '' || piece.lastIndexOf(WORD_START) > 0) {
          throw new RangeError(`Expected pieces with ▁ at their beginning only, got ${JSON.stringify(piece)} (${id})`);
        }
        for (let i = 0; i < piece.length; i++) flat.push(piece.charCodeAt(i));
        this.startsWord[id] = piece.startsWith(WORD_START) ? 1 : 0;
      }
      this.firstCode[id + 1] = flat.length;
    }
    this.pieces = [...pieces];
    this.prior = prior && [...prior];
    this.blank = blank;
    this.size = size;
    this.bareWordStart = pieces.indexOf(WORD_START);
    this.codes = Uint16Array.from(flat);
    this.#alone = distinct;
  }

  /** Whether `character` is a token, so that words with it can be written however rare they are. */
  writes(character: string): boolean {
    return this.#alone.has(character);
  }

  /** The text that `tokens` write: words apart by single spaces, none around them. */
  text(tokens: Iterable<number>): string {
    let written = '';
    for (const token of tokens) if (token !== this.blank) written += this.pieces[token];
    return written.split(WORD_START).filter(Boolean).join(' ');
  }
}

/** `prior` comes from a file, which may hold anything. */
function checkPrior(prior: unknown, size: number): void {
  if (!Array.isArray(prior) || prior.length !== size) {
    const given = Array.isArray(prior) ? `one of ${prior.length}` : String(prior);
    throw new RangeError(`Expected a list of ${size} log-probabilities as prior, got ${given}`);
  }
  const wrong = prior.findIndex((logProb) => !(Number.isFinite(logProb) && logProb <= 0));
  if (wrong >= 0) throw new RangeError(`Expected log-probabilities as prior, got ${String(prior[wrong])} (${wrong})`);
}
