import { describe, expect, it } from 'vitest';
import { phonesOfIpa } from './ipa';
import { phoneText } from './phones';

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

  it('reads foreign sounds as English speakers say them', () => {
    expect(read('ʒɑ̃')).toBe('ZH AA');
    expect(read('ɲoki')).toBe('N Y OW K IY');
    expect(read('bax')).toBe('B AA K');
    expect(read('faˈçaða')).toBe('F AA HH AA DH AA');
  });

  it('takes nothing for what is no sound', () => {
    expect(read('ʃɪˈv★n')).toBeUndefined();
    expect(read('ˈ')).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});
