import { UtteranceSpans } from './utterance-spans';

/*
 * Text changes while people read and edit it: what they look at, the caret and the selection stay where they are.
 */

/**
 * How near to the page's end a reader must be, in CSS pixels, to be taken along when text is added; a notice or a row of
 * files that comes in between makes it no farther.
 */
const followWithin = 320;

/** Keeps the end in sight while text is added, if it was in sight. */
export function followEnd(change: () => void): void {
  const scroller = document.scrollingElement ?? document.documentElement;
  const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  change();
  if (below < followWithin) scroller.scrollTop = scroller.scrollHeight;
}

/** Changes something in `text` above its end: whoever reads the end is taken along, all others keep what they see in its place. */
export function keepInSight(text: HTMLElement, change: () => void): void {
  const seen = [...text.children].find((paragraph) => paragraph.getBoundingClientRect().bottom > 0);
  const topBefore = seen?.getBoundingClientRect().top ?? 0;
  const scroller = document.scrollingElement ?? document.documentElement;
  followEnd(change);
  const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
  const moved = (seen?.getBoundingClientRect().top ?? 0) - topBefore;
  // Browsers that anchor by themselves leave nothing to do.
  if (!isAtEnd && moved !== 0) scroller.scrollTop += moved;
}

/** Caret and selection, if they are in the utterance `key` of `text`, keep their distance from its beginning while that is rewritten. */
export function keepCaret(text: HTMLElement, key: string, change: () => void): void {
  const selection = getSelection();
  if (selection === null) return change();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const before = new UtteranceSpans(text, key);
  const [anchor, focus] = [before.offsetOf(anchorNode, anchorOffset), before.offsetOf(focusNode, focusOffset)];
  change();
  if (anchor === undefined && focus === undefined) {
    if (anchorNode?.isConnected !== true || focusNode?.isConnected !== true) return;
    return selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  }
  const now = new UtteranceSpans(text, key);
  const [newAnchor, newAnchorOffset] = (anchor !== undefined && now.caretAt(anchor)) || [anchorNode, anchorOffset];
  const [newFocus, newFocusOffset] = (focus !== undefined && now.caretAt(focus)) || [focusNode, focusOffset];
  if (newAnchor === null || newFocus === null) return;
  selection.setBaseAndExtent(newAnchor, newAnchorOffset, newFocus, newFocusOffset);
}
