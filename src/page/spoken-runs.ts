import { wholeOf } from '../core/name';
import type { RecognizedWord } from '../protocol/recognizer-api';
import type { DraftRun } from '../store/draft-store';

/** A word or a sign on its way into a text. */
export interface RunWord extends Pick<RecognizedWord, 'text' | 'name'> {
  /** Whether a space parts it from the one before. */
  readonly spaceBefore: boolean;
}

/**
 * Words as stretches of text: the words of one name together, what stands between names together, with the spaces between
 * words inside the stretches that are no names. No space before the first word.
 */
export function runsOf(words: readonly RunWord[]): DraftRun[] {
  const runs: { text: string; name?: string; occurrence?: number }[] = [];
  for (const [index, { text, name, spaceBefore }] of words.entries()) {
    const last = runs.at(-1);
    const space = spaceBefore && index > 0 ? ' ' : '';
    if (name !== undefined && last?.occurrence === name.occurrence) {
      last.text += space + text;
    } else if (name !== undefined) {
      if (space !== '') endWithSpace(runs);
      runs.push({ text, name: wholeOf(name), occurrence: name.occurrence });
    } else if (last === undefined || last.name !== undefined) {
      runs.push({ text: space + text });
    } else {
      last.text += space + text;
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
