import { describe, expect, it } from 'vitest';
import { NamesInText } from './names-in-text';

const count = (names: string, text: string) =>
  Object.fromEntries(new NamesInText(names.split('|')).count(text.split(' ')));

describe('NamesInText', () => {
  it('finds whole words only, one after the other', () => {
    expect(count('ann|ann lee|lee', 'ann lee met annie lee')).toEqual({ ann: 1, 'ann lee': 1, lee: 2 });
    expect(count('ann lee', 'ann and lee')).toEqual({});
    expect(count('ann lee', 'call ann')).toEqual({});
  });

  it('counts every occurrence, overlapping ones too', () => {
    expect(count('duran duran', 'duran duran duran')).toEqual({ 'duran duran': 2 });
  });

  it('reads names as references are read', () => {
    expect(count('O’Neill|Jean-Luc|R2 D2|São Tomé', "o'neill jean luc r two d two sao tome")).toEqual({
      'O’Neill': 1,
      'Jean-Luc': 1,
      'R2 D2': 1,
      'São Tomé': 1,
    });
  });

  it('takes names that read the same for one, the first', () => {
    expect(count('Müller|muller|MULLER', 'muller')).toEqual({ Müller: 1 });
  });

  it('never finds a name without letters', () => {
    expect(count('🙂||---', 'a b')).toEqual({});
  });

  it('agrees with a search in the padded text', () => {
    const names = ['a', 'b a', 'a b', 'a b a', 'c', 'b b'];
    const list = new NamesInText(names);
    for (let number = 0; number < 3 ** 6; number++) {
      const text = Array.from(number.toString(3).padStart(6, '0'), (digit) => 'abc'[Number(digit)]);
      const padded = ` ${text.join(' ')} `;
      const found = list.count(text);
      for (const name of names) {
        let expected = 0;
        for (let at = padded.indexOf(` ${name} `); at >= 0; at = padded.indexOf(` ${name} `, at + 1)) expected++;
        expect(found.get(name) ?? 0).toBe(expected);
      }
    }
  });
});
