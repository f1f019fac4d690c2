import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, drawEmissions, drawnVocabulary, hear, speak } from './drawn-speech';
import type { Emissions } from './emissions';
import { sumAlignments } from './exhaustive-search';
import { decodeGreedily } from './greedy';
import type { Hypothesis } from './hypothesis';
import type { SearchOptions } from './search-options';
import { Vocabulary } from './vocabulary';

/** Nothing is pruned, nothing is taken for blank: the exact sums. */
const exact: Partial<SearchOptions> = {
  beamSize: 2000,
  tokensPerFrame: 1000,
  beamWidth: Infinity,
  tokenWidth: Infinity,
  blankSkip: 1,
};

const ab = new Vocabulary({ blank: 0, pieces: ['_', 'a', 'b'] });
const abc = new Vocabulary({ blank: 1, pieces: ['a', '_', 'b', '▁c'] });

/** The example of wenet's runtime/core/decoder/ctc_prefix_beam_search_test.cc: 3 frames of blank, a and b. */
const table: Emissions = {
  logProbs: Float32Array.from([0.25, 0.4, 0.35, 0.4, 0.35, 0.25, 0.1, 0.5, 0.4], Math.log),
  frames: 3,
  vocabulary: 3,
};

const ranked = (hypotheses: readonly Hypothesis[]) =>
  hypotheses.map(({ tokens, logProb }) => `${tokens.join()} ${Math.exp(logProb).toFixed(4)}`);

/** The best three readings of the table. */
const decodeTable = (options: Partial<SearchOptions>) => {
  const search = new CtcBeamSearch(ab, { ...exact, ...options });
  search.decode(table);
  return ranked(search.nBest(3));
};

/** All that a search knows at its end, as text: equal texts are equal to the last bit. */
const everything = (search: CtcBeamSearch) => {
  search.end();
  return JSON.stringify(search.nBest(Infinity));
};

/** Takes the possibility of about half of the tokens away, except of the first, so that no frame is impossible. */
const forbidTokens = (draw: Draw, { logProbs, vocabulary }: Emissions) => {
  for (let i = 0; i < logProbs.length; i++) if (i % vocabulary > 0 && draw.uniform() < 0.5) logProbs[i] = -Infinity;
};

const drawSpeech = (seed: number, unsure = 0.6) => {
  const draw = new Draw(seed);
  return speak(
    draw,
    draw.pick(['the house was new', 'she said that it is time', 'to be or not to be']),
    drawnVocabulary,
    unsure,
  );
};

describe('a CTC beam search', () => {
  it('finds the sums of a table that fits on paper', () => {
    expect(decodeTable({ beamSize: 100 })).toEqual(['2,1 0.2185', '1,2 0.2050', '1 0.2025']);
  });

  it('loses on the same table what it prunes', () => {
    expect(decodeTable({ beamSize: 3 })).toEqual(['2,1 0.2185', '1,2 0.1550', '1 0.1525']);
    expect(decodeTable({ beamSize: 1 })).toEqual(['1,2 0.1200']);
  });

  it('adds up exactly the alignments of every token sequence that is possible', () => {
    for (let seed = 0; seed < 60; seed++) {
      const draw = new Draw(seed);
      const emissions = drawEmissions(draw, draw.below(7), abc.size, 3 * draw.uniform());
      if (seed % 2 === 1) forbidTokens(draw, emissions);
      const search = new CtcBeamSearch(abc, exact);
      search.decode(emissions);
      const found = search.nBest(Infinity);
      const sums = sumAlignments(emissions, abc.blank);
      expect(found.map(({ tokens }) => tokens.join()).toSorted()).toEqual([...sums.keys()].toSorted());
      const errors = found.map(({ tokens, logProb }) => Math.abs(logProb - sums.get(tokens.join())!));
      expect(Math.max(...errors)).toBeLessThan(1e-9);
      expect(found).toEqual(found.toSorted((a, b) => b.logProb - a.logProb));
    }
  });

  it('gives impossible sequences no place in the beam', () => {
    const search = new CtcBeamSearch(ab, exact);
    const onlyA = Float32Array.of(-Infinity, 0, -Infinity);
    for (let frame = 0; frame < 3; frame++) search.step({ logProbs: onlyA, frames: 1, vocabulary: 3 });
    expect(ranked(search.nBest(Infinity))).toEqual(['1 1.0000']);
  });

  it('needs a blank between two equal tokens', () => {
    const search = new CtcBeamSearch(drawnVocabulary);
    expect(search.decode(hear(drawnVocabulary, { '▁an': 1 }, { n: 1 }, { n: 1 }, { a: 1 })).text).toBe('anna');
    expect(search.decode(hear(drawnVocabulary, { '▁a': 1 }, { n: 1 }, { n: 1 }, { a: 1 })).text).toBe('ana');
    expect(search.decode(hear(drawnVocabulary, { '▁a': 1 }, { n: 1 }, {}, { n: 1 }, { a: 1 })).text).toBe('anna');
  });

  it('gives the same result however the emissions are cut into chunks', () => {
    for (let seed = 0; seed < 20; seed++) {
      const emissions = drawSpeech(seed);
      const whole = new CtcBeamSearch(drawnVocabulary);
      whole.step(emissions);
      const inChunks = new CtcBeamSearch(drawnVocabulary);
      const draw = new Draw(seed);
      for (let frame = 0; frame < emissions.frames;) {
        const next = Math.min(emissions.frames, frame + draw.below(9));
        inChunks.step(cutEmissions(emissions, frame, next));
        inChunks.best();
        frame = next;
      }
      expect(everything(inChunks)).toBe(everything(whole));
    }
  });

  it('does not keep the caller’s array', () => {
    const emissions = drawSpeech(1);
    const untouched = new CtcBeamSearch(drawnVocabulary);
    untouched.step(emissions);
    const overwritten = new CtcBeamSearch(drawnVocabulary);
    const buffer = cutEmissions(emissions, 0);
    overwritten.step(buffer);
    buffer.logProbs.fill(-1);
    expect(everything(overwritten)).toBe(everything(untouched));
  });

  it('begins every utterance as a fresh search does', () => {
    const used = new CtcBeamSearch(drawnVocabulary);
    for (let seed = 0; seed < 10; seed++) {
      const fresh = new CtcBeamSearch(drawnVocabulary);
      used.begin();
      used.step(drawSpeech(seed));
      fresh.step(drawSpeech(seed));
      expect(everything(used)).toBe(everything(fresh));
    }
  });

  it('offers in one call what begin, step and end do', () => {
    const stepwise = new CtcBeamSearch(drawnVocabulary);
    stepwise.step(drawSpeech(3));
    expect(new CtcBeamSearch(drawnVocabulary).decode(drawSpeech(3))).toEqual(stepwise.end());
  });

  it('hears nothing in nothing', () => {
    const nothing = { tokens: [], frames: [], logProbs: [], text: '', words: [], names: [], bonus: 0, language: 0 };
    const search = new CtcBeamSearch(drawnVocabulary);
    expect(search.best()).toEqual({ ...nothing, logProb: 0 });
    expect(search.decode({ logProbs: new Float32Array(0), frames: 0, vocabulary: drawnVocabulary.size })).toEqual({
      ...nothing,
      logProb: 0,
    });
    expect(search.decode(hear(drawnVocabulary, {}, {}))).toEqual({ ...nothing, logProb: expect.closeTo(0, 3) });
  });

  it('is never behind the best path, and on it when all frames are sure', () => {
    for (let seed = 0; seed < 20; seed++) {
      const greedy = decodeGreedily(drawSpeech(seed), drawnVocabulary);
      const best = new CtcBeamSearch(drawnVocabulary, { blankSkip: 1 }).decode(drawSpeech(seed));
      expect(best.logProb).toBeGreaterThanOrEqual(greedy.logProb - 1e-9);
      const sure = drawSpeech(seed, 0);
      expect(new CtcBeamSearch(drawnVocabulary).decode(sure).tokens).toEqual(
        decodeGreedily(sure, drawnVocabulary).tokens,
      );
    }
  });

  it('changes little by taking surely blank frames for blank', () => {
    for (let seed = 0; seed < 20; seed++) {
      const emissions = drawSpeech(seed, 0.3);
      const all = new CtcBeamSearch(drawnVocabulary, { blankSkip: 1 }).decode(emissions);
      const skipping = new CtcBeamSearch(drawnVocabulary, { blankSkip: 0.98 }).decode(emissions);
      expect(skipping.text).toBe(all.text);
      expect(skipping.logProb).toBeCloseTo(all.logProb, 0);
    }
  });

  it('still works with a beam of one', () => {
    const search = new CtcBeamSearch(drawnVocabulary, { beamSize: 1 });
    expect(search.decode(hear(drawnVocabulary, { '▁the': 1 }, { '▁house': 1 })).text).toBe('the house');
    expect(search.nBest(5)).toHaveLength(1);
  });

  it('refuses emissions that it cannot read before it reads any of them', () => {
    const search = new CtcBeamSearch(drawnVocabulary);
    search.step(drawSpeech(1));
    const before = search.best();
    const bad = drawSpeech(2);
    bad.logProbs[5 * drawnVocabulary.size + 7] = NaN;
    expect(() => search.step(bad)).toThrow('Expected log-probabilities, got NaN at frame 5, token 7');
    expect(() => search.step(table)).toThrow(
      `Expected emissions of a vocabulary of ${drawnVocabulary.size} tokens, got 3`,
    );
    expect(search.best()).toEqual(before);
  });

  it('hears nothing after the end until the next beginning', () => {
    const search = new CtcBeamSearch(ab);
    search.end();
    expect(() => search.step(table)).toThrow('The utterance has ended');
    expect(() => search.commit()).toThrow('The utterance has ended');
    search.begin();
    search.step(table);
    expect(search.end().tokens).toEqual([2, 1]);
  });

  it.each([
    [{ beamSize: 0 }, 'Expected a whole beamSize >= 1, got 0'],
    [{ tokensPerFrame: 1.5 }, 'Expected a whole tokensPerFrame >= 1, got 1.5'],
    [{ beamWidth: -1 }, 'Expected beamWidth > 0 nats, got -1'],
    [{ tokenWidth: NaN }, 'Expected tokenWidth > 0 nats, got NaN'],
    [{ blankSkip: 1.1 }, 'Expected blankSkip above 0 and at most 1, got 1.1'],
    [{ commitFrames: -1 }, 'Expected commitFrames >= 0, got -1'],
  ])('refuses the options %j', (options, message) => {
    expect(() => new CtcBeamSearch(ab, options)).toThrow(new RangeError(message));
  });
});

describe('the times and confidences of words', () => {
  const decode = (...heard: readonly Readonly<Record<string, number>>[]) =>
    new CtcBeamSearch(drawnVocabulary).decode(hear(drawnVocabulary, ...heard));

  it('are those of the tokens on the best path', () => {
    const { words, frames } = decode({}, { '▁he': 0.9 }, {}, {}, { '▁': 0.8 }, { s: 0.9 }, { s: 0.7 }, { a: 0.9 }, {});
    expect(frames).toEqual([1, 4, 5, 7]);
    expect(words.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['he', 1, 2],
      ['sa', 4, 8],
    ]);
  });

  it('take the frame of the alignment that is likeliest, not the first', () => {
    expect(decode({ '▁he': 0.2 }, { '▁he': 0.9 }).frames).toEqual([1]);
    expect(decode({ '▁he': 0.9 }, { '▁he': 0.2 }).frames).toEqual([0]);
  });

  it('are the geometric mean of the posteriors, each at its highest', () => {
    const { words } = decode({ '▁': 0.8 }, { s: 0.6, t: 0.4 }, { s: 0.9, t: 0.1 }, { a: 0.5, o: 0.4 });
    expect(words[0].text).toBe('sa');
    expect(words[0].confidence).toBeCloseTo((0.8 * 0.9 * 0.5) ** (1 / 3), 4);
  });

  it('follow the sound: a word heard unsurely is less sure', () => {
    const { words } = decode({ '▁the': 0.99 }, { '▁house': 0.55, '▁he': 0.45 });
    expect(words.map(({ confidence }) => confidence)).toEqual([expect.closeTo(0.99, 4), expect.closeTo(0.55, 4)]);
  });

  it('stay in order and within the audio, on any speech', () => {
    for (let seed = 0; seed < 30; seed++) {
      const emissions = drawSpeech(seed, 1);
      const search = new CtcBeamSearch(drawnVocabulary);
      search.decode(emissions);
      for (const { words, frames } of search.nBest(Infinity)) {
        frames.forEach((frame, i) => expect(frame).toBeGreaterThan(i === 0 ? -1 : frames[i - 1]));
        for (const { start, end, confidence } of words) {
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(emissions.frames);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
