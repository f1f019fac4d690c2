import type { Dictation } from '../dictation';
import type { Page } from '../page-state';

/** Keys that work wherever the focus is. Modal windows close themselves on Esc and come first. */
export function listenToKeys(page: Page, dictation: Dictation, testNames: () => void, showHelp: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || page.state.testing) return;
    // By the key's place: with Alt, Macs write ∂ and other signs.
    const alt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (alt && event.code === 'KeyD' && !event.repeat) {
      event.preventDefault();
      dictation.toggle();
    } else if (alt && event.code === 'KeyN' && !event.repeat) {
      event.preventDefault();
      page.change({ drawer: page.state.drawer === 'names' ? undefined : 'names' });
    } else if (alt && event.code === 'KeyT' && !event.repeat) {
      event.preventDefault();
      testNames();
    } else if (event.key === 'Escape' && document.querySelector('dialog:modal') === null) {
      escape(page, dictation);
    } else if (event.key === '?' && !isTyping(event.target)) {
      event.preventDefault();
      showHelp();
    }
  });
}

/** The top layer: a drawer that has the focus, then what is being said, then a drawer that stands open. */
function escape(page: Page, dictation: Dictation): void {
  const focusInDrawer = document.activeElement?.closest('dialog') !== null && document.activeElement !== null;
  if (page.state.drawer !== undefined && (focusInDrawer || !dictation.active)) page.change({ drawer: undefined });
  else dictation.abort();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
