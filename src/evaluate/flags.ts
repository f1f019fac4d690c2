import { parseArgs } from 'node:util';
import { UsageError } from './usage-error';

/** One `--flag` of a command: how its text is read, what it is worth when absent, and its line of help. */
export interface Flag<Value> {
  /** What stands after the flag in the help: `FILE`, `N`, `on|off`. */
  readonly placeholder: string;
  readonly about: string;
  /** The value of a flag that is not given. */
  readonly absent: Value;
  /** The value of a given flag; undefined if the text is not one, and then `expected` says what would be. */
  readonly read: (text: string) => Value | undefined;
  readonly expected: string;
}

/** A command's flags by name. The values are typed by this table, so a new flag is one new line in it. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

export type FlagValues<Table extends Flags> = {
  readonly [Name in keyof Table]: Table[Name] extends Flag<infer Value> ? Value : never;
};

export function textFlag(placeholder: string, about: string): Flag<string | undefined> {
  return { placeholder, about, absent: undefined, read: (text) => text || undefined, expected: placeholder };
}

export function wholeNumberFlag<Absent extends number | undefined>(
  about: string,
  min: number,
  absent: Absent,
): Flag<number | Absent> {
  return {
    placeholder: 'N',
    about,
    absent,
    read: (text) => (/^\d+$/.test(text) && Number(text) >= min ? Number(text) : undefined),
    expected: `a whole number of at least ${min}`,
  };
}

export function numberFlag(about: string, min: number, max: number): Flag<number | undefined> {
  return {
    placeholder: 'X',
    about,
    absent: undefined,
    read: (text) => (/^\d+(\.\d+)?$/.test(text) && within(Number(text), min, max) ? Number(text) : undefined),
    expected: `a number from ${min} to ${max}`,
  };
}

export function choiceFlag<const Choice extends string, Absent extends Choice | undefined>(
  about: string,
  choices: readonly Choice[],
  absent: Absent,
): Flag<Choice | Absent> {
  return {
    placeholder: choices.join('|'),
    about,
    absent,
    read: (text) => choices.find((choice) => choice === text),
    expected: choices.join(' or '),
  };
}

/** Reads a command line against `table`; throws a UsageError that names the flag and the bad value. */
export function readFlags<const Table extends Flags>(args: readonly string[], table: Table): FlagValues<Table> {
  const known = Object.keys(table);
  const options = Object.fromEntries(known.map((name) => [name, { type: 'string' as const }]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const values: Record<string, unknown> = Object.fromEntries(known.map((name) => [name, table[name]!.absent]));
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`Expected flags only, got ${JSON.stringify(token.value)}`);
    if (token.kind === 'option-terminator') continue;
    const flag = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (flag === undefined) {
      throw new UsageError(`Unknown flag ${token.rawName}; known are ${known.map((name) => `--${name}`).join(' ')}`);
    }
    if (given.has(token.name)) throw new UsageError(`Expected ${token.rawName} once, got it twice`);
    given.add(token.name);
    // A value that looks like a flag is a forgotten value: `--limit --seed 3`.
    const text = token.inlineValue || !token.value?.startsWith('--') ? token.value : undefined;
    const value = text === undefined ? undefined : flag.read(text);
    if (value === undefined) {
      const got = text === undefined ? 'nothing' : JSON.stringify(text);
      throw new UsageError(`Expected ${flag.expected} after ${token.rawName}, got ${got}`);
    }
    values[token.name] = value;
  }
  return values as FlagValues<Table>;
}

/** The flags as help text, one line each, with what an absent flag means. */
export function flagHelp(table: Flags): string {
  const heads = Object.entries(table).map(([name, flag]) => `--${name} ${flag.placeholder}`);
  const width = Math.max(...heads.map((head) => head.length));
  return Object.values(table)
    .map(({ about, absent }, index) => {
      const standard = typeof absent === 'string' || typeof absent === 'number' ? ` (default ${absent})` : '';
      return `  ${heads[index]!.padEnd(width)}  ${about}${standard}`;
    })
    .join('\n');
}

function within(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
