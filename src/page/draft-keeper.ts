import { DraftStore } from '../store/draft-store';
import type { DocumentView } from './view/document-view';

/** Typing is kept when it pauses; a crash costs no more than this much of it, in ms. */
const pauseMs = 400;
/** Reloads keep it, copies of a tab get a copy. */
const rememberedAs = 'namesake-draft';

/**
 * Keeps the document over reloads and crashes: finals at once, typing after a pause, everything when the page is hidden.
 * `failed` is called once when this browser keeps nothing.
 */
export async function keepDraft(written: DocumentView, failed: () => void): Promise<void> {
  let store: DraftStore | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = Promise.resolve();
  let told = false;
  const tellOnce = () => {
    if (!told) failed();
    told = true;
  };

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const draft = { paragraphs: written.paragraphs, savedAt: Date.now() };
    saving = saving.then(() => store?.save(draft)).catch(tellOnce);
  };
  written.watch(({ spoken }) => {
    clearTimeout(timer);
    if (spoken) save();
    else timer = setTimeout(save, pauseMs);
  });
  const saveWhatWaits = () => {
    if (timer !== undefined) save();
  };
  document.addEventListener('visibilitychange', saveWhatWaits);
  window.addEventListener('pagehide', saveWhatWaits);

  try {
    const claimed = await DraftStore.claim(remembered());
    remember(claimed.id);
    const draft = await claimed.load();
    store = claimed;
    if (draft !== undefined) written.restore(draft.paragraphs);
    // What was said or typed while the draft was read.
    else if (written.plainText !== '') save();
  } catch {
    tellOnce();
  }
}

function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(rememberedAs) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(id: string): void {
  try {
    sessionStorage.setItem(rememberedAs, id);
  } catch {
    // Without it the draft is found all the same, as one that was left behind.
  }
}
