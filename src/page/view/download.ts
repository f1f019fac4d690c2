import { element } from './element';

/** Saves a text that was made here; nothing leaves the machine. */
export function saveAsFile(fileName: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element('a', { href: url, download: fileName }).click();
  // The browser has taken it by then; some read it later than at the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
