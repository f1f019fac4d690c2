import { describe, expect, it } from 'vitest';
import { Draw } from '../drawn-speech';
import { normaliseWords } from '../normalise';
import type { CombinationFeatures } from './combination-weights';
import { differencesOf, likelierFirst, openDifferences, wordsOf, type ReadingsToCombine } from './combined-reading';

/** `first`: words with how sure the first pass is, `old man/0.9`; 0.6 where it is not said. `second`: likewise `Old man./-2`, -0.3. */
function readings(first: string, second: string, languageModel = true): ReadingsToCombine {
  const words = wordsOf(second).map((word) => word.split(/\/(?=-)/));
  return {
    reading: {
      text: words.map(([word]) => word).join(' '),
      wordLogProbs: words.map(([, logProb = '-0.3']) => Number(logProb)),
    },
    heard: wordsOf(first).map((word) => {
      const [text = '', confidence = '0.6'] = word.split('/');
      return { text, confidence: Number(confidence) };
    }),
    languageModel,
  };
}

/** The second pass's text with what the first is likelier right in. `asked`: what the second says of that, if it is asked. */
function combined(first: string, second: string, languageModel = true, asked?: number): string {
  const both = readings(first, second, languageModel);
  const words: string[] = wordsOf(both.reading.text);
  const differences = differencesOf(both);
  const replacements = likelierFirst(
    differences,
    differences.map(() => asked),
  );
  for (const { first: from, end, words: instead } of replacements.toReversed()) {
    words.splice(from, end - from, ...instead.map(({ text }) => text));
  }
  return words.join(' ');
}

/** So sure is the first pass, and so unsure the second, that it is right wherever they differ. */
const sure = (first: string) => first.replaceAll(/\S+/g, '$&/1');
const unsure = (second: string) => second.replaceAll(/\S+/g, '$&/-9');

describe('the differences of two readings', () => {
  const differences = (first: string, second: string) => {
    const both = readings(first, second);
    return differencesOf(both).map(
      ({ first: from, firstEnd, second, secondEnd }) =>
        `${wordsOf(first).slice(from, firstEnd).join(' ')}|${wordsOf(both.reading.text).slice(second, secondEnd).join(' ')}`,
    );
  };

  it('are the words that stand against each other between those on which both agree', () => {
    expect(differences('he met shivon twice', 'He met Chevron twice.')).toEqual(['shivon|Chevron']);
    expect(differences('a met shivon now', 'He met me.')).toEqual(['a|He', 'shivon now|me.']);
    expect(differences('the same old', 'The — same! Old')).toEqual([]);
    expect(differences('the boys get it', "The boys' 'get it.'")).toEqual([]);
  });

  it('are none where the first pass alone has words', () => {
    expect(differences('he never met her', 'He met her.')).toEqual([]);
    expect(differences('he met her', 'He met her, twice.')).toEqual(['|twice.']);
  });

  it('hold a word that says several ones whole', () => {
    expect(differences('at twenty two', 'At twenty-two.')).toEqual([]);
    expect(differences('at twenty too now', 'At twenty-two now.')).toEqual(['twenty too|twenty-two']);
    expect(differences('it was at twenty or two', 'It was at twenty-two.')).toEqual(['twenty or two|twenty-two.']);
  });

  it('leave signs that stand alone where they are', () => {
    expect(differences('i saw my bee him', 'I saw — maybe — him.')).toEqual(['my bee|maybe']);
    expect(differences('the salt and pepper', 'The salt & pepper.')).toEqual([]);
  });

  it('are none in what the first pass has no letters for, nor where it parts the same letters otherwise', () => {
    expect(differences('one hundred and five men', 'About 105 men.')).toEqual([]);
    expect(differences('he gave five dollars then', 'He gave $5 then.')).toEqual([]);
    expect(differences('five percent vast here', '5% last year.')).toEqual([]);
    expect(differences('salt ant pepper too', 'Salt & pepper too.')).toEqual([]);
    expect(differences('my e mail is here', 'My e-mail is here.')).toEqual([]);
    expect(differences('my email is here', 'My e-mail is here.')).toEqual([]);
  });

  it('are none in a name that the user wants nowhere', () => {
    const both = readings('ask ann now', 'Ask Anne now.');
    const name = { text: 'Ann', occurrence: 0, boost: -4.5 };
    expect(differencesOf({ ...both, heard: both.heard.with(1, { ...both.heard[1], text: 'Ann', name }) })).toEqual([]);
  });

  it('lie apart, in order, and have no word at either end on which both agree', () => {
    const random = new Draw(7);
    const words = ['a', 'b', 'c', 'C.', '—', 'b!'];
    let found = 0;
    for (let round = 0; round < 500; round++) {
      const written = Array.from({ length: random.below(8) }, () => random.pick(words));
      const first = Array.from({ length: random.below(8) }, () => random.pick(['a', 'b', 'c']));
      let next = { firstEnd: 0, secondEnd: 0 };
      for (const one of differencesOf(readings(first.join(' '), written.join(' ')))) {
        const [heard, read] = [first.slice(one.first, one.firstEnd), written.slice(one.second, one.secondEnd)];
        expect(one.first).toBeGreaterThanOrEqual(next.firstEnd);
        expect(one.second).toBeGreaterThanOrEqual(next.secondEnd);
        expect(read).not.toEqual([]);
        expect(normaliseWords(read[0])).not.toEqual(heard.slice(0, 1));
        expect(normaliseWords(read.at(-1)!)).not.toEqual(heard.slice(-1));
        next = one;
        found++;
      }
    }
    expect(found).toBeGreaterThan(100);
  });

  it('tell what either pass thinks of its words', () => {
    const [one] = differencesOf(readings('the new planets/0.5 ended/0.25', 'The new York/-4 state/-5 end.'));
    const expected: Omit<CombinationFeatures, 'asked'> = {
      bias: 1,
      first: Math.log(0.5) + Math.log(0.25),
      second: -9.3,
      longer: -1,
      reading: -9.9 / 5,
      agreed: 2 / 5,
    };
    for (const [feature, value] of Object.entries(expected))
      expect(one.features[feature as keyof typeof expected]).toBeCloseTo(value);
  });
});

describe('the open differences', () => {
  it('are those in which the first pass may be right, the likeliest of many, in order', () => {
    const of = (first: string, second: string) =>
      openDifferences(differencesOf(readings(first, second))).map(({ replacement }) => replacement.words[0].text);
    expect(of('a bad/0.9 c dot/0.1 e', 'A bet/-3 c det/-0.01 e.')).toEqual(['bad']);
    const many = ['at', 'bet', 'cut', 'dot', 'egg', 'fit'].map((word, index) => `${word}/0.${9 - index} x`).join(' ');
    expect(of(many, 'u/-3 x v/-3 x w/-3 x z/-3 x q/-3 x r/-3 x.')).toEqual(['At', 'bet', 'cut', 'dot']);
  });
});

describe('a combined reading', () => {
  it('is the second pass’s to the letter where both say the same', () => {
    expect(combined('he met her at twenty two', 'He met her, at twenty-two!')).toBe('He met her, at twenty-two!');
    expect(combined('he met her', '“He — met her.”')).toBe('“He — met her.”');
  });

  it('has the first pass’s words where it is sure and the second is not', () => {
    expect(combined('the town had a magistracy/0.9 then', 'The town had a majestracy/-4 then.')).toBe(
      'The town had a magistracy then.',
    );
    expect(combined('the new planets/0.9', 'The new York/-4 Platinists./-5')).toBe('The new planets.');
  });

  it('has the second pass’s where that is sure, however sure the first is, and whatever else it got wrong', () => {
    expect(
      combined('the podcast this weep/1 covers a yona', 'The podcast this week/-0.02 covers Lia/-9 Lions./-9'),
    ).toMatch(/^The podcast this week /);
    expect(combined('he met shivon/1', 'He met Chevron./-30', true, -50)).toBe('He met Chevron.');
    expect(combined('we saw it their/1', 'We saw it there.')).toBe('We saw it there.');
    expect(combined('we saw the geography/0.3', 'We saw the jagraphy./-0.8')).toBe('We saw the jagraphy.');
  });

  it('is the second pass’s where that wrote a word or two: a name said alone, a call', () => {
    expect(combined('smart mere/0.9', 'Smart — mirror./-4')).toBe('Smart — mirror.');
    expect(combined('the smart mere/0.9', 'The smart mirror./-4')).toBe('The smart mere.');
  });

  it('loses a word that the second pass alone has only if that finds its sentence likelier without', () => {
    const text = 'He asked Siobhan O’Brien and Niamh for help in the old town hall.';
    expect(combined('he asked for help in the old town hall', text)).toBe(text);
    expect(combined('he asked for help in the old town hall', text, true, 9)).toBe(text);
    expect(combined('', 'Hm,/-9 hm,/-9 hm!/-9', true, 9)).toBe('Hm, hm, hm!');
    expect(combined('he went home', 'He then/-1 went home.')).toBe('He then went home.');
    expect(combined('he went home', 'He then/-1 went home.', true, -9)).toBe('He then went home.');
    expect(combined('he went home', 'He then/-1 went home.', true, 1)).toBe('He went home.');
    const without = (first: string, second: string) => combined(first, second, true, 5);
    expect(without('is that so', 'Is that so, Tubsy?/-9')).toBe('Is that so?');
    expect(without('is it yes i am', 'Is it, um?/-9 Yes, I am.')).toBe('Is it? Yes, I am.');
    expect(without('we met in london then', 'We met in London, um,/-9 then.')).toBe('We met in London, then.');
    expect(without('he left then he came', 'He left. Um,/-9 then he came.')).toBe('He left. Then he came.');
    expect(without('so then he came', '“Um,/-9 so then he came.”')).toBe('“So then he came.”');
    expect(without('he said so twice', 'He — um/-9 — said so twice.')).toBe('He — um — said so twice.');
  });

  it('hears what the second pass says of the first’s words', () => {
    const [first, second] = ['he had a little boots on', 'He had a little boat/-2 on.'];
    expect(combined(first, second, true, 3)).toBe('He had a little boots on.');
    expect(combined(first, second, true, -30)).toBe('He had a little boat on.');
  });

  it('trusts a first pass that no language model helped less', () => {
    const [first, second] = ['he had a little boots/0.4 on', 'He had a little boat/-2.2 on.'];
    expect(combined(first, second, true)).toBe('He had a little boots on.');
    expect(combined(first, second, false)).toBe('He had a little boat on.');
  });

  it('has the signs around what it takes the place of', () => {
    expect(combined('he had a magistracy/0.9 then', 'He had a “majestracy,”/-4 then.')).toBe(
      'He had a “magistracy,” then.',
    );
    expect(combined('i saw my bee/0.9 him', 'I saw — maybe/-4 him.')).toBe('I saw — my bee him.');
    expect(combined('i saw may/0.9 be/0.9 hymn/0.9', 'I saw maybe/-4 —/-4 him./-4')).toBe('I saw may be hymn.');
    expect(combined('the magistracy/0.9 and us', 'The majestracy.../-4 and us.')).toBe('The magistracy... and us.');
  });

  it('is the second pass’s where its signs would be lost', () => {
    const quoted = 'He was poorly/-9 in/-9 "Ankumprey/-9 and Sibley".';
    expect(combined('he was portly/1 and sibley', quoted)).toBe(quoted.replaceAll('/-9', ''));
    const two = 'He left early./-9 Then/-9 rain came.';
    expect(combined('he left earl/1 e/1 den/1 rain came', two)).toBe(two.replaceAll('/-9', ''));
    expect(combined('he left earl/1 then/1 rain came', two)).toBe('He left earl. Then rain came.');
  });

  it('has no full stop of an abbreviation in mid-sentence', () => {
    expect(combined('it was at be them/0.9 on tuesday', 'It was at p.m./-6 on Tuesday.')).toBe(
      'It was at be them on Tuesday.',
    );
    expect(combined('it was at be them/0.9', 'It was at p.m./-6')).toBe('It was at be them.');
    expect(combined('it was pam/0.9 tuesday', 'It was p.m./-6 Tuesday.')).toBe('It was pam Tuesday.');
    expect(combined('he met miss/0.9 smith', 'He met Mr./-4 Smith.')).toBe('He met Miss Smith.');
  });

  it('has the capitals of sentences, of “I” and of the words that it takes the place of', () => {
    expect(combined('tubs/0.9 went home', 'Tops/-5 went home.')).toBe('Tubs went home.');
    expect(combined('it ended tubs/0.9 went home', 'It ended. Tops/-5 went home.')).toBe('It ended. Tubs went home.');
    expect(combined('my brother and i/0.9 went', 'My brother and eye,/-4 went.')).toBe('My brother and I, went.');
    expect(combined('we went to london/0.9 then', 'We went to Londen/-4 then.')).toBe('We went to London then.');
    expect(combined('we met john smith/0.9 then', 'We met John Smyth/-4 then.')).toBe('We met John Smith then.');
    expect(combined('he was there/0.9 for us', 'He was Thea/-5 for us.')).toBe('He was there for us.');
    expect(combined('my wife and eyes/0.9', 'My wife and I./-4')).toBe('My wife and eyes.');
    expect(combined('the u s enemy/0.9 came', 'The U.S. envy/-5 came.')).toBe('The U.S. enemy came.');
    expect(combined("yes i'll/0.9 go then", 'Yes, isle/-4 go then.')).toBe("Yes, I'll go then.");
  });

  it('says what the first pass says wherever that is right, and has no signs but the second’s', () => {
    const random = new Draw(11);
    const ends = ['', '', '', ',', '.', '?'];
    for (let round = 0; round < 300; round++) {
      const length = 3 + random.below(8);
      const said = Array.from({ length }, () => random.pick(['old', 'man', 'sea', 'boy', 'cat']));
      const written = said.map((word, index) => {
        const other = random.uniform() < 0.4 ? random.pick(['bold', 'tan', 'see']) : word;
        return other + (index === length - 1 ? '.' : random.pick(ends));
      });
      const text = combined(sure(said.join(' ')), unsure(written.join(' ')));
      expect(normaliseWords(text)).toEqual(said);
      const signs = (words: readonly string[]) => words.map((word) => word.replaceAll(/\w/g, ''));
      const kept = signs(written).map((sign, index) =>
        /^[a-z]/.test(written[index + 1] ?? '') && sign === '.' ? '' : sign,
      );
      for (const [index, sign] of signs(wordsOf(text)).entries())
        expect([signs(written)[index], kept[index]]).toContain(sign);
    }
  });
});
