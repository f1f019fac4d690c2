import { describe, expect, it } from 'vitest';
import { drawnVocabulary } from './drawn-speech';
import { spell } from './spelling';
import { Vocabulary } from './vocabulary';

const spellings = (text: string, vocabulary = drawnVocabulary) => {
  const spelled = spell(text, vocabulary);
  return 'spellings' in spelled ? spelled.spellings.map((spelling) => spelling.slice(1).replaceAll('▁', ' ')) : spelled;
};

describe('spell', () => {
  it.each([
    ['Anna', ['anna']],
    ['  Ann   Arbor ', ['ann arbor']],
    ['Smith, John (Jr.)', ['smith john jr']],
    ['Beyoncé', ['beyonce']],
    ['Ångström', ['angstrom']],
    ['Straße', ['strasse']],
    ['Łukasz Þór Ægir Đặng', ['lukasz thor aegir dang']],
    ['ﬁona Ｗｅｂ', ['fiona web']],
  ])('writes %s without case, marks and punctuation', (text, expected) => expect(spellings(text)).toEqual(expected));

  it.each([
    ["O'Brien", ["o'brien", 'obrien', 'o brien']],
    ['O’Brien', ["o'brien", 'obrien', 'o brien']],
    ['Jean-Luc', ['jean luc', 'jeanluc']],
    ['Ann–Marie', ['ann marie', 'annmarie']],
    ['J.R. Ewing', ['j r ewing', 'jr ewing']],
    ['YouTube', ['youtube', 'you tube']],
    ['IBM', ['ibm', 'i b m']],
  ])('writes %s in all the ways it is heard', (text, expected) => expect(spellings(text)).toEqual(expected));

  it.each([
    ['R2D2', ['r two d two']],
    ['R2-D2', ['r two d two']],
    ['50 Cent', ['fifty cent', 'five zero cent']],
    ['Boeing 747', ['boeing seven hundred forty seven', 'boeing seven forty seven', 'boeing seven four seven']],
    ['505', ['five hundred five', 'five oh five', 'five zero five']],
    ['007', ['zero zero seven']],
    ['Blade Runner 2049', ['blade runner twenty forty nine', 'blade runner two zero four nine']],
  ])('spells the numbers of %s out', (text, expected) => expect(spellings(text)).toEqual(expected));

  it('leaves digits, hyphens and apostrophes to a model that writes them', () => {
    const rich = new Vocabulary({
      blank: 0,
      pieces: ['_', "'", ...Array.from('0123456789-abcdefghijklmnopqrstuvwxyz')],
    });
    expect(spellings('R2-D2', rich)).toEqual(['r2-d2', 'r2 d2', 'r2d2']);
    const poor = new Vocabulary({ blank: 0, pieces: ['_', ...Array.from('abcdefghijklmnopqrstuvwxyz')] });
    expect(spellings("O'Brien", poor)).toEqual(['obrien', 'o brien']);
  });

  it('reads & and drops other symbols', () => {
    expect(spellings('C&A')).toEqual(['c and a']);
    expect(spellings('Anna 😀™ <3')).toEqual(['anna three']);
  });

  it.each(['', '   ', '😀', '!!!', '<>', "''"])('finds nothing to speak in "%s"', (text) => {
    expect(spellings(text)).toEqual({ reason: 'no-letters' });
  });

  it('says which letters the model cannot write', () => {
    expect(spellings('Anna Иванова')).toEqual({ reason: 'unknown-letters', letters: 'ивано' });
    expect(spellings('李小龙')).toEqual({ reason: 'unknown-letters', letters: '李小龙' });
  });

  it('refuses what is too long for a name', () => {
    expect(spellings('a'.repeat(10_000))).toEqual({ reason: 'too-long' });
    expect(spellings('anna '.repeat(30))).toEqual({ reason: 'too-long' });
    expect(spellings('777777777777777777')).toEqual({ reason: 'too-long' });
  });

  it('gives few spellings however many signs there are', () => {
    expect(spellings("D'Ar-Cy McO'Neill-O'Brien 747 IBM")).toHaveLength(12);
  });
});
