import { isNamesFile } from '../names-file';
import { element } from './element';
import { icon } from './icon';

/** Files may be dropped anywhere: lists of names go to the list, everything else is taken for audio. */
export function acceptDrops(take: { audio: (files: File[]) => void; names: (file: File) => void }): HTMLElement {
  const overlay = element(
    'div',
    { class: 'drop-zone', hidden: true, 'aria-hidden': 'true' },
    element(
      'div',
      { class: 'drop-zone-words' },
      icon('audio'),
      element('p', {}, 'Drop audio to transcribe it'),
      element('p', { class: 'drop-zone-hint' }, 'or a list of names (TXT, CSV, vCard, JSON) to add it'),
    ),
  );
  // Enter and leave come for every element on the way; they balance.
  let depth = 0;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  const count = (change: number) => (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = Math.max(0, depth + change);
    overlay.hidden = depth === 0;
  };
  const listen = (type: 'dragenter' | 'dragleave' | 'dragover' | 'drop', react: (event: DragEvent) => void) =>
    window.addEventListener(type, react, { capture: true });
  listen('dragenter', count(1));
  listen('dragleave', count(-1));
  listen('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  listen('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    depth = 0;
    overlay.hidden = true;
    const files = [...(event.dataTransfer?.files ?? [])];
    const audio = files.filter((file) => !isNamesFile(file));
    const names = files.find(isNamesFile);
    if (audio.length > 0) take.audio(audio);
    if (names !== undefined) take.names(names);
  });
  return overlay;
}
