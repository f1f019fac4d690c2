import { NamesStore } from '../store/names-store';
import { SettingsStore } from '../store/settings-store';
import { TestedNamesStore } from '../store/tested-names-store';
import { AskedNames } from './asked-names';
import { Corrections } from './corrections';
import { Dictation } from './dictation';
import { Enrolment } from './enrolment';
import { keepDraft } from './draft-keeper';
import { listMicrophones, watchMicrophones } from './microphone';
import { Model } from './model';
import { NamesList, storageNotice } from './names-list';
import { NamesTest } from './names-test';
import { createPage, notify, stateWord } from './page-state';
import { Repairs } from './repairs';
import { rememberTheme, showRememberedTheme } from './theme';
import { Transcription } from './transcription';
import { Announcer } from './view/announcer';
import { createAboutDialog, createShortcutsDialog } from './view/dialogs';
import { createDocumentActions } from './view/document-actions';
import { DocumentView } from './view/document-view';
import { acceptDrops } from './view/drop-zone';
import { button, element } from './view/element';
import { createFileJobs } from './view/file-jobs';
import { icon } from './view/icon';
import { listenToKeys } from './view/keyboard';
import { MicrophoneDock } from './view/microphone-dock';
import { NamesDrawer } from './view/names-drawer';
import { createNamesTestDialog } from './view/names-test-dialog';
import { createNotices } from './view/notices';
import { createPageHeader } from './view/page-header';
import { createRepairOffers } from './view/repair-offers';
import { createSettingsDrawer } from './view/settings-drawer';
import { Toast } from './view/toast';
import { createWelcome } from './view/welcome';
import { WordActions } from './view/word-actions';
import { Writer } from './writer';

showRememberedTheme();

const page = createPage();
const settings = new SettingsStore();
const namesStore = new NamesStore();
const model = new Model(page);
const names = new NamesList(page, namesStore, model, {
  collisions: new AskedNames((names) => model.collisions(names)),
  parts: new AskedNames((names) => model.safeParts(names)),
  spellings: new AskedNames((names) => model.spellings(names)),
});
const toast = new Toast();
const commonAmong = (words: readonly string[]) => model.commonAmong(words);
const text = new DocumentView(page, new WordActions(page, names, toast, commonAmong));
const corrections = new Corrections(names, toast, commonAmong);
const repairs = new Repairs(page, text, (changed) => model.repairs(changed));
const writer = new Writer(page, text);
const dictation = new Dictation(page, model, writer);
const transcription = new Transcription(page, model, writer, dictation);

const announcer = new Announcer(page);
const namesTest = new NamesTest(page, model, names, dictation, new TestedNamesStore());
const testNames = () => void namesTest.open();
const namesDrawer = new NamesDrawer(page, names, toast, new Enrolment(page, model), testNames);
const about = createAboutDialog(async () => (await import('../../THIRD-PARTY.md?raw')).default);
const shortcuts = createShortcutsDialog();
const audioPicker = element('input', {
  type: 'file',
  id: 'audio-file',
  accept: 'audio/*,video/webm,video/mp4',
  multiple: true,
  hidden: true,
});
audioPicker.addEventListener('change', () => {
  transcription.add([...(audioPicker.files ?? [])]);
  audioPicker.value = '';
});

document.body.prepend(
  createPageHeader(page, () => shortcuts.showModal()),
  element(
    'main',
    { class: 'column' },
    createNotices(page, createRepairOffers(page, repairs, text, toast, announcer)),
    createWelcome(page, () => void settings.set({ welcomed: true })),
    text.element,
  ),
  element(
    'footer',
    { class: 'dock' },
    createFileJobs(page, transcription),
    element(
      'div',
      { class: 'dock-row' },
      button(
        { class: 'button button-quiet dock-file', id: 'open-audio' },
        () => audioPicker.click(),
        icon('audio'),
        element('span', { class: 'dock-label' }, 'Audio file'),
      ),
      new MicrophoneDock(page, dictation).element,
      createDocumentActions(page, text, toast),
    ),
  ),
  namesDrawer.element,
  createSettingsDrawer(page, settings, model, () => about.showModal()),
  about,
  shortcuts,
  createNamesTestDialog(page, namesTest, (name) => namesDrawer.edit(name)),
  acceptDrops({ audio: (files) => transcription.add(files), names: (file) => void namesDrawer.importFile(file) }),
  announcer.element,
  audioPicker,
);
listenToKeys(page, dictation, testNames, () => shortcuts.showModal());

page.watch(stateWord, (word) => (document.documentElement.dataset['state'] = word));
page.watch(
  (state) => state.drawer ?? '',
  (drawer) => (document.documentElement.dataset['drawer'] = drawer),
);
settings.watch((changed) => {
  page.change({ settings: changed });
  rememberTheme(changed.theme);
});
names.onTold = (told, known) => void repairs.follow(told, known);
text.onCorrected = (stretches) => void corrections.propose(stretches);
writer.onFinal = (sentence) => {
  announcer.sayFinal(sentence);
  if (!page.state.settings.welcomed) void settings.set({ welcomed: true });
};

const showMicrophones = async () => page.change({ microphones: await listMicrophones() });
dictation.onMicrophoneAllowed = () => void showMicrophones();
watchMicrophones(() => void showMicrophones());
void showMicrophones();

void keepDraft(text, () => notify(page, storageNotice));
await Promise.all([settings.load(), namesStore.load()]);
model.loadWhenIdle();
