import { describe, expect, it } from 'vitest';
import {
  NAME_LIMITS,
  nameKey,
  namesFormat,
  planAddition,
  readNames,
  refuseName,
  tidyName,
  writeNamesJson,
  writeNamesText,
  type NamesFormat,
} from './names-text';

/** Names drawn as `a | b`. */
const read = (text: string, format?: NamesFormat) =>
  readNames(text, format)
    .map((name) => name.text)
    .join(' | ');

/** A plan drawn as `+added -skipped:reason`. */
const plan = (written: string, listed = '') => {
  const known = new Set(listed.split('|').map(nameKey));
  const { add, skipped } = planAddition(readNames(written), known);
  return [...add.map((name) => `+${name.text}`), ...skipped.map((entry) => `-${entry.text}:${entry.reason}`)].join(' ');
};

describe('a pasted list', () => {
  it('is taken apart at lines, commas, semicolons and tabs', () => {
    expect(read('Anushka Sharma\nJürgen Klopp')).toBe('Anushka Sharma | Jürgen Klopp');
    expect(read('Ann,Ben; Cy\tDee\r\nEve')).toBe('Ann | Ben | Cy | Dee | Eve');
  });

  it('may have empty lines, a separator at a line end, list markers and quotes', () => {
    expect(read('\n\nAnn,\n\n  Ben;\n')).toBe('Ann | Ben');
    expect(read('- Ann\n* Ben\n• Cy\n12. Dee\n3) Eve')).toBe('Ann | Ben | Cy | Dee | Eve');
    expect(read('"Ann", “Ben”')).toBe('Ann | Ben');
  });

  it('keeps what only looks like a marker or an address', () => {
    expect(read('7UP\n-phobe\n1984 Club')).toBe('7UP | -phobe | 1984 Club');
    expect(read('Ann Lee <ann@example.org>; <img onerror>')).toBe('Ann Lee | <img onerror>');
  });

  it('loses no name and makes none, however it is separated', () => {
    const names = Array.from({ length: 500 }, (_, index) => `Name ${index}x`);
    const separators = ['\n', '\r\n', ',', ', ', ';', '\t', '\n\n'];
    const text = names.map((name, index) => name + separators[index % separators.length]).join('');
    expect(readNames(text).map((name) => name.text)).toEqual(names);
  });
});

describe('the plan of an addition', () => {
  it('leaves out what has no room, and says so', () => {
    const listed = Array.from({ length: NAME_LIMITS.names - 2 }, (_, index) => `name ${index}`).join('|');
    expect(plan('Name 7, Ann, 🎉, Ben, Cy, Ann', listed)).toBe(
      '+Ann +Ben -Name 7:listed -🎉:no-letters -Cy:list-full -Ann:repeated',
    );
  });

  it('says of each entry whether it comes into the list', () => {
    expect(plan('Ann, Ben')).toBe('+Ann +Ben');
    expect(plan('Ann,,ann , 🎉, Ben', 'BEN')).toBe('+Ann -:empty -ann:repeated -🎉:no-letters -Ben:listed');
    expect(plan('x'.repeat(10_000))).toBe(`-${'x'.repeat(60)}…:too-long`);
  });

  it('accounts for every entry once', () => {
    const text = Array.from({ length: 300 }, (_, index) => ['Ann', '?', '', `Name ${index % 40}`][index % 4]).join(',');
    const { add, skipped } = planAddition(readNames(text), new Set(['name 3']));
    expect(add.length + skipped.length).toBe(readNames(text).length);
    expect(new Set(add.map((name) => nameKey(name.text))).size).toBe(add.length);
  });

  it('takes digits, marks, other scripts and emoji beside letters', () => {
    for (const name of ['Studio 54', 'Łódź', 'Zoë', '安娜', "O'Brien", 'Ann 🎉', '<img src=x onerror=alert(1)>']) {
      expect(refuseName(name)).toBeUndefined();
    }
  });
});

describe('a name', () => {
  it('is kept without control signs, direction marks and double spaces', () => {
    expect(tidyName(' Ann\u0000\n\u202eLee\u200b ')).toBe('Ann Lee');
    expect(tidyName('Zoe\u0308')).toBe('Zoë');
  });

  it('is the same in another case, not with other marks', () => {
    expect(nameKey('ANN  lee')).toBe(nameKey('Ann Lee'));
    expect(nameKey('José')).not.toBe(nameKey('Jose'));
  });
});

describe('a table', () => {
  it('goes by the titles it knows, in any order', () => {
    expect(readNames('boost;name;sounds like;enabled\n4,5;Siobhan;shi von|she vaughn;no', 'csv')).toEqual([
      { text: 'Siobhan', soundsLike: ['shi von', 'she vaughn'], boost: 4.5, enabled: false },
    ]);
    expect(read('First Name,Last Name,E-mail\nAnn,Lee,a@b.c\n,Ray,', 'csv')).toBe('Ann Lee | Ray');
  });

  it('without titles is a list, or a table whose first column counts', () => {
    expect(read('Ann,Ben,Cy', 'csv')).toBe('Ann | Ben | Cy');
    expect(read('Ann\nBen', 'csv')).toBe('Ann | Ben');
    expect(read('Ann,London\nBen,Rome', 'csv')).toBe('Ann | Ben');
  });

  it('has quoted cells with separators, quotes and line ends', () => {
    expect(read('name,group\n"Lee, Ann ""Annie""",a\n"Ben\nRay",b\n"open', 'csv')).toBe(
      'Lee, Ann "Annie" | Ben\nRay | open',
    );
  });
});

describe('contacts', () => {
  const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD'].join('\r\n');

  it('give the formatted name, else the parts, else the organisation', () => {
    const text = [card('FN:Ann Lee', 'N:X;Y'), card('N:Lee;Ben;J.;Dr;'), card('ORG:Acme\\, Inc.;Sales'), card('TEL:1')];
    expect(read(text.join('\r\n'), 'vcard')).toBe('Ann Lee | Ben J. Lee | Acme, Inc.');
  });

  it('may fold lines, group and quote-print properties', () => {
    expect(read(card('FN:Ann', '  Lee'), 'vcard')).toBe('Ann Lee');
    expect(read(card('item1.FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=', ' Klopp'), 'vcard')).toBe(
      'Jürgen Klopp',
    );
  });

  it('keep a phonetic name as a sounds-like spelling', () => {
    expect(readNames(card('FN:Siobhan', 'X-PHONETIC-FIRST-NAME:shi von'), 'vcard')).toEqual([
      { text: 'Siobhan', soundsLike: ['shi von'] },
    ]);
  });
});

describe('JSON', () => {
  it('is a list of strings or names, alone or under "names"', () => {
    expect(read('["Ann", {"text": "Ben", "boost": 3}]', 'json')).toBe('Ann | Ben');
    expect(readNames('{"names":[{"text":"Ben","boost":30,"soundsLike":["x"],"odd":1}]}', 'json')).toEqual([
      { text: 'Ben', boost: 10, soundsLike: ['x'] },
    ]);
  });

  it('that is no list of names is refused', () => {
    for (const text of ['{', '{"a":1}', '[1]', '[{"name":"x"}]', 'null']) {
      expect(() => readNames(text, 'json')).toThrow(SyntaxError);
    }
  });

  it('reads back what was written', () => {
    const names = [
      { text: 'Ann', soundsLike: ['an'], notAs: ['anne'], parts: true, boost: 2, enabled: false },
      { text: '"Ben"\n<b>' },
    ];
    expect(readNames(writeNamesJson(names), 'json')).toEqual(names);
    expect(read(writeNamesText([{ text: 'Ann' }, { text: 'Ben' }]))).toBe('Ann | Ben');
  });
});

it('tells formats apart by the file name, then by the text', () => {
  expect(namesFormat('a.CSV', '')).toBe('csv');
  expect(namesFormat('a.vcf', '')).toBe('vcard');
  expect(namesFormat('a.json', '')).toBe('json');
  expect(namesFormat('contacts', 'BEGIN:VCARD\n')).toBe('vcard');
  expect(namesFormat('names.txt', 'Ann')).toBe('text');
});
