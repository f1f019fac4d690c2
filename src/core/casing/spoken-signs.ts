/** A sign that is dictated by its name. */
export interface SpokenSign {
  readonly written: string;
  /** As it is said, in its usual words. */
  readonly said: string;
  readonly spaceBefore: boolean;
  readonly spaceAfter: boolean;
  /** Whether a sentence begins after it; `as-before`: if one began before it. */
  readonly sentence: 'begins' | 'goes-on' | 'as-before';
  /** The signs just before it, which were written for the pause there and not said, that it takes the place of. */
  readonly displaces: RegExp;
}

/** Two of these never stand side by side unless both are said. */
const STOPS = /[,;:.?!…]+$/u;
/** Nothing closes or breaks off after a comma; a full stop there is in its place. */
const PAUSES = /[,;:]+$/u;
const NONE = /(?!)/u;

const stops = (written: string, said: string, sentence: SpokenSign['sentence']): SpokenSign => {
  return { written, said, spaceBefore: false, spaceAfter: true, sentence, displaces: STOPS };
};
const opens = (written: string, said: string): SpokenSign => {
  return { written, said, spaceBefore: true, spaceAfter: false, sentence: 'as-before', displaces: NONE };
};
const closes = (written: string, said: string): SpokenSign => {
  return { written, said, spaceBefore: false, spaceAfter: true, sentence: 'as-before', displaces: PAUSES };
};
const breaks = (written: string, said: string): SpokenSign => {
  return { written, said, spaceBefore: false, spaceAfter: false, sentence: 'begins', displaces: NONE };
};

/** Only what is rarely said for itself: "period", "dash" and "point" are words more often than signs. */
export const SPOKEN_SIGNS: readonly SpokenSign[] = [
  stops(',', 'comma', 'goes-on'),
  stops('.', 'full stop', 'begins'),
  stops('?', 'question mark', 'begins'),
  stops('!', 'exclamation mark', 'begins'),
  stops(':', 'colon', 'goes-on'),
  stops(';', 'semicolon', 'goes-on'),
  opens('“', 'open quote'),
  closes('”', 'close quote'),
  opens('(', 'open bracket'),
  closes(')', 'close bracket'),
  breaks('\n', 'new line'),
  breaks('\n\n', 'new paragraph'),
];

/** What else they are called, or heard as. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  coma: 'comma',
  'exclamation point': 'exclamation mark',
  'open quotes': 'open quote',
  'close quotes': 'close quote',
  'open brackets': 'open bracket',
  'close brackets': 'close bracket',
};

/** Said before a sign, it keeps the sign's words. */
export const ESCAPE = 'literal';

const MOST_WORDS = 2;

/** After these, which end no phrase, a thing is named, not a sign dictated: "to a full stop", "our brand new line". */
const DETERMINERS: ReadonlySet<string> = new Set('a an the another every my your our their its brand'.split(' '));

const bySound = new Map(SPOKEN_SIGNS.map((sign) => [soundOf(sign.said), sign]));
for (const [other, said] of Object.entries(OTHER_WORDS)) bySound.set(soundOf(other), bySound.get(soundOf(said))!);

const beginnings = new Set(
  [...SPOKEN_SIGNS.map(({ said }) => said), ...Object.keys(OTHER_WORDS)]
    .filter((said) => said.includes(' '))
    .map((said) => said.slice(0, said.indexOf(' '))),
);

/** The longest sign that is said from `at` on, and in how many words. `texts`: with signs of their own; '' is part of no sign. */
export function spokenSignAt(
  texts: readonly string[],
  at: number,
): { readonly sign: SpokenSign; readonly words: number } | undefined {
  if (DETERMINERS.has(texts[at - 1]?.toLowerCase() ?? '')) return undefined;
  for (let count = Math.min(MOST_WORDS, texts.length - at); count > 0; count--) {
    const said = texts.slice(at, at + count);
    const sign = said.includes('') ? undefined : bySound.get(soundOf(said.join(' ')));
    if (sign !== undefined) return { sign, words: count };
  }
  return undefined;
}

/** Whether a sign may yet come of a last word: "full" before "stop" is said. */
export function mayBeginSign(text: string): boolean {
  return beginnings.has(coreOf(text).toLowerCase()) || isEscape(text);
}

export function isEscape(text: string): boolean {
  return coreOf(text).toLowerCase() === ESCAPE;
}

/** Without signs around it; "full-stop" and "fullstop" are "full stop". */
function soundOf(said: string): string {
  return coreOf(said).toLowerCase().replaceAll(/[ -]/g, '');
}

function coreOf(text: string): string {
  return text.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
