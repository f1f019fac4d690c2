import { describe, expect, it } from 'vitest';
import { Draw, joinEmissions, speakTokens } from '../drawn-speech';
import type { Emissions } from '../emissions';
import { PHONE_TOKENS, PHONES, phonesOf, phoneText, type Phones } from './phones';
import { refuseTake, spokenName } from './spoken-name';

const alphabet = { size: PHONE_TOKENS.length, blank: 0 };

/** `phones` as a model might hear them, with silence around. */
function say(draw: Draw, phones: Phones | string, unsure = 0.2): Emissions {
  const tokens = Array.from(typeof phones === 'string' ? phonesOf(phones) : phones, (phone) => phone + 1);
  return joinEmissions([silence(draw.below(20)), speakTokens(draw, tokens, alphabet, unsure), silence(draw.below(40))]);
}

function silence(frames: number): Emissions {
  const logProbs = new Float32Array(frames * alphabet.size).fill(-12);
  for (let frame = 0; frame < frames; frame++) logProbs[frame * alphabet.size] = -1e-4;
  return { logProbs, frames, vocabulary: alphabet.size };
}

/** As probable as in all of `takes`, which are of one length, on average. */
function mixed([first, ...others]: readonly Emissions[]): Emissions {
  const logProbs = first.logProbs.map((logProb, i) => {
    const sum = others.reduce((sum, other) => sum + Math.exp(other.logProbs[i]), Math.exp(logProb));
    return Math.log(sum / (1 + others.length));
  });
  return { ...first, logProbs };
}

const drawPhones = (draw: Draw) => Uint8Array.from({ length: 3 + draw.below(9) }, () => draw.below(PHONES.length));
const heard = (...takes: readonly Emissions[]) => {
  const name = spokenName(takes);
  return name && phoneText(name.phones);
};

describe('spokenName', () => {
  it('hears the phones of a clear take', () => {
    for (let seed = 0; seed < 40; seed++) {
      const draw = new Draw(seed);
      const phones = drawPhones(draw);
      const take = say(draw, phones, 0);
      expect(spokenName([take])).toEqual({ phones, doubt: undefined });
      expect(refuseTake(take)).toBeUndefined();
    }
  });

  it('hears three unclear takes better than one of them', () => {
    let [alone, together] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const draw = new Draw(seed);
      const phones = drawPhones(draw);
      const takes = [0, 1, 2].map(() => say(draw, phones, 1));
      alone += Number(heard(takes[0]) === phoneText(phones));
      together += Number(heard(...takes) === phoneText(phones));
    }
    expect(together).toBeGreaterThan(alone + 5);
  });

  it('hears the same in whatever order the takes come', () => {
    for (let seed = 0; seed < 10; seed++) {
      const draw = new Draw(seed);
      const phones = drawPhones(draw);
      const takes = [0, 1, 2].map(() => say(draw, phones, 1.2));
      expect(spokenName(draw.shuffled(takes))).toEqual(spokenName(takes));
      expect(spokenName(takes.toReversed())).toEqual(spokenName(takes));
    }
  });

  it('says when the takes are different names', () => {
    const draw = new Draw(3);
    const [one, other] = [say(draw, 'SH IH V AO N'), say(draw, 'K AH V AA L CH IH K')];
    expect(spokenName([one, other])?.doubt).toBe('disagreement');
    expect(spokenName([one, say(draw, 'SH IH V AO N')])?.doubt).toBeUndefined();
  });

  it('says when a take may as well be something else', () => {
    const takes = ['SH IH V AO N', 'S EH B AA M', 'CH UH F AE NG'].map((phones) => say(new Draw(5), phones, 0));
    expect(takes.map((take) => spokenName([take])?.doubt)).toEqual([undefined, undefined, undefined]);
    expect(spokenName([mixed(takes)])?.doubt).toBe('unsure');
  });

  it('hears nothing in silence, and without takes', () => {
    expect(spokenName([])).toBeUndefined();
    expect(spokenName([silence(60)])).toBeUndefined();
    expect(spokenName([silence(0)])).toBeUndefined();
  });
});

describe('refuseTake', () => {
  it('refuses silence, a click, and a sentence', () => {
    const draw = new Draw(1);
    expect(refuseTake(silence(0))).toBe('nothing');
    expect(refuseTake(silence(80))).toBe('nothing');
    expect(refuseTake(say(draw, 'T', 0))).toBe('nothing');
    const sentence = Uint8Array.from({ length: 60 }, () => draw.below(PHONES.length));
    expect(refuseTake(say(draw, sentence, 0))).toBe('too-long');
  });
});
