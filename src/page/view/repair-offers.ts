import type { Page, RepairOffer } from '../page-state';
import type { Repairs } from '../repairs';
import { shorten } from '../user-messages';
import type { Announcer } from './announcer';
import type { DocumentView } from './document-view';
import { besideDocument } from './drawer';
import { button, element, plural, setText } from './element';
import { icon } from './icon';
import type { Toast } from './toast';

/** Words of a sentence that are shown before and after a name. */
const shownWords = 6;

/**
 * Sentences in which a name may have been said, each with what stands there and what would; above the document like a notice.
 * While a drawer or a test of names lies over the document they wait behind it: there they could be neither seen nor heard.
 */
export function createRepairOffers(
  page: Page,
  repairs: Repairs,
  text: DocumentView,
  toast: Toast,
  announcer: Announcer,
): HTMLElement {
  const heading = element('p', { class: 'notice-text' });
  const list = element('ul', { class: 'repair-list' });
  const all = button({ class: 'button' }, () => accept(page.state.repairs));
  const more = element('div', { class: 'notice-more' }, all);
  const card = element(
    'section',
    { class: 'repairs', 'aria-label': 'Names that may have been said', hidden: true },
    icon('names'),
    element('div', { class: 'notice-words' }, heading, list, more),
    button({ class: 'icon-button', 'aria-label': 'Dismiss' }, () => leave(() => repairs.dismiss()), icon('close')),
  );
  const rows = new Map<string, HTMLLIElement>();
  const beside = matchMedia(besideDocument);
  const announced = new Set<string>();

  const show = () => {
    const { repairs: offers, drawer, testing } = page.state;
    card.hidden = offers.length === 0 || testing || (drawer !== undefined && !beside.matches);
    const present = new Set(offers.map(({ id }) => id));
    for (const [id, row] of rows) {
      if (present.has(id)) continue;
      row.remove();
      rows.delete(id);
    }
    for (const offer of offers) {
      if (rows.has(offer.id)) continue;
      const row = createRow(offer, () => accept([offer]));
      rows.set(offer.id, row);
      list.append(row);
    }
    if (card.hidden) return;
    setText(heading, headingOf(offers));
    more.hidden = offers.length < 2;
    setText(all, offers.length === 2 ? 'Write both' : `Write all ${offers.length}`);
    if (offers.some(({ id }) => !announced.has(id))) announcer.say(`${headingOf(offers)} See above your text.`);
    for (const { id } of offers) announced.add(id);
  };
  page.watch((state) => state.repairs, show);
  page.watch((state) => state.drawer, show);
  page.watch((state) => state.testing, show);
  beside.addEventListener('change', show);

  function accept(offers: readonly RepairOffer[]): void {
    leave(() => {
      const { written, undo } = repairs.accept(offers);
      if (written.length > 0) toast.show(whatWasDone(written), undo);
    });
  }

  /** The focus goes on to the next offer, or to the text when there is none. */
  function leave(change: () => void): void {
    const focused = document.activeElement;
    const hadFocus = card.contains(focused);
    const index = [...list.children].findIndex((row) => row.contains(focused));
    change();
    if (!hadFocus || (focused instanceof HTMLElement && focused.isConnected && !card.hidden)) return;
    const next = list.children[Math.min(Math.max(0, index), list.children.length - 1)];
    if (card.hidden || next === undefined) text.focusText();
    else next.querySelector('button')?.focus();
  }

  return card;
}

function createRow(offer: RepairOffer, accept: () => void): HTMLLIElement {
  const { repair, before, after } = offer;
  const { replaced, word } = repair;
  return element(
    'li',
    { class: 'repair' },
    element(
      'p',
      { class: 'repair-sentence' },
      lastWords(before),
      element('del', {}, element('span', { class: 'visually-hidden' }, 'instead of '), replaced),
      ' ',
      element('ins', {}, element('span', { class: 'visually-hidden' }, 'write '), word.text),
      firstWords(after),
    ),
    button({ class: 'button', 'aria-label': `Write ${inPlaceOf(offer)}` }, accept, 'Write it'),
  );
}

function headingOf(offers: readonly RepairOffer[]): string {
  const names = new Set(offers.map(({ repair }) => repair.word.name?.text ?? repair.word.text));
  const [name = ''] = names;
  const what = names.size === 1 ? `“${shorten(name)}”` : `${names.size} of your names`;
  return `${what} may have been said ${offers.length === 1 ? 'before' : `in ${plural(offers.length, 'place')}`}.`;
}

function whatWasDone(written: readonly RepairOffer[]): string {
  const [first] = written as [RepairOffer];
  return `Wrote ${written.length > 1 ? `names in ${plural(written.length, 'place')}` : inPlaceOf(first)}`;
}

/** Without the signs that stand around both. */
function inPlaceOf({ repair }: RepairOffer): string {
  const bare = (text: string) => shorten(text.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  return `“${bare(repair.word.text)}” in place of “${bare(repair.replaced)}”`;
}

function lastWords(text: string): string {
  const words = text.split(' ');
  const shown = words.slice(-shownWords).join(' ');
  if (shown === '') return '';
  return `${words.length > shownWords ? '… ' : ''}${shown} `;
}

function firstWords(text: string): string {
  const words = text.split(' ');
  const shown = words.slice(0, shownWords).join(' ');
  if (shown === '') return '';
  return ` ${shown}${words.length > shownWords ? ' …' : ''}`;
}
