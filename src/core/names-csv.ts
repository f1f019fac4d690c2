import { BOOST_RANGE, type Name } from './name';

/*
 * Tables of names: RFC 4180 with the separator guessed from the first line (comma, semicolon or tab).
 *
 * With a header that we know (our own, or that of the address books of Google and Outlook) columns go by their titles.
 * Without one, a single row or a single column is a list of names, and of any other table the first column is taken.
 */

type Column = 'text' | 'given' | 'middle' | 'family' | 'soundsLike' | 'boost' | 'group' | 'enabled';

const TITLES = new Map<string, Column>([
  ...titles('text', 'name', 'text', 'full name', 'display name', 'term', 'phrase', 'word', 'entity'),
  ...titles('given', 'first name', 'given name', 'firstname'),
  ...titles('middle', 'middle name', 'additional name', 'middlename'),
  ...titles('family', 'last name', 'family name', 'surname', 'lastname'),
  ...titles('soundsLike', 'sounds like', 'soundslike', 'sounds', 'pronunciation', 'alias', 'aliases'),
  ...titles('boost', 'boost', 'strength', 'weight'),
  ...titles('group', 'group', 'category'),
  ...titles('enabled', 'enabled', 'active'),
]);

function titles(column: Column, ...names: string[]): [string, Column][] {
  return names.map((name) => [name, column]);
}

/** The names of a table; rows without any text are passed over. */
export function readNamesCsv(text: string): Name[] {
  const rows = readRows(text).filter((row) => row.some((cell) => cell.trim() !== ''));
  const header = rows[0]?.map((cell) => TITLES.get(cell.trim().toLowerCase().replaceAll('_', ' ')));
  if (header === undefined) return [];
  if (header.some((column) => column === 'text' || column === 'given' || column === 'family')) {
    return rows.slice(1).map((row) => readRow(row, header));
  }
  const cells = rows.length === 1 ? rows[0] : rows.map((row) => row[0] ?? '');
  return cells.map((cell) => ({ text: cell.trim() }));
}

function readRow(row: readonly string[], header: readonly (Column | undefined)[]): Name {
  const cell = (column: Column) => row[header.indexOf(column)]?.trim() ?? '';
  const parts = [cell('given'), cell('middle'), cell('family')].filter((part) => part !== '');
  const soundsLike = cell('soundsLike')
    .split(/[|;]/)
    .map((spelling) => spelling.trim())
    .filter((spelling) => spelling !== '');
  const boost = cell('boost') === '' ? NaN : Number(cell('boost').replace(',', '.'));
  return {
    text: cell('text') || parts.join(' '),
    ...(soundsLike.length > 0 && { soundsLike }),
    ...(Number.isFinite(boost) && { boost: Math.min(BOOST_RANGE.max, Math.max(BOOST_RANGE.min, boost)) }),
    ...(cell('group') !== '' && { group: cell('group') }),
    ...(/^(?:0|no|false|off)$/i.test(cell('enabled')) && { enabled: false }),
  };
}

/** Cells of every row. A quote that never closes ends with the text, as spreadsheets read it. */
function readRows(text: string): string[][] {
  const separator = guessSeparator(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (sign === '"' && cell === '') {
      quoted = true;
    } else if (sign === separator) {
      row.push(cell);
      cell = '';
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') at++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else {
      cell += sign;
    }
  }
  return [...rows, [...row, cell]];
}

function guessSeparator(text: string): string {
  const firstLine = (/^[^\n\r]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string) => firstLine.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
