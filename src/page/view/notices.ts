import { dismiss, type Notice, type Page } from '../page-state';
import { button, element } from './element';
import { icon } from './icon';

/** What the user should know, above the document, until it is waved away or no longer true; below it, what is offered. */
export function createNotices(page: Page, ...offers: readonly HTMLElement[]): HTMLElement {
  const shown = new Map<string, { notice: Notice; card: HTMLElement }>();
  const told = element('div', { class: 'notices-told' });
  const root = element('div', { class: 'notices' }, told, ...offers);
  page.watch(
    (state) => state.notices,
    (notices) => {
      for (const [id, { notice, card }] of shown) {
        if (notices.includes(notice)) continue;
        card.remove();
        shown.delete(id);
      }
      for (const notice of notices) {
        if (shown.has(notice.id)) continue;
        const card = createCard(page, notice);
        shown.set(notice.id, { notice, card });
        told.append(card);
      }
    },
  );
  return root;
}

function createCard(page: Page, { id, tone, text, hint, detail, action }: Notice): HTMLElement {
  const close = () => dismiss(page, id);
  const act = () => {
    close();
    action?.run();
  };
  return element(
    'div',
    { class: 'notice', 'data-tone': tone, 'data-notice': id, role: tone === 'info' ? 'status' : 'alert' },
    icon(tone === 'info' ? 'info' : 'warning'),
    element(
      'div',
      { class: 'notice-words' },
      element('p', { class: 'notice-text' }, text),
      hint !== undefined && element('p', {}, hint),
      element(
        'div',
        { class: 'notice-more' },
        action && button({ class: 'button' }, act, action.label),
        detail !== undefined &&
          element('details', { class: 'notice-detail' }, element('summary', {}, 'Details'), element('p', {}, detail)),
      ),
    ),
    button({ class: 'icon-button', 'aria-label': 'Dismiss' }, close, icon('close')),
  );
}
