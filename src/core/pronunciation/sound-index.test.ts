import { describe, expect, it } from 'vitest';
import { PhoneDistance } from './phone-distance';
import { PHONES, phonesOf, type Phones } from './phones';
import { SoundIndex, type NameSound } from './sound-index';

const sound = (name: number, phones: string): NameSound => ({ name, phones: phonesOf(phones), logProb: 0 });

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const vowels = PHONES.flatMap((phone, id) => (/^[AEIOU]/.test(phone) ? [id] : []));
const consonants = PHONES.flatMap((phone, id) => (/^[AEIOU]/.test(phone) ? [] : [id]));

/** Names of three to eleven phones, consonants and vowels in turn. */
function drawSounds(count: number, random: () => number): NameSound[] {
  return Array.from({ length: count }, (_, name) => {
    const first = random() < 0.3 ? 1 : 0;
    const length = 3 + Math.floor(random() * 9);
    const phones = Uint8Array.from({ length }, (_, i) => {
      const kind = (i + first) % 2 === 0 ? consonants : vowels;
      return kind[Math.floor(random() * kind.length)];
    });
    return { name, phones, logProb: 0 };
  });
}

/** What a listener might make of it: one phone in four another of its neighbourhood, one in fifteen missed. */
function mishear(phones: Phones, random: () => number, distance: PhoneDistance): Phones {
  const heard: number[] = [];
  for (const phone of phones) {
    const near = PHONES.map((_, id) => id).filter(
      (id) => distance.between(Uint8Array.of(phone), Uint8Array.of(id)) < 0.6,
    );
    const chance = random();
    if (chance > 0.32) heard.push(phone);
    else if (chance > 0.066) heard.push(near[Math.floor(random() * near.length)]);
  }
  return Uint8Array.from(heard);
}

describe('SoundIndex', () => {
  it('finds the names that sound alike, the nearest first', () => {
    const index = new SoundIndex([
      sound(0, 'SH IH V AO N'),
      sound(1, 'K EY T IY'),
      sound(2, 'S IH M AH N'),
      sound(3, 'K AE T IY'),
    ]);
    const names = (phones: string, farthest = 3) => index.near(phonesOf(phones), 5, farthest).map(({ name }) => name);
    expect(names('SH AH V AA N')[0]).toBe(0);
    expect(names('K EY D IY')).toEqual([1, 3]);
    expect(names('K EY T IY', 0)).toEqual([1]);
    expect(names('')).toEqual([]);
  });

  it('takes of a name the pronunciation that is nearest', () => {
    const index = new SoundIndex([sound(7, 'K EH R IH N'), sound(7, 'K AA R AH N')]);
    expect(index.near(phonesOf('K AA R IH N'), 5, 3)).toMatchObject([{ name: 7, phones: phonesOf('K AA R AH N') }]);
  });

  it('finds the same whatever the order of the list', () => {
    const random = randomFrom(5);
    const sounds = drawSounds(1000, random);
    const forth = new SoundIndex(sounds);
    const back = new SoundIndex(sounds.toReversed());
    for (const { phones } of drawSounds(20, random)) expect(back.near(phones, 8, 4)).toEqual(forth.near(phones, 8, 4));
  });

  it('misses few of the names that a search through all of them finds', () => {
    const random = randomFrom(1);
    const sounds = drawSounds(3000, random);
    const index = new SoundIndex(sounds);
    const distance = new PhoneDistance();
    let nearest = 0;
    for (let i = 0; i < 50; i++) {
      const heard = mishear(sounds[i * 59].phones, random, distance);
      const best = Math.min(...sounds.map(({ phones }) => distance.between(heard, phones)));
      if (index.near(heard, 1, 10)[0]?.distance === best) nearest++;
    }
    expect(nearest).toBeGreaterThanOrEqual(45);
  });
});
