import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { logSoftmax, type Emissions } from '../emissions';
import { LOG_ZERO, logAdd } from '../log-math';
import { PHONE_TOKENS, phonesOf, phoneText, type Phones } from './phones';
import { joinedPhones, PhoneScorer } from './phone-scorer';

/** Three phones that may sound, and the blank: few enough to write every path out. */
const sounding = ['B', 'AA', 'D'];
const columns = ['<blank>', ...sounding].map((token) => PHONE_TOKENS.indexOf(token));

/** Emissions of which only `columns` are possible. */
function drawPhones(draw: Draw, frames: number): Emissions {
  const few = Float32Array.from({ length: frames * columns.length }, () => 2 * draw.normal());
  logSoftmax(few, columns.length);
  const logProbs = new Float32Array(frames * PHONE_TOKENS.length).fill(-Infinity);
  few.forEach((logProb, i) => {
    logProbs[Math.floor(i / columns.length) * PHONE_TOKENS.length + columns[i % columns.length]] = logProb;
  });
  return { logProbs, frames, vocabulary: PHONE_TOKENS.length };
}

/** By what they read, the log-probability of all paths over [start, end), and of the best of all. */
function everyPath({ logProbs, vocabulary }: Emissions, start: number, end: number) {
  const sums = new Map<string, number>();
  let best = LOG_ZERO;
  const visit = (frame: number, path: readonly number[], logProb: number) => {
    if (frame === end) {
      const read = path.filter((token, i) => token !== 0 && token !== path[i - 1]);
      const text = read.map((token) => PHONE_TOKENS[token]).join(' ');
      sums.set(text, logAdd(sums.get(text) ?? LOG_ZERO, logProb));
      best = Math.max(best, logProb);
      return;
    }
    for (const token of columns) visit(frame + 1, [...path, token], logProb + logProbs[frame * vocabulary + token]);
  };
  visit(start, [], 0);
  return { sums, best };
}

const scorerOf = (emissions: Emissions, start = 0, end = emissions.frames) => {
  const scorer = new PhoneScorer();
  scorer.read(emissions, start, end);
  return scorer;
};

describe('PhoneScorer', () => {
  it('sums all paths that read a pronunciation', () => {
    for (let seed = 0; seed < 10; seed++) {
      const emissions = drawPhones(new Draw(seed), 7);
      const [start, end] = [seed % 3, 7 - (seed % 2)];
      const { sums } = everyPath(emissions, start, end);
      const scorer = scorerOf(emissions, start, end);
      for (const [text, logProb] of sums) expect(scorer.score(phonesOf(text))).toBeCloseTo(logProb, 6);
      expect([...sums.values()].reduce(logAdd)).toBeCloseTo(0, 6);
    }
  });

  it('gives what the likeliest path of all reads', () => {
    for (let seed = 0; seed < 10; seed++) {
      const emissions = drawPhones(new Draw(seed), 6);
      const scorer = scorerOf(emissions);
      const { best, sums } = everyPath(emissions, 0, 6);
      expect(sums.get(phoneText(scorer.greedy()))).toBeGreaterThanOrEqual(best - 1e-6);
    }
  });

  it('says that nothing fits where there are too few frames', () => {
    const emissions = drawPhones(new Draw(1), 4);
    expect(scorerOf(emissions).score(phonesOf('B AA D AA B'))).toBe(LOG_ZERO);
    // Two of the same need a blank between them.
    expect(scorerOf(emissions, 0, 2).score(phonesOf('B B'))).toBe(LOG_ZERO);
    expect(scorerOf(emissions, 0, 3).score(phonesOf('B B'))).toBeGreaterThan(LOG_ZERO);
    expect(scorerOf(emissions, 2, 2).score(phonesOf(''))).toBe(0);
    expect(scorerOf(emissions, 2, 2).score(phonesOf('B'))).toBe(LOG_ZERO);
  });

  it('takes the best of several pronunciations between their neighbours', () => {
    const emissions = drawPhones(new Draw(4), 8);
    const scorer = scorerOf(emissions);
    const [before, after] = [phonesOf('B'), phonesOf('D')];
    const pronunciations: Phones[] = ['AA', 'AA D', 'B AA'].map(phonesOf);
    const scores = pronunciations.map((phones) => scorer.score(joinedPhones(before, phones, after)));
    expect(scorer.best(pronunciations, before, after)).toBe(Math.max(...scores));
    expect(scorer.best([], before, after)).toBe(LOG_ZERO);
  });

  it('does not lose what is long and unlikely', () => {
    const frames = 400;
    const logProbs = new Float32Array(frames * PHONE_TOKENS.length).fill(-3.7);
    const emissions = { logProbs, frames, vocabulary: PHONE_TOKENS.length };
    // 400 frames that may say anything: e^(-3.7 · 400) times the number of alignments.
    expect(scorerOf(emissions).score(new Uint8Array(100).map((_, i) => i % 39))).toBeGreaterThan(-3.7 * frames);
  });

  it('refuses frames that are not there and other phones than ours', () => {
    const emissions = drawPhones(new Draw(1), 4);
    expect(() => scorerOf(emissions, 2, 5)).toThrow('Expected a window inside 4 frames, got [2, 5)');
    expect(() => scorerOf({ ...emissions, vocabulary: 39 })).toThrow('Expected emissions of 40 phones, got 39');
  });
});
