import { settled, type Page } from '../page-state';
import type { DocumentView } from './document-view';
import { saveAsFile } from './download';
import { button, element } from './element';
import { icon, type IconName } from './icon';
import type { Toast } from './toast';

/**
 * How long copying and saving wait for sentences that are read a second time, in ms: most take less, nobody likes to wait
 * longer, and after five seconds browsers forget the press that allows copying.
 */
const patienceMs = 1500;

/** Copy, save, clear. */
export function createDocumentActions(page: Page, view: DocumentView, toast: Toast): HTMLElement {
  const action = (name: IconName, label: string, press: () => void) =>
    button({ class: 'icon-button', 'aria-label': label, title: label }, press, icon(name));
  const buttons = [
    action('copy', 'Copy the text', () => void copy()),
    action('download', 'Save as text', () => void save()),
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

  async function copy(): Promise<void> {
    const whole = await settled(page, patienceMs);
    try {
      await navigator.clipboard.writeText(view.plainText);
      toast.show(whole ? 'Copied' : 'Copied as it is. The last sentence is still being read a second time.');
    } catch {
      toast.show('The browser did not let the page copy. Select the text and copy it by hand.');
    }
  }

  async function save(): Promise<void> {
    const whole = await settled(page, patienceMs);
    saveAsFile(fileName(), `${view.plainText}\n`, 'text/plain');
    if (!whole) toast.show('Saved as it is. The last sentence is still being read a second time.');
  }
}

function fileName(): string {
  const now = new Date();
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  return `Dictation ${day} ${pad(now.getHours())}.${pad(now.getMinutes())}.txt`;
}
