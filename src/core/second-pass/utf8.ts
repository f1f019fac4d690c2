/** The bytes of `text` in UTF-8; half a surrogate pair becomes U+FFFD, as the encoding standard says. */
export function encodeUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const point = code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point));
    else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
  }
  return bytes;
}

/**
 * The text of `bytes`. Each stretch that begins like a character and goes wrong becomes one U+FFFD, each byte that
 * cannot begin one too: https://encoding.spec.whatwg.org/#utf-8-decoder
 */
export function decodeUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at++];
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const tails = lead >= 0xc2 && lead <= 0xf4 ? (lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3) : 0;
    let point = tails > 0 ? lead & (0x3f >> tails) : REPLACEMENT;
    for (let index = 0; index < tails; index++) {
      const byte = bytes[at];
      const [least, most] = index === 0 ? secondByte(lead) : ANY_TAIL;
      if (!(byte >= least && byte <= most)) {
        point = REPLACEMENT;
        break;
      }
      point = (point << 6) | (byte & 0x3f);
      at++;
    }
    text += String.fromCodePoint(point);
  }
  return text;
}

const REPLACEMENT = 0xfffd;
const ANY_TAIL: readonly [number, number] = [0x80, 0xbf];

/** What may follow a lead byte: no overlong forms, no surrogates, nothing above U+10FFFF. */
function secondByte(lead: number): readonly [number, number] {
  switch (lead) {
    case 0xe0:
      return [0xa0, 0xbf];
    case 0xed:
      return [0x80, 0x9f];
    case 0xf0:
      return [0x90, 0xbf];
    case 0xf4:
      return [0x80, 0x8f];
    default:
      return ANY_TAIL;
  }
}

function tail(point: number): number {
  return 0x80 | (point & 0x3f);
}
