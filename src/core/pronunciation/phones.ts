/** The phones of English, ARPAbet without stress (http://www.speech.cs.cmu.edu/cgi-bin/cmudict). A phone's id is its index. */
export const PHONES: readonly string[] =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' ');

/** What the columns of a model's phone emissions stand for: the blank, then phone p in column p + 1. */
export const PHONE_TOKENS: readonly string[] = ['<blank>', ...PHONES];

const ids: ReadonlyMap<string, number> = new Map(PHONES.map((phone, id) => [phone, id]));

/** A sequence of phone ids. */
export type Phones = Uint8Array;

/** `AE1 N AH0` as ids. Throws a RangeError that says which phone is none. */
export function phonesOf(text: string): Phones {
  const symbols = text.split(' ').filter((symbol) => symbol !== '');
  return Uint8Array.from(symbols, (symbol) => {
    const id = ids.get(symbol.replace(/[012]$/, ''));
    if (id === undefined) throw new RangeError(`Expected ARPAbet, got ${JSON.stringify(symbol)} in ${text}`);
    return id;
  });
}

export function phoneText(phones: Phones): string {
  return Array.from(phones, (phone) => PHONES[phone]).join(' ');
}

const sibilants = phonesOf('S Z SH ZH CH JH');
const voiceless = phonesOf('P T K F TH');

/** `phones` with the sound of 's after them: `Anna's`, `Jack's`, `Rose's`. */
export function possessive(phones: Phones): Phones {
  const last = phones[phones.length - 1];
  const ending = phonesOf(sibilants.includes(last) ? 'AH Z' : voiceless.includes(last) ? 'S' : 'Z');
  const longer = new Uint8Array(phones.length + ending.length);
  longer.set(phones);
  longer.set(ending, phones.length);
  return longer;
}
