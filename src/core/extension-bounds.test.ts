import { describe, expect, it } from 'vitest';
import { Draw, drawnVocabulary as vocabulary, speak } from './drawn-speech';
import { ExtensionBounds } from './extension-bounds';
import { FrameTokens } from './frame-tokens';
import { drawNgrams, languageOf } from './language-model/drawn-language';
import type { Name } from './name';
import { compileNames, ROOT } from './name-trie';
import { PrefixSearch } from './prefix-search';
import { checkSearchOptions } from './search-options';
import { Vocabulary } from './vocabulary';

const words = 'she said that the house was in new york and anna and ann arbor were there'.split(' ');

const drawNames = (draw: Draw): Name[] =>
  Array.from({ length: 1 + draw.below(12) }, () => {
    const name = Array.from({ length: 1 + draw.below(3) }, () => draw.pick([...words, 'annual', 'a', "o'hara"]));
    return { text: name.join(' '), boost: draw.below(21) / 2, negative: draw.uniform() < 0.1 };
  });

/** Extensions by a frame of that sound which the bounds keep out though they score more than the bar, by a hair. */
function wronglyCut(search: PrefixSearch, bounds: ExtensionBounds, pull: number, frame: Float32Array): string[] {
  const cut: string[] = [];
  const { beam, credit, language, tree } = search;
  const tokens = new FrameTokens(vocabulary.size, vocabulary.blank, 5, Infinity);
  tokens.rank(frame);
  bounds.readFrame(tokens, tokens.count, frame);
  const likeliest = frame[tokens.tokens[0]];
  for (let slot = 0; slot < beam.size; slot++) {
    const prefix = beam.prefix[slot];
    bounds.readPrefix(prefix, beam.logProb, slot);
    for (let rank = 0; rank < tokens.count; rank++) {
      const token = tokens.tokens[rank];
      const node = credit.nodeAfter(prefix, token);
      const sound = frame[token];
      const pulls = Float64Array.of(
        pull * (likeliest - sound) + (credit.goesOn(prefix, token, node) ? credit.pull[prefix] : 0),
      );
      const open = new Float64Array(1);
      if (language.active) language.addOpen(prefix, token, open, 0);
      const score = Float64Array.of(beam.logProb[slot] + sound + open[0]);
      credit.addBonus(node, tree.beforeWord(prefix, token), open, pulls, 0, score, 0);
      const bar = Float64Array.of(score[0] - 1e-9);
      const isIn = bounds.mayEnter(rank, token, bar) && bounds.anyFrom(0, bar) && bounds.anyFrom(rank, bar);
      if (!isIn || (node !== ROOT && !bounds.isNamed(token))) cut.push(`${prefix} + ${vocabulary.pieces[token]}`);
    }
  }
  return cut;
}

describe('ExtensionBounds', () => {
  it.each([false, true])(
    'cuts nothing off that could come into the beam, whatever is listed (language model: %s)',
    (has) => {
      for (let seed = 0; seed < 20; seed++) {
        const draw = new Draw(seed);
        const pull = draw.pick([0, 0.5, 1]);
        const options = checkSearchOptions({ beamSize: 12, pull, blankSkip: 1 });
        const prior = Array.from({ length: vocabulary.size }, () => -15 * draw.uniform());
        const { pieces, blank, size } = vocabulary;
        const search = new PrefixSearch(new Vocabulary({ pieces, blank, prior }), options);
        if (has) search.setLanguage(languageOf(drawNgrams(draw, [...new Set(words), 'annual', 'newt'])));
        search.setNames(compileNames(drawNames(draw), vocabulary));
        const bounds = new ExtensionBounds(search.tree, search.credit, search.language, pull);
        bounds.setNames();
        const sentence = Array.from({ length: 4 }, () => draw.pick(words)).join(' ');
        const { logProbs, frames } = speak(draw, sentence, vocabulary, 0.8);
        for (let frame = 0; frame < frames; frame++) {
          const row = frame * size;
          const sound = logProbs.slice(row, row + size);
          // With a language model it is divided by the prior, and may exceed 0.
          if (has) prior.forEach((logProb, token) => (sound[token] -= options.priorWeight * logProb));
          expect(wronglyCut(search, bounds, pull, sound)).toEqual([]);
          search.step(logProbs, row);
        }
      }
    },
  );

  it('lets nothing in that cannot come in: without names, within a word, the bound is what the model says', () => {
    const search = new PrefixSearch(vocabulary, checkSearchOptions({}));
    const bounds = new ExtensionBounds(search.tree, search.credit, search.language, 0);
    bounds.setNames();
    const { logProbs } = speak(new Draw(1), 'anna', vocabulary, 0.5);
    const tokens = new FrameTokens(vocabulary.size, vocabulary.blank, vocabulary.size, Infinity);
    tokens.rank(logProbs);
    bounds.readFrame(tokens, tokens.count, logProbs);
    bounds.readPrefix(search.beam.prefix[0], search.beam.logProb, 0);
    for (let rank = 0; rank < tokens.count; rank++) {
      const token = tokens.tokens[rank];
      expect(bounds.mayEnter(rank, token, Float64Array.of(logProbs[token] + 0.001))).toBe(false);
      expect(bounds.anyFrom(rank, Float64Array.of(logProbs[token] + 0.001))).toBe(false);
    }
  });
});
