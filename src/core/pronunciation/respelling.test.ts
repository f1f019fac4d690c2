import { describe, expect, it } from 'vitest';
import { phonesOf } from './phones';
import { respell } from './respelling';

const respelled = (arpabet: string) => respell(phonesOf(arpabet));

describe('respell', () => {
  it('spells names as they sound, syllable by syllable', () => {
    expect(respelled('SH IH V AO N')).toBe('shi-vawn');
    expect(respelled('K AH V AA L CH IH K')).toBe('kuh-vahl-chik');
    expect(respelled('B R AA N T EY')).toBe('brahn-tay');
    expect(respelled('AE N AH')).toBe('a-nuh');
    expect(respelled('M AA R IY AH')).toBe('mah-ree-uh');
    expect(respelled('AH K ER S T R AH M')).toBe('uh-kers-truhm');
  });

  it('leaves what has one vowel or none in one piece', () => {
    expect(respelled('JH OW N Z')).toBe('johnz');
    expect(respelled('SH')).toBe('sh');
    expect(respelled('')).toBe('');
  });
});
