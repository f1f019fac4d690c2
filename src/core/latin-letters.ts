/** Letters that Unicode does not take apart into a plain one and a mark, as English writers replace them. */
const UNDIVIDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
  ŧ: 't',
  ƒ: 'f',
  ĸ: 'k',
};
const UNDIVIDED_LETTER = new RegExp(`[${Object.keys(UNDIVIDED).join('')}]`, 'gu');

/**
 * Lower case without marks: NFKD with its marks and invisible format characters dropped, then the Latin letters that do
 * not decompose replaced (`Łukasz Müller-Sørensen` becomes `lukasz muller-sorensen`). Other scripts pass unchanged.
 */
export function foldLatin(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase() // NFKD turns some signs into capitals: ℡ into TEL
    .replace(UNDIVIDED_LETTER, (letter) => UNDIVIDED[letter] ?? letter);
}
