import { expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, drawnVocabulary as vocabulary, speak } from './drawn-speech';
import { textOf } from './transcript';
import { readWhole } from './whole-reading';

const said = 'she said that it is time to see the new house in ann arbor and that was the time to see it';

it('reads noisy speech as one who commits after each chunk of 16 frames', () => {
  let settledInAll = 0;
  for (let seed = 0; seed < 12; seed++) {
    const emissions = speak(new Draw(seed), said, vocabulary, 0.9);
    const live = new CtcBeamSearch(vocabulary);
    const words = [];
    for (let frame = 0; frame < emissions.frames; frame += 16) {
      live.step(cutEmissions(emissions, frame, Math.min(frame + 16, emissions.frames)));
      words.push(...live.commit());
    }
    words.push(...live.end().words);
    const { settled, hypotheses } = readWhole(new CtcBeamSearch(vocabulary), emissions, 3);
    expect([...settled, ...hypotheses[0].words]).toEqual(words);
    settledInAll += settled.length;
  }
  expect(settledInAll).toBeGreaterThan(30);
});

it('reads clear speech as all at once, and forgets the utterance before', () => {
  const search = new CtcBeamSearch(vocabulary);
  const clear = speak(new Draw(1), said, vocabulary, 0.2);
  const { text } = new CtcBeamSearch(vocabulary).decode(clear);
  for (let time = 0; time < 2; time++) {
    const { settled, hypotheses } = readWhole(search, clear, 1);
    expect(textOf([...settled, ...hypotheses[0].words])).toBe(text);
  }
});
