import { PHONES, phonesOf, type Phones } from './phones';

/** How English readers would spell a phone, by its id. */
const letters: readonly string[] =
  'ah a uh aw ow eye b ch d th e er ay f g h i ee j k l m n ng oh oy p r s sh t th oo oo v w y z zh'.split(' ');

const vowels: ReadonlySet<number> = new Set(phonesOf('AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW'));

/** What a syllable may begin with besides a single consonant. */
const onsets: ReadonlySet<string> = new Set(
  'B L|B R|D R|F L|F R|G L|G R|K L|K R|K W|P L|P R|S K|S L|S M|S N|S P|S T|S W|SH R|T R|T W|TH R|B Y|K Y|M Y|F Y|HH Y|P Y'.split(
    '|',
  ),
);

/** `phones` as one would spell the sound for somebody who reads no IPA, with hyphens between syllables: `shi-vawn`. */
export function respell(phones: Phones): string {
  const nuclei = [...phones.keys()].filter((at) => vowels.has(phones[at]));
  const begins = nuclei.slice(1).map((nucleus, index) => syllableBegin(phones, nuclei[index], nucleus));
  return [0, ...begins]
    .map((begin, index) => Array.from(phones.subarray(begin, begins[index]), (phone) => letters[phone]).join(''))
    .join('-');
}

/** Of the consonants between two vowels, as many as a syllable can begin with belong to the second. */
function syllableBegin(phones: Phones, before: number, nucleus: number): number {
  const between = nucleus - before - 1;
  if (between === 0) return nucleus;
  const pair = Array.from(phones.subarray(nucleus - 2, nucleus), (phone) => PHONES[phone]).join(' ');
  return between > 1 && onsets.has(pair) ? nucleus - 2 : nucleus - 1;
}
