import { button, element } from './element';
import { icon } from './icon';

/** Long enough to read a sentence and find the button, in ms; it waits while it has the pointer or the focus. */
const shownMs = 9000;

/** What was just done, with a way back, or what is proposed. One at a time: the newest. */
export class Toast {
  readonly #root = element('div', { class: 'toast', role: 'status', hidden: true });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    document.body.append(this.#root);
    for (const event of ['pointerenter', 'focusin'])
      this.#root.addEventListener(event, () => clearTimeout(this.#timer));
    for (const event of ['pointerleave', 'focusout']) this.#root.addEventListener(event, () => this.#wait());
  }

  show(text: string, undo?: () => void): void {
    this.#show(text, undo && this.#button(undo, icon('undo'), 'Undo'));
  }

  /** Something that the user may want, which happens only when the button is pressed. */
  offer(text: string, label: string, accept: () => void): void {
    this.#show(text, this.#button(accept, label));
  }

  #show(text: string, action: HTMLButtonElement | undefined): void {
    // All outside a modal dialog is inert, so it shows inside.
    const host = document.querySelector('dialog:modal') ?? document.body;
    if (this.#root.parentElement !== host) host.append(this.#root);
    this.#root.replaceChildren(
      element('span', { class: 'toast-text' }, text),
      ...(action === undefined ? [] : [action]),
      button({ class: 'icon-button', 'aria-label': 'Dismiss' }, () => this.hide(), icon('close')),
    );
    this.#root.hidden = false;
    this.#wait();
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#root.hidden = true;
    // A dialog that closes must not take it along.
    if (this.#root.parentElement !== document.body) document.body.append(this.#root);
  }

  #button(press: () => void, ...label: readonly (Node | string)[]): HTMLButtonElement {
    return button(
      { class: 'button toast-action' },
      () => {
        this.hide();
        press();
      },
      ...label,
    );
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), shownMs);
  }
}
