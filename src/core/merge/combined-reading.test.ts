import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { normaliseWords } from '../normalise';
import { textOf } from '../transcript';
import { differencesOf, firstIsRight, withFirst, wordsOf } from './combined-reading';
import type { MergedWord } from './merged-words';
import { wordReadings } from './word-readings';

/** Words of a first pass, each with how sure it is: `old man/0.9`; 0.6 where it is not said. */
const heard = (text: string) =>
  wordsOf(text).map((word) => {
    const [said = '', confidence = '0.6'] = word.split('/');
    return { text: said, confidence: Number(confidence) };
  });

/** Words of a second pass, each with its log-probability: `Old man./-2`; -0.1 where it is not said. */
const read = (text: string) => {
  const words = wordsOf(text).map((word) => word.split('/'));
  return {
    text: words.map(([word]) => word).join(' '),
    wordLogProbs: words.map(([, logProb = '-0.1']) => Number(logProb)),
  };
};

/** Each word lasts 100 ms in either pass. `name`: the second pass's word that a name stands in place of. */
function combined(first: string, second: string, languageModel = true, name?: string): string {
  const reading = read(second);
  const words = heard(first).map((word, index) => ({ ...word, startMs: 100 * index, endMs: 100 * index + 100 }));
  const merged = wordsOf(reading.text).map((text, index): MergedWord => {
    const place = { first: index, end: index + 1 };
    const word = {
      text,
      startMs: 100 * index,
      endMs: 100 * index + 100,
      confidence: 1,
      from: 'second-pass' as const,
      place,
    };
    return text === name ? { ...word, text: 'Siobhán', name: { text: 'Siobhán', occurrence: 0, boost: 1 } } : word;
  });
  const written = withFirst(merged, firstIsRight({ heard: words, reading, languageModel }), words);
  for (const [index, { startMs, endMs }] of written.entries()) {
    expect(startMs).toBeGreaterThanOrEqual(written[index - 1]?.endMs ?? 0);
    expect(endMs).toBeGreaterThanOrEqual(startMs);
  }
  return textOf(written);
}

describe('the differences of two readings', () => {
  const differences = (first: string, second: string) =>
    differencesOf(heard(first), wordsOf(second)).map(
      (one) =>
        `${wordsOf(first).slice(one.first, one.firstEnd).join(' ')}|${wordsOf(second).slice(one.second, one.secondEnd).join(' ')}`,
    );

  it('are the words between those on which both agree', () => {
    expect(differences('he met shivon twice', 'He met Chevron twice.')).toEqual(['shivon|Chevron']);
    expect(differences('a met shivon now', 'He met me.')).toEqual(['a|He', 'shivon now|me.']);
    expect(differences('he met', 'He met, twice.')).toEqual(['|twice.']);
    expect(differences('he never met her', 'He met her.')).toEqual(['never|']);
    expect(differences('', 'Thank you.')).toEqual(['|Thank you.']);
    expect(differences('the same', 'The same — “my friend”')).toEqual(['|— “my friend”']);
    expect(differences('the same', 'The — same!')).toEqual([]);
  });

  it('hold a word that says several ones whole', () => {
    expect(differences('at twenty two', 'At twenty-two.')).toEqual([]);
    expect(differences('at twenty too', 'At twenty-two.')).toEqual(['twenty too|twenty-two.']);
    expect(differences('at twenty or two', 'At twenty-two.')).toEqual(['twenty or two|twenty-two.']);
  });

  it('lead from one reading to the other, whatever they are', () => {
    const random = new Draw(7);
    const words = ['a', 'b', 'c', 'a-b', 'C.', '—', 'b!'];
    for (let round = 0; round < 500; round++) {
      const written = Array.from({ length: random.below(8) }, () => random.pick(words));
      const first = Array.from({ length: random.below(8) }, () => random.pick(['a', 'b', 'c']));
      const found = differencesOf(
        first.map((text) => ({ text })),
        written,
      );
      const asFirst: string[] = [];
      let next = 0;
      for (const { first: from, firstEnd, second, secondEnd } of found) {
        expect(second).toBeGreaterThanOrEqual(next);
        asFirst.push(...written.slice(next, second), ...first.slice(from, firstEnd));
        next = secondEnd;
      }
      asFirst.push(...written.slice(next));
      expect(normaliseWords(asFirst.join(' '))).toEqual(first);
    }
  });
});

describe('a combined reading', () => {
  it('is the second pass’s to the letter where both say the same', () => {
    expect(combined('he met her at twenty two', 'He met her, at twenty-two!')).toBe('He met her, at twenty-two!');
    expect(combined('he met her', '“He — met her.”')).toBe('“He — met her.”');
  });

  it('has the first pass’s words where it is sure and the second is not, between the second’s signs', () => {
    expect(combined('the town had a magistracy/0.9 then', 'The town had a “majestracy,”/-4 then.')).toBe(
      'The town had a “magistracy,” then.',
    );
    expect(combined('the new planets/0.9', 'The new York/-4 Platinists./-5')).toBe('The new planets.');
  });

  it('has the second pass’s where that is sure, however sure the first is', () => {
    expect(combined('we saw it their/1', 'We saw it there.')).toBe('We saw it there.');
    expect(combined('we saw the geography/0.3', 'We saw the jagraphy./-0.8')).toBe('We saw the jagraphy.');
  });

  it('is the second pass’s where that wrote a word or two: a name said alone, a call', () => {
    expect(combined('smart mere/0.9', 'Smart mirror./-4')).toBe('Smart mirror.');
    expect(combined('the smart mere/0.9', 'The smart mirror./-4')).toBe('The smart mere.');
  });

  it('ends as the sentence did when its last words are not said', () => {
    expect(combined('is that so', 'Is that so, Tubsy?/-9')).toBe('Is that so?');
    expect(combined('', 'Hm,/-9 hm,/-9 hm!/-9')).toBe('');
  });

  it('tells what the second pass wrote where the first is right', () => {
    const place = { first: 0, end: 2 };
    const merged = ['New', 'York.'].map((text, index) => {
      return {
        text,
        startMs: 0,
        endMs: 9,
        confidence: 1,
        from: 'second-pass' as const,
        place: { first: index, end: index + 1 },
      };
    });
    const words = [{ text: 'planets', startMs: 0, endMs: 9, confidence: 1 }];
    const written = withFirst(merged, [{ first: 0, firstEnd: 1, second: 0, secondEnd: 2 }], words);
    expect(written).toMatchObject([{ text: 'planets.', from: 'first-pass', place, instead: 'New York.' }]);
    expect(wordReadings({ words: written, decisions: [] }, words)).toMatchObject([
      { heard: 'planets', read: 'New York.' },
    ]);
  });

  it('leaves a name, and what differs around it, alone', () => {
    const [first, second] = ['call shiv/0.9 on/0.9 now', 'Call Chevron/-9 know./-9'];
    expect(combined(first, second)).toBe('Call shiv on now.');
    expect(combined(first, second, true, 'Chevron')).toBe('Call Siobhán know.');
  });

  it('trusts a first pass that no language model helped less, and none that joins words', () => {
    const [first, second] = ['he had a little boots/0.25 on', 'He had a little boat/-2.2 on.'];
    expect(combined(first, second, true)).toBe('He had a little boots on.');
    expect(combined(first, second, false)).toBe('He had a little boat on.');
    expect(combined('and dosmiseresquire/0.8 then', 'And dismiss/-0.9 your/-0.5 squire/-1 then.')).toBe(
      'And dismiss your squire then.',
    );
  });
});
