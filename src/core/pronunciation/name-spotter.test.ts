import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { logSoftmax, type Emissions } from '../emissions';
import { NameSpotter } from './name-spotter';
import { PHONE_TOKENS, phonesOf, type Phones } from './phones';

const columns = PHONE_TOKENS.length;
const few = ['B', 'AA', 'D', 'IY'];

/** Emissions in which the phones of `few` and the blank stand out. */
function drawPhones(draw: Draw, frames: number, sure = 2): Emissions {
  const logProbs = Float32Array.from({ length: frames * columns }, (_, i) => {
    const token = PHONE_TOKENS[i % columns];
    return draw.normal() * sure - (token === '<blank>' || few.includes(token) ? 0 : 6);
  });
  logSoftmax(logProbs, columns);
  return { logProbs, frames, vocabulary: columns };
}

/** The least cost of `phones` anywhere, by every path of every window that reads it. */
function leastCost({ logProbs, frames }: Emissions, phones: Phones): number {
  const cost = (frame: number, token: number) => {
    const row = logProbs.subarray(frame * columns, (frame + 1) * columns);
    return Math.min(9, Math.max(...row) - row[token]);
  };
  let best = Infinity;
  const visit = (frame: number, at: number, last: number, sum: number) => {
    if (at === phones.length) best = Math.min(best, sum);
    if (frame === frames || sum >= best) return;
    if (at < phones.length && last !== phones[at] + 1) {
      visit(frame + 1, at + 1, phones[at] + 1, sum + cost(frame, phones[at] + 1));
    }
    if (last > 0) visit(frame + 1, at, last, sum + cost(frame, last));
    visit(frame + 1, at, 0, sum + cost(frame, 0));
  };
  for (let start = 0; start < frames; start++) {
    visit(start + 1, 1, phones[0] + 1, cost(start, phones[0] + 1));
  }
  return best;
}

const sound = (name: number, phones: string) => ({ name, phones: phonesOf(phones), logProb: 0 });
const said = ['B AA D', 'B AA', 'D D', 'IY B AA', 'B AA D IY', 'AA', 'D IY D'];

describe('NameSpotter', () => {
  it('finds the cheapest of all windows and paths', () => {
    for (let seed = 0; seed < 20; seed++) {
      const emissions = drawPhones(new Draw(seed), 8);
      const spotted = new NameSpotter(said.map((phones, name) => sound(name, phones))).spot(emissions);
      said.forEach((text, name) => {
        const phones = phonesOf(text);
        const found = spotted.find((one) => one.name === name);
        const least = leastCost(emissions, phones);
        if (found === undefined) expect(least).toBeGreaterThan(4 + 2.5 * phones.length - 1e-4);
        else expect(found.cost * phones.length).toBeCloseTo(least, 4);
      });
    }
  });

  it('finds where a name is said, cheaper than one that is not', () => {
    const draw = new Draw(3);
    for (let trial = 0; trial < 20; trial++) {
      const phones = phonesOf('K OW V AA L CH IH K');
      const emissions = drawPhones(draw, 40, 0.5);
      const at = draw.below(40 - 2 * phones.length);
      phones.forEach((phone, index) => {
        emissions.logProbs.fill(-8, (at + 2 * index) * columns, (at + 2 * index + 1) * columns);
        emissions.logProbs[(at + 2 * index) * columns + phone + 1] = -0.01;
      });
      const names = [sound(0, 'S IH V AO N'), sound(1, 'K OW V AA L CH IH K'), sound(2, 'K OW V AA L S K IY')];
      const [first] = new NameSpotter(names).spot(emissions);
      expect(first).toMatchObject({ name: 1, start: at, end: at + 2 * phones.length - 1, phones: 8 });
    }
  });

  it('does not depend on the order of the names, nor on what it heard before', () => {
    const draw = new Draw(5);
    const sounds = said.map((phones, name) => sound(name, phones));
    const spotter = new NameSpotter(sounds);
    for (let trial = 0; trial < 10; trial++) {
      const emissions = drawPhones(draw, 12);
      const spotted = spotter.spot(emissions);
      expect(new NameSpotter(draw.shuffled(sounds)).spot(emissions)).toEqual(spotted);
    }
  });

  it('finds nothing in silence, in no frames, and in no list', () => {
    const silent = new Float32Array(20 * columns).fill(-20);
    for (let frame = 0; frame < 20; frame++) silent[frame * columns] = 0;
    const emissions = { logProbs: silent, frames: 20, vocabulary: columns };
    const spotter = new NameSpotter([sound(0, 'B AA D')]);
    expect(spotter.spot(emissions)).toEqual([]);
    expect(spotter.spot({ logProbs: new Float32Array(0), frames: 0, vocabulary: columns })).toEqual([]);
    expect(new NameSpotter([]).spot(emissions)).toEqual([]);
    expect(() => spotter.spot({ ...emissions, vocabulary: 3 })).toThrow('Expected emissions of 40 phones, got 3');
  });
});
