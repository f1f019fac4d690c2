import { type HeapProfiler, Session } from 'node:inspector';
import { describe, expect, it } from 'vitest';
import { CtcBeamSearch } from './beam-search';
import { cutEmissions, Draw, drawnVocabulary as vocabulary, joinEmissions, speak } from './drawn-speech';
import { drawNgrams, languageOf } from './language-model/drawn-language';
import { compileNames } from './name-trie';

const frames = 1500;

const times = 4;

/** Bytes between two samples of what is allocated: small against one object in each frame. */
const samplingInterval = 512;

/** Bytes that `work` allocates in the functions of src/core, as V8 samples them, whatever is collected meanwhile; the size of the heap itself grows in whole pages. */
function allocated(work: () => void): number {
  const session = new Session();
  let profile: HeapProfiler.SamplingHeapProfile | undefined;
  session.connect();
  session.post('HeapProfiler.startSampling', {
    samplingInterval,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  work();
  session.post('HeapProfiler.stopSampling', (_, result) => (profile = result.profile));
  session.disconnect();
  if (!profile) throw new Error('HeapProfiler.stopSampling gave no profile');
  const bytesIn = (node: HeapProfiler.SamplingHeapProfileNode): number =>
    (/\/src\/core\/(?!.*\.test\.ts)/.test(node.callFrame.url) ? node.selfSize : 0) +
    node.children.reduce((sum, child) => sum + bytesIn(child), 0);
  return bytesIn(profile.head);
}

describe('the loop over frames', { timeout: 120_000 }, () => {
  const draw = new Draw(1);
  const words = 'she said that the house was in new york and anna and ann arbor were there'.split(' ');
  const sentence = () => Array.from({ length: 20 }, () => draw.pick(words)).join(' ');
  const speech = joinEmissions(Array.from({ length: 20 }, () => speak(draw, sentence(), vocabulary, 0.7)));
  const chunk = cutEmissions(speech, 0, frames);
  const names = [...words, 'New York', 'Ann Arbor'].map((text) => ({ text }));
  const language = languageOf(drawNgrams(draw, [...new Set(words), 'annual', 'newt']));

  it.each([
    ['without names', [], false],
    ['with names', names, false],
    ['with a language model', [], true],
    ['with a language model and names', names, true],
  ])('allocates nothing, %s', (_, names, withLanguage) => {
    const search = new CtcBeamSearch(vocabulary, { blankSkip: 1 });
    search.setNames(compileNames(names, vocabulary));
    if (withLanguage) search.setLanguage(language);
    const hear = () => {
      search.begin();
      search.step(chunk);
    };
    // The smallest object takes 12 bytes: one in each frame would be seen, and each time.
    const most = 8 * frames * times;
    let bytes = Infinity;
    // What grows once is not of the loop, nor what code allocates that a busy machine has yet to compile.
    for (let attempt = 0; attempt < 50 && bytes >= most; attempt++) {
      bytes = allocated(() => {
        for (let time = 0; time < times; time++) hear();
      });
    }
    expect(bytes).toBeLessThan(most);
  });
});
