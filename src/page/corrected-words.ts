import { alignWords, Edit } from '../core/alignment';

/** A word of a text without the signs around it, and its place in the text with them. */
export interface PlacedWord {
  readonly text: string;
  readonly begin: number;
  readonly end: number;
}

/** The words of `after` that stand in place of others of `before`, those side by side together. What was only added is none. */
export function correctedWords(before: string, after: string): PlacedWord[][] {
  const [old, now] = [placedWords(before), placedWords(after)];
  const edits = alignWords(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
  );
  const stretches: PlacedWord[][] = [];
  let [next, gone] = [0, 0];
  let stretch: PlacedWord[] = [];
  const end = () => {
    if (gone > 0 && stretch.length > 0) stretches.push(stretch);
    stretch = [];
    gone = 0;
  };
  for (const edit of edits) {
    if (edit === Edit.match) end();
    else if (edit !== Edit.insertion) gone++;
    const word = edit === Edit.deletion ? undefined : now[next++];
    if (word !== undefined && edit !== Edit.match) stretch.push(word);
  }
  end();
  return stretches;
}

function placedWords(text: string): PlacedWord[] {
  return [...text.matchAll(/[\p{L}\p{N}](?:\S*[\p{L}\p{N}])?/gu)].map(({ 0: word, index }) => ({
    text: word,
    begin: index,
    end: index + word.length,
  }));
}
