import type { Page } from '../page-state';
import type { DocumentView } from './document-view';
import { saveAsFile } from './download';
import { button, element } from './element';
import { icon, type IconName } from './icon';
import type { Toast } from './toast';

/** Copy, save, clear. */
export function createDocumentActions(page: Page, view: DocumentView, toast: Toast): HTMLElement {
  const action = (name: IconName, label: string, press: () => void) =>
    button({ class: 'icon-button', 'aria-label': label, title: label }, press, icon(name));
  const buttons = [
    action('copy', 'Copy the text', () => void copy(view.plainText, toast)),
    action('download', 'Save as text', () => saveAsFile(fileName(), `${view.plainText}\n`, 'text/plain')),
    action('clear', 'Clear the text', () => {
      const paragraphs = view.clear();
      toast.show('Text cleared', () => view.restore(paragraphs));
    }),
  ];
  page.watch(
    (state) => state.written,
    (written) => {
      for (const button of buttons) button.disabled = !written;
    },
  );
  return element('div', { class: 'document-actions' }, ...buttons);
}

async function copy(text: string, toast: Toast): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.show('Copied');
  } catch {
    toast.show('The browser did not let the page copy. Select the text and copy it by hand.');
  }
}

function fileName(): string {
  const now = new Date();
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  return `Dictation ${day} ${pad(now.getHours())}.${pad(now.getMinutes())}.txt`;
}
