import { ESCAPE, SPOKEN_SIGNS } from '../../core/casing/spoken-signs';
import { element } from './element';

/** The signs that can be dictated, folded away: each with what one says for it. */
export function createSignList(): HTMLElement {
  return element(
    'details',
    { class: 'sign-list' },
    element('summary', {}, 'What to say'),
    element(
      'dl',
      { class: 'signs' },
      ...SPOKEN_SIGNS.map(({ written, said }) =>
        element('div', {}, element('dt', {}, BREAKS[written] ?? written), element('dd', {}, said)),
      ),
    ),
    element(
      'p',
      { class: 'setting-hint' },
      `After “${ESCAPE}” they stay words: “${ESCAPE} comma” writes “comma”. They do so after “a”, “the” and “my”, too.`,
    ),
  );
}

/** What cannot be seen, as it is drawn on keys and in text processors. */
const BREAKS: Readonly<Record<string, string>> = { '\n': '↵', '\n\n': '¶' };
