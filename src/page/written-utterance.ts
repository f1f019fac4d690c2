import { mayBeginSign } from '../core/casing/spoken-signs';
import { textOfPieces, writtenPieces, type DictatedWord, type WrittenPiece } from '../core/casing/written-form';
import type { RevisedWord } from '../core/merge/word-readings';
import { runsOf } from './spoken-runs';
import type { DraftRun } from '../store/draft-store';
import type { SpokenUtterance, SpokenWord } from './spoken-utterance';

/** What is written of an utterance, which itself keeps what was heard. */
export type Written = Pick<SpokenUtterance, 'words' | 'writing'>;

export function piecesOf({ words, writing }: Written): WrittenPiece[] {
  return writtenPieces(words.map(dictated), writing);
}

export function writtenText(utterance: Written): string {
  return textOfPieces(piecesOf(utterance));
}

/** Pieces of `words` as stretches of text, from `pieces[0]` on without the space before it. */
export function runsOfPieces(pieces: readonly WrittenPiece[], words: readonly SpokenWord[]): DraftRun[] {
  return runsOf(
    pieces.map(({ text, end, spaceBefore, sign }) => {
      const name = sign === undefined ? words[end - 1]?.name : undefined;
      return { text, spaceBefore, ...(name && { name }) };
    }),
  );
}

/** The words of a piece as one: what was heard there, from when to when. */
export function wordOfPiece({ first, end }: WrittenPiece, words: readonly SpokenWord[]): SpokenWord {
  const said = words.slice(first, end);
  const [word] = said as [SpokenWord];
  if (said.length === 1) return word;
  const joined = (texts: readonly string[]) => texts.filter((text) => text !== '').join(' ');
  const whole = {
    ...word,
    text: joined(said.map(({ text }) => text)),
    endMs: said.at(-1)!.endMs,
    confidence: Math.min(...said.map(({ confidence }) => confidence)),
  };
  if (!('heard' in whole)) return whole;
  const readings = said.filter((one) => 'heard' in one);
  // Words of the first pass that stand for the same ones of the second tell so each.
  const read = readings.flatMap((word, index) => (standForTheSame(readings[index - 1], word) ? [] : [word.read]));
  return {
    ...whole,
    heard: joined(readings.map(({ heard }) => heard)),
    read: read.every((text) => text !== undefined) ? joined(read) : undefined,
  };
}

function standForTheSame(before: RevisedWord | undefined, word: RevisedWord): boolean {
  if (before?.instead === undefined || word.instead === undefined) return false;
  return before.place.first === word.place.first && before.place.end === word.place.end;
}

/** How many of `pieces` will stay as they are when the first `stable` words do: "full" may yet become a full stop. */
export function surePieces(pieces: readonly WrittenPiece[], { words, writing }: Written, stable: number): number {
  const isHalfSaid = (end: number) => writing.signs && mayBeginSign(words[end - 1]?.text ?? '');
  const unsure = pieces.findIndex(({ end }) => end > stable || (end === stable && isHalfSaid(end)));
  return unsure < 0 ? pieces.length : unsure;
}

function dictated(word: SpokenWord): DictatedWord {
  const { text, name } = word;
  // Where the second pass was refused all is the first's, in small letters.
  const hasCase = 'from' in word && (word.from !== 'first-pass' || word.instead !== undefined);
  return { text, hasCase, ...(name && { name }) };
}
