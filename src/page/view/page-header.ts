import type { Page, PageState } from '../page-state';
import { button, element, plural, setAttributes } from './element';
import { icon } from './icon';

/** The name of the thing and the three doors: names, settings, help. */
export function createPageHeader(page: Page, help: () => void): HTMLElement {
  const door = (name: NonNullable<PageState['drawer']>) => () =>
    page.change({ drawer: page.state.drawer === name ? undefined : name });
  const count = element('span', { class: 'count', 'aria-hidden': 'true' });
  const names = button(
    { class: 'button header-names', id: 'open-names' },
    door('names'),
    icon('names'),
    element('span', { class: 'header-label' }, 'My names'),
    count,
  );
  const settings = button(
    { class: 'icon-button', id: 'open-settings', 'aria-label': 'Settings', title: 'Settings' },
    door('settings'),
    icon('settings'),
  );
  page.watch(
    (state) => state.names.list.length,
    (length) => {
      count.textContent = length.toLocaleString();
      count.hidden = length === 0;
      setAttributes(names, { 'aria-label': length === 0 ? 'My names' : `My names, ${plural(length, 'name')}` });
    },
  );
  page.watch(
    (state) => state.drawer,
    (drawer) => {
      setAttributes(names, { 'aria-expanded': String(drawer === 'names') });
      setAttributes(settings, { 'aria-expanded': String(drawer === 'settings') });
    },
  );
  return element(
    'header',
    { class: 'page-header' },
    element('h1', { class: 'wordmark' }, 'Namesake'),
    element(
      'div',
      { class: 'header-actions' },
      names,
      settings,
      button({ class: 'icon-button', 'aria-label': 'Keyboard help', title: 'Keyboard help' }, help, icon('help')),
    ),
  );
}
