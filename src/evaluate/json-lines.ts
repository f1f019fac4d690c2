import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error';

/** The objects of a JSON-lines file, each with the place (`file:line`) for messages. Empty lines are skipped. */
export async function readJsonLines(
  path: string,
  what: string,
  remedy = '',
): Promise<{ readonly place: string; readonly row: Readonly<Record<string, unknown>> }[]> {
  const rows = [];
  for (const [index, line] of (await readTextFile(path, what, remedy)).split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${path}:${index + 1}`;
    rows.push({ place, row: parseRow(line, place) });
  }
  return rows;
}

/** A UTF-8 file's text; a UsageError that says `what` was looked for, and `remedy`, when there is none. */
export async function readTextFile(path: string, what: string, remedy = ''): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} ${path}: ${readFailure(error)}${remedy}`);
  }
}

/** Why a file could not be read, in words. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}

function parseRow(line: string, place: string): Record<string, unknown> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw new UsageError(`${place}: expected JSON, got ${JSON.stringify(line.slice(0, 60))}`);
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new UsageError(`${place}: expected a JSON object, got ${line.slice(0, 60)}`);
  }
  return row as Record<string, unknown>;
}
