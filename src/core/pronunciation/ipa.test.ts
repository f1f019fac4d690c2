import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { ipaOf, phonesOfIpa, wordsOfIpa } from './ipa';
import { PHONES, phonesOf, phoneText } from './phones';

const read = (ipa: string) => {
  const phones = phonesOfIpa(ipa);
  return phones && phoneText(phones);
};

describe('phonesOfIpa', () => {
  it('reads what dictionaries write', () => {
    expect(read('/ʃɪˈvɔːn/')).toBe('SH IH V AO N');
    expect(read('[kɛəˈɹiː]')).toBe('K EH R R IY');
    expect(read('ˈdʒɔɪ.ɚ')).toBe('JH OY ER');
    expect(read('t͡ʃaɪˈkɒfski')).toBe('CH AY K AA F S K IY');
    expect(read('ɡəʊθ')).toBe('G OW TH');
  });

  it('does not read together what a dot parts', () => {
    expect(read('hɑt.ʃɑt')).toBe('HH AA T SH AA T');
    expect(read('mə.ˈri.ə')).toBe('M AH R IY AH');
  });

  it('reads foreign sounds as English speakers say them', () => {
    expect(read('ʒɑ̃')).toBe('ZH AA');
    expect(read('ɲoki')).toBe('N Y OW K IY');
    expect(read('bax')).toBe('B AA K');
    expect(read('faˈçaða')).toBe('F AA HH AA DH AA');
  });

  it('tells words apart by their spaces', () => {
    expect(wordsOfIpa(' /ˈbrus ˈli/ ')?.map(phoneText)).toEqual(['B R UW S', 'L IY']);
    expect(wordsOfIpa('/ˈbrus l★/')).toBeUndefined();
    expect(wordsOfIpa('/ /')).toBeUndefined();
  });

  it('takes nothing for what is no sound', () => {
    expect(read('ʃɪˈv★n')).toBeUndefined();
    expect(read('ˈ')).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});

describe('ipaOf', () => {
  it('writes what dictionaries write', () => {
    expect(ipaOf(phonesOf('SH IH V AO N'))).toBe('ʃɪvɔn');
    expect(ipaOf(phonesOf('HH AA T SH AA T'))).toBe('hɑt.ʃɑt');
  });

  it('is read back as the same phones, whichever follow each other', () => {
    const draw = new Draw(1);
    for (let round = 0; round < 500; round++) {
      const phones = Uint8Array.from({ length: 1 + draw.below(8) }, () => draw.below(PHONES.length));
      expect(phonesOfIpa(ipaOf(phones))).toEqual(phones);
    }
  });
});
