import { wholeOf } from '../core/name';
import type { RecognizedWord } from '../protocol/recognizer-api';
import type { DraftRun } from '../store/draft-store';

/**
 * Words as stretches of text: the words of one name together, what stands between names together, with the spaces between
 * words inside the stretches that are no names.
 */
export function runsOf(words: readonly RecognizedWord[]): DraftRun[] {
  const runs: { text: string; name?: string; occurrence?: number }[] = [];
  for (const { text, name } of words) {
    const last = runs.at(-1);
    if (name !== undefined && last?.occurrence === name.occurrence) {
      last.text += ` ${text}`;
    } else if (name !== undefined) {
      if (last !== undefined) endWithSpace(runs);
      runs.push({ text, name: wholeOf(name), occurrence: name.occurrence });
    } else if (last === undefined) {
      runs.push({ text });
    } else if (last.name === undefined) {
      last.text += ` ${text}`;
    } else {
      runs.push({ text: ` ${text}` });
    }
  }
  return runs.map(({ text, name }) => (name === undefined ? { text } : { text, name }));
}

/** A name begins: the space before it belongs to no name. */
function endWithSpace(runs: { text: string; name?: string }[]): void {
  const last = runs.at(-1)!;
  if (last.name === undefined) last.text += ' ';
  else runs.push({ text: ' ' });
}
