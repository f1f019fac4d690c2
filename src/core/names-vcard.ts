import type { Name } from './name';

/*
 * Contacts as phones and address books export them: vCard 2.1, 3.0 and 4.0 (RFC 6350).
 *
 * 1. folded lines are joined (a line that begins with a space, or one after a quoted-printable `=`);
 * 2. of each card the formatted name `FN` is taken, else the parts of `N`, else the organisation;
 * 3. phonetic names (`X-PHONETIC-…`) become a sounds-like spelling.
 */

/** One name per card that has one. */
export function readNamesVcard(text: string): Name[] {
  const names: Name[] = [];
  for (const card of unfold(text)
    .split(/^BEGIN:VCARD[^\n]*$/im)
    .slice(1)) {
    const properties = readProperties(card);
    const structured = (properties.get('N') ?? '').split(';');
    const [family = '', given = '', middle = ''] = structured.map(unescapeValue);
    const organisation = unescapeValue((properties.get('ORG') ?? '').split(';')[0] ?? '');
    const name = unescapeValue(properties.get('FN') ?? '') || join([given, middle, family]) || organisation;
    const sounds = join([
      unescapeValue(properties.get('X-PHONETIC-FIRST-NAME') ?? ''),
      unescapeValue(properties.get('X-PHONETIC-LAST-NAME') ?? ''),
    ]);
    if (name !== '') names.push({ text: name, ...(sounds !== '' && { soundsLike: [sounds] }) });
  }
  return names;
}

function unfold(text: string): string {
  // After a quoted-printable `=` the space belongs to the value.
  return text.replace(/\r\n?/g, '\n').replace(/(?<!=)\n[ \t]/g, '');
}

/** Values by property name without group and parameters; the first of several wins. */
function readProperties(card: string): Map<string, string> {
  const properties = new Map<string, string>();
  const lines = card.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const match = /^(?:[\w-]+\.)?([\w-]+)((?:;[^:]*)?):(.*)$/.exec(lines[at]);
    if (match === null) continue;
    const [, property = '', parameters = ''] = match;
    let value = match[3] ?? '';
    if (/QUOTED-PRINTABLE/i.test(parameters)) {
      while (value.endsWith('=') && at + 1 < lines.length) value = value.slice(0, -1) + lines[++at];
      value = readQuotedPrintable(value);
    }
    if (!properties.has(property.toUpperCase())) properties.set(property.toUpperCase(), value);
  }
  return properties;
}

/** UTF-8, which every exporter of the last twenty years writes; a text in another charset is left as it stands. */
function readQuotedPrintable(value: string): string {
  const percent = value.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/gi, '%$1');
  try {
    return decodeURIComponent(percent);
  } catch {
    return value;
  }
}

function unescapeValue(value: string): string {
  return value
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;:\\])/g, '$1')
    .trim();
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
