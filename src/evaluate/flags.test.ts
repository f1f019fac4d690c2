import { describe, expect, it } from 'vitest';
import { choiceFlag, flagHelp, numberFlag, readFlags, textFlag, wholeNumberFlag } from './flags';

const table = {
  file: textFlag('FILE', 'a file'),
  count: wholeNumberFlag('how many', 1, 5),
  boost: numberFlag('nats', 0, 10),
  mode: choiceFlag('which', ['on', 'off'], undefined),
} as const;
const read = (line: string) => readFlags(line.split(' ').filter(Boolean), table);

describe('readFlags', () => {
  it('reads each flag by its kind and fills in the rest', () => {
    expect(read('--file a.txt --boost 2.5 --mode=off')).toEqual({ file: 'a.txt', count: 5, boost: 2.5, mode: 'off' });
    expect(read('')).toEqual({ file: undefined, count: 5, boost: undefined, mode: undefined });
  });

  it.each([
    ['--count 0', 'Expected a whole number of at least 1 after --count, got "0"'],
    ['--count 1.5', 'Expected a whole number of at least 1 after --count, got "1.5"'],
    ['--count -3', 'Expected a whole number of at least 1 after --count, got "-3"'],
    ['--count', 'Expected a whole number of at least 1 after --count, got nothing'],
    ['--file --count 3', 'Expected FILE after --file, got nothing'],
    ['--file=', 'Expected FILE after --file, got ""'],
    ['--boost 11', 'Expected a number from 0 to 10 after --boost, got "11"'],
    ['--boost 1e1', 'Expected a number from 0 to 10 after --boost, got "1e1"'],
    ['--mode maybe', 'Expected on or off after --mode, got "maybe"'],
    ['--mode on --mode off', 'Expected --mode once, got it twice'],
    ['--colour red', 'Unknown flag --colour; known are --file --count --boost --mode'],
    ['-c 3', 'Unknown flag -c; known are --file --count --boost --mode'],
    ['--toString 3', 'Unknown flag --toString; known are --file --count --boost --mode'],
    ['a.txt', 'Expected flags only, got "a.txt"'],
  ])('refuses %s', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  it('explains each flag in a line', () => {
    expect(flagHelp(table).split('\n')).toEqual([
      '  --file FILE    a file',
      '  --count N      how many (default 5)',
      '  --boost X      nats',
      '  --mode on|off  which',
    ]);
  });
});
