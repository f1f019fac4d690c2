import type { Page, PageState } from '../page-state';
import { button, element } from './element';
import { icon } from './icon';

/** From here on the drawer stands beside the document and both can be used; the same width as in style/drawer.css. */
export const besideDocument = '(min-width: 1080px)';

/** A panel at the side: beside the document where there is room, else over it. */
export function createDrawer(
  page: Page,
  name: NonNullable<PageState['drawer']>,
  title: string,
  ...content: readonly Node[]
): HTMLDialogElement {
  const close = () => page.change({ drawer: undefined });
  const heading = element('h2', { id: `${name}-title` }, title);
  const drawer = element(
    'dialog',
    { class: 'drawer', 'aria-labelledby': heading.id, 'data-drawer': name },
    element(
      'header',
      { class: 'drawer-header' },
      heading,
      button({ class: 'icon-button', 'aria-label': `Close ${title}` }, close, icon('close')),
    ),
    ...content,
  );
  const beside = matchMedia(besideDocument);
  const open = () => (beside.matches ? drawer.show() : drawer.showModal());
  let reopening = false;
  page.watch(
    (state) => state.drawer === name,
    (wanted) => {
      if (wanted && !drawer.open) open();
      if (!wanted && drawer.open) drawer.close();
    },
  );
  beside.addEventListener('change', () => {
    if (!drawer.open) return;
    reopening = true;
    drawer.close();
    open();
  });
  drawer.addEventListener('close', () => {
    // Told later than it happens: after a change of width the drawer is open again.
    if (!reopening && page.state.drawer === name && !drawer.open) close();
    reopening = false;
  });
  // Over the document, a press beside the drawer closes it.
  drawer.addEventListener('click', (event) => {
    if (event.target === drawer && drawer.matches(':modal')) close();
  });
  return drawer;
}
