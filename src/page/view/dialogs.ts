import { button, element } from './element';
import { icon } from './icon';

/** A modal window in the middle; the browser gives the focus back to where it came from. */
function createDialog(id: string, title: string, ...content: readonly Node[]): HTMLDialogElement {
  const heading = element('h2', { id: `${id}-title` }, title);
  const dialog = element(
    'dialog',
    { class: 'dialog', id, 'aria-labelledby': heading.id },
    element(
      'header',
      { class: 'dialog-header' },
      heading,
      button({ class: 'icon-button', 'aria-label': `Close ${title}` }, () => dialog.close(), icon('close')),
    ),
    element('div', { class: 'dialog-body' }, ...content),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

const shortcuts: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['Alt', 'D'], 'Start or stop dictation, from anywhere on the page'],
  [['Esc'], 'Close what is open; else stop dictation and keep what is sure'],
  [['Space'], 'On the microphone: press to start and stop, or hold to talk'],
  [['Alt', 'N'], 'My names'],
  [['Alt', 'T'], 'Test my names; there Space records, stops and goes on'],
  [['Enter'], 'In the names field: add what is typed'],
  [['↑', '↓'], 'In the list of names: from name to name'],
  [['Delete'], 'In the list of names: remove the name'],
  [['Alt', 'Enter'], 'In the text: what was heard of the word at the caret; a click on it does the same'],
  [['Ctrl', 'Z'], 'Undo typing; in the list of names, the last change'],
  [['?'], 'This help, when you are not typing'],
];

export function createShortcutsDialog(): HTMLDialogElement {
  const rows = shortcuts.flatMap(([keys, what]) => [
    element('dt', {}, ...keys.map((key) => element('kbd', {}, key))),
    element('dd', {}, what),
  ]);
  return createDialog('shortcuts', 'Keyboard', element('dl', { class: 'shortcuts' }, ...rows));
}

/** `notices`: the licences of all that Namesake is made of, as text; fetched when it is first opened. */
export function createAboutDialog(notices: () => Promise<string>): HTMLDialogElement {
  const text = element('pre', { class: 'notices-text', tabindex: 0, 'aria-label': 'Third-party notices' });
  const details = element('details', { class: 'licences' }, element('summary', {}, 'Third-party notices'), text);
  details.addEventListener('toggle', () => {
    if (!details.open || text.textContent !== '') return;
    notices().then(
      (notices) => (text.textContent = notices),
      () => (text.textContent = 'The notices could not be loaded. They are in the file THIRD-PARTY.md of the project.'),
    );
  });
  return createDialog(
    'about',
    'About Namesake',
    element(
      'p',
      {},
      'Namesake writes down what you say and gets the names right that you give it. A streaming speech model runs in this browser, on the GPU where that works, else on the CPU.',
    ),
    element('h3', {}, 'What stays on this machine'),
    element(
      'ul',
      { class: 'facts' },
      element('li', {}, 'Sound is never stored and never sent: it is recognized here and forgotten.'),
      element('li', {}, 'Your names, your text and your settings are kept by this browser, for this page only.'),
      element('li', {}, 'The model is downloaded once and kept here. After that the page works without a network.'),
      element('li', {}, 'There are no cookies, no accounts, no statistics.'),
    ),
    details,
  );
}
