/*
 * Numbers as an English speaker reads them aloud, since the model writes letters only.
 *
 * - `1,234` and `1234567` are cardinals, without "and": one hundred five, not one hundred and five;
 * - four digits from 1100 to 2099 alone are a year: nineteen eighty four, twenty ten, two thousand five;
 * - `21st` is an ordinal, `1980s` a decade, `3.14` has its fraction read digit by digit;
 * - a leading zero (007) or more digits than we have words for make it a string of digits.
 *
 * Left out: fractions, times, money and roman numerals; their digits are read as the rules above say.
 */

const ONES = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
  'seventeen eighteen nineteen'
).split(' ');
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const THOUSANDS = ['', 'thousand', 'million', 'billion', 'trillion'];

const IRREGULAR_ORDINALS = new Map([
  ['one', 'first'],
  ['two', 'second'],
  ['three', 'third'],
  ['five', 'fifth'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['twelve', 'twelfth'],
]);

const LIMITS = {
  /** Beyond 999 trillion nobody says the number: it is an account or a telephone number. */
  cardinalDigits: 3 * THOUSANDS.length,
  /** Outside these years four digits are more often a quantity than a date. */
  firstYear: 1100,
  lastYear: 2099,
};

/** Each digit alone: `007` is "zero zero seven". */
export function spellDigits(digits: string): string {
  return Array.from(expectDigits(digits), (digit) => ONES[Number(digit)]).join(' ');
}

/** A whole number: `1234` is "one thousand two hundred thirty four". Too long or zero-led ones are read as digits. */
export function spellCardinal(digits: string): string {
  expectDigits(digits);
  if (digits.length > LIMITS.cardinalDigits || (digits.length > 1 && digits.startsWith('0'))) {
    return spellDigits(digits);
  }
  const words: string[] = [];
  let rest = Number(digits);
  for (let power = THOUSANDS.length - 1; power >= 0; power--) {
    const unit = 1000 ** power;
    const group = Math.floor(rest / unit);
    rest -= group * unit;
    if (group > 0) words.push(...spellBelowThousand(group), ...(power > 0 ? [THOUSANDS[power]] : []));
  }
  return words.length > 0 ? words.join(' ') : ONES[0];
}

/** A place in an order: `21` is "twenty first". */
export function spellOrdinal(digits: string): string {
  return changeLastWord(spellCardinal(digits), (word) => {
    const irregular = IRREGULAR_ORDINALS.get(word);
    if (irregular !== undefined) return irregular;
    return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
  });
}

/** A year as it is said: `1984` "nineteen eighty four", `1905` "nineteen oh five", `2005` "two thousand five". */
export function spellYear(digits: string): string {
  expectDigits(digits);
  const century = digits.slice(0, -2);
  const rest = digits.slice(-2);
  if (digits.length !== 4 || /^\d00/.test(digits)) return spellCardinal(digits);
  if (rest === '00') return `${spellCardinal(century)} hundred`;
  return `${spellCardinal(century)} ${rest.startsWith('0') ? `oh ${spellCardinal(rest[1])}` : spellCardinal(rest)}`;
}

/** `text` with every number in it spelled out, and nothing else changed. */
export function spellNumbers(text: string): string {
  return text.replace(
    /(\d{1,3}(?:,\d{3})+(?!\d)|\d+)((?:\.\d+)*)(?:(st|nd|rd|th|s)(?![a-z]))?/gi,
    (match: string, whole: string, fraction: string, suffix: string | undefined, offset: number) => {
      const words = spellNumber(whole, fraction, suffix?.toLowerCase());
      const before = isLetter(text[offset - 1]) ? ' ' : '';
      const after = isLetter(text[offset + match.length]) ? ' ' : '';
      return before + words + after;
    },
  );
}

function spellNumber(whole: string, fraction: string, suffix: string | undefined): string {
  const digits = whole.replaceAll(',', '');
  const looksLikeYear =
    fraction === '' && whole.length === 4 && Number(whole) >= LIMITS.firstYear && Number(whole) <= LIMITS.lastYear;
  const spelled = looksLikeYear ? spellYear(digits) : spellCardinal(digits);
  if (fraction !== '') {
    const decimals = fraction.slice(1).split('.').map(spellDigits);
    return [spelled, ...decimals].join(' point ') + (suffix === undefined ? '' : ` ${suffix}`);
  }
  if (suffix === undefined) return spelled;
  return suffix === 's' ? changeLastWord(spelled, plural) : spellOrdinal(digits);
}

function spellBelowThousand(value: number): string[] {
  const words: string[] = [];
  const hundreds = Math.floor(value / 100);
  let rest = value % 100;
  if (hundreds > 0) words.push(ONES[hundreds], 'hundred');
  if (rest >= ONES.length) {
    words.push(TENS[Math.floor(rest / 10)]);
    rest %= 10;
  }
  if (rest > 0) words.push(ONES[rest]);
  return words;
}

function changeLastWord(words: string, change: (word: string) => string): string {
  const start = words.lastIndexOf(' ') + 1;
  return words.slice(0, start) + change(words.slice(start));
}

function plural(word: string): string {
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('x') ? `${word}es` : `${word}s`;
}

function expectDigits(digits: string): string {
  if (!/^[0-9]+$/.test(digits)) throw new RangeError(`Expected decimal digits, got ${JSON.stringify(digits)}`);
  return digits;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}
