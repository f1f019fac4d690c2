import type { DraftParagraph, DraftRun } from '../../store/draft-store';
import { element } from './element';

/*
 * The document's text as elements and back. A paragraph is a <p>; what was said is a <span> with its time, a recognized
 * name a <span class="name">; what was typed has no span of its own. The elements are the truth while the page is open,
 * because people edit them; whatever an edit leaves behind must be readable.
 */

export interface RunOrigin {
  /** Identifies the utterance within the page, for revisions. */
  readonly utterance?: string;
  /** It has just taken the place of another reading. */
  readonly revised?: boolean;
}

export function writeParagraph({ runs }: DraftParagraph): HTMLParagraphElement {
  const paragraph = element('p');
  for (const run of runs) paragraph.append(writeRun(run));
  if (paragraph.textContent === '') paragraph.append(element('br'));
  labelParagraph(paragraph);
  return paragraph;
}

export function writeRun(run: DraftRun, { utterance, revised }: RunOrigin = {}): Node {
  const { text, name, at, source } = run;
  if (name === undefined && at === undefined) return document.createTextNode(text);
  const time = timeLabel(run);
  const title = name === undefined ? time : [`${name}, from your names`, time].filter(Boolean).join(' · ');
  return element(
    'span',
    {
      class: name === undefined ? 'said' : 'said name',
      'data-revised': revised,
      title,
      'data-at': at,
      'data-source': source,
      'data-utterance': utterance,
      'data-name': name,
      // What stands there can differ from the name ("Klopp's").
      'data-shown': name === undefined || name === text ? undefined : text,
      'aria-description': name === undefined ? undefined : 'from your names',
    },
    text,
  );
}

export function readParagraphs(root: Element): DraftParagraph[] {
  const paragraphs: DraftRun[][] = [];
  let loose: DraftRun[] | undefined;
  for (const node of root.childNodes) {
    if (node instanceof HTMLElement && (node.tagName === 'P' || node.tagName === 'DIV')) {
      loose = undefined;
      paragraphs.push(readRuns(node));
    } else {
      // Browsers put text straight into the root when the last paragraph was deleted.
      if (loose === undefined) paragraphs.push((loose = []));
      loose.push(...readNode(node, node === root.lastChild));
    }
  }
  return paragraphs.map((runs) => ({ runs }));
}

function readRuns(paragraph: Element): DraftRun[] {
  return [...paragraph.childNodes].flatMap((node) => readNode(node, node === paragraph.lastChild));
}

function readNode(node: Node, last: boolean): DraftRun[] {
  if (node instanceof HTMLBRElement) return last ? [] : [{ text: '\n' }];
  const text = (node.textContent ?? '').replaceAll('\u00a0', ' ');
  if (text === '') return [];
  if (!(node instanceof HTMLElement)) return [{ text }];
  const { at, source, name } = node.dataset;
  return [
    {
      text,
      ...(node.classList.contains('name') && name !== undefined && { name }),
      ...(at !== undefined && { at: Number(at) }),
      ...(source !== undefined && { source }),
    },
  ];
}

/** The text as people take it elsewhere: a blank line between paragraphs. */
export function plainText(paragraphs: readonly DraftParagraph[]): string {
  return paragraphs
    .map(({ runs }) => runs.map((run) => run.text).join(''))
    .map((text) => text.replace(/[ \t]+$/gm, ''))
    .join('\n\n')
    .trim();
}

/** The time of a paragraph's first words, for the margin. */
export function labelParagraph(paragraph: HTMLParagraphElement): void {
  const said = paragraph.querySelector<HTMLElement>('[data-at]');
  const { at, source } = said?.dataset ?? {};
  if (at !== undefined) paragraph.dataset['time'] = shortTime(Number(at), source);
}

function timeLabel({ at, source }: DraftRun): string | undefined {
  if (at === undefined) return undefined;
  if (source !== undefined) return `${source}, ${clock(at)}`;
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

function shortTime(at: number, source: string | undefined): string {
  return source === undefined ? new Date(at).toLocaleTimeString(undefined, { timeStyle: 'short' }) : clock(at);
}

/** Minutes and seconds: 1:05. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const pad = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}
