import type { ListedName } from '../../store/names-store';
import type { NamesTest } from '../names-test';
import type { Page } from '../page-state';
import { button, element } from './element';
import { icon } from './icon';
import { TestChoiceView } from './test-choice-view';
import { TestReadingView } from './test-reading-view';
import { TestResultsView } from './test-results-view';

/** "Test my names": a window over the page, from the choice of names to the results. */
export function createNamesTestDialog(page: Page, test: NamesTest, edit: (name?: ListedName) => void) {
  const leaveTo = (name?: ListedName) => {
    test.close();
    edit(name);
  };
  const views = {
    choosing: new TestChoiceView(test, () => leaveTo()),
    reading: new TestReadingView(test),
    results: new TestResultsView(page, test, leaveTo),
  };
  const heading = element('h2', { id: 'names-test-title' }, 'Test my names');
  const dialog = element(
    'dialog',
    { class: 'dialog names-test', id: 'names-test', 'aria-labelledby': heading.id },
    element(
      'header',
      { class: 'dialog-header' },
      heading,
      button(
        { class: 'icon-button', 'aria-label': 'Close Test my names' },
        // What was read until now is shown before it goes.
        () => (test.state.phase === 'reading' ? test.finish() : test.close()),
        icon('close'),
      ),
    ),
    element('div', { class: 'dialog-body' }, ...Object.values(views).map((view) => view.element)),
  );
  listen();
  test.watch(
    ({ phase }) => phase,
    (phase) => {
      for (const [name, view] of Object.entries(views)) view.element.hidden = name !== phase;
      if (phase === 'closed') return dialog.close();
      if (!dialog.open) dialog.showModal();
      if (phase === 'choosing') views.choosing.open();
      if (phase === 'reading') views.reading.open();
      if (phase === 'results') views.results.show(test.state);
      if (phase !== 'reading') views[phase].focus();
    },
  );
  test.watch(
    (state) => state,
    (state) => {
      if (state.phase === 'reading') views.reading.show(state);
    },
  );
  return dialog;

  function listen(): void {
    dialog.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Escape') {
        // Else the browser would close the window, and what is being recorded with it.
        event.preventDefault();
        test.escape();
      } else if (isRecordKey(event)) {
        // Before the browser's own press at key-up, which would come after what was meant to be heard.
        event.preventDefault();
        if (!event.repeat) test.toggle();
      }
    });
    dialog.addEventListener('keyup', (event) => {
      if (isRecordKey(event)) event.preventDefault();
    });
    // By other means than a key: the back gesture of a telephone.
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      test.escape();
    });
    dialog.addEventListener('close', () => {
      if (test.state.phase !== 'closed') test.close();
    });
  }

  function isRecordKey(event: KeyboardEvent): boolean {
    return event.code === 'Space' && test.state.phase === 'reading' && views.reading.takesSpace(event.target);
  }
}
