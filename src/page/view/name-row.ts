import type { Name } from '../../core/name';
import { phonesOfIpa } from '../../core/pronunciation/ipa';
import type { NameCollision } from '../../core/pronunciation/name-collisions';
import { respell } from '../../core/pronunciation/respelling';
import type { SoundSpelling } from '../../core/pronunciation/sound-speller';
import type { ListedName } from '../../store/names-store';
import { collisionWarning } from '../user-messages';
import { button, element, setAttributes, setText } from './element';
import { icon } from './icon';
import { NameEditor } from './name-editor';
import type { Voice } from './say-it';

/** What is known of a name. */
export interface NameFacts {
  /** Why the recognizer does not use it, as a sentence. */
  readonly unusable: string | undefined;
  readonly collision: NameCollision | undefined;
  /** Which of its parts can be written alone, if they are to be. */
  readonly parts: readonly string[] | undefined;
  /** How the model may write it by its sound. */
  readonly spellings: readonly SoundSpelling[] | undefined;
}

export interface NameRowActions {
  /** Opens the row's editor, or closes it. */
  readonly toggle: (name: ListedName) => void;
  readonly remove: (name: ListedName) => void;
  /** Replaces the name; returns why not, as a sentence, or undefined when it was replaced. */
  readonly edit: (old: ListedName, name: Name) => string | undefined;
  /** Listens to how a name is said. */
  readonly voice: Voice;
}

/** One name: its text, what is special about it, a switch, a way to remove it, and when it is open its editor. */
export class NameRow {
  readonly element: HTMLLIElement;
  readonly #actions: NameRowActions;
  readonly #text = element('span', { class: 'name-text' });
  readonly #note = element('span', { class: 'name-note' });
  readonly #open: HTMLButtonElement;
  readonly #enabled = element('input', { type: 'checkbox', role: 'switch', class: 'switch' });
  readonly #remove: HTMLButtonElement;
  #name!: ListedName;
  #facts!: NameFacts;
  #editor: NameEditor | undefined;

  constructor(actions: NameRowActions) {
    this.#actions = actions;
    this.#open = button(
      { class: 'name-open', 'aria-expanded': 'false' },
      () => actions.toggle(this.#name),
      this.#text,
      this.#note,
    );
    this.#remove = button({ class: 'icon-button' }, () => actions.remove(this.#name), icon('remove'));
    this.#enabled.addEventListener('change', () => {
      const { enabled: _enabled, ...name } = this.#name;
      actions.edit(this.#name, this.#enabled.checked ? name : { ...name, enabled: false });
    });
    const head = element('div', { class: 'name-head' }, this.#open, this.#enabled, this.#remove);
    this.element = element('li', { class: 'name-row' }, head);
  }

  get isOpen(): boolean {
    return this.#editor !== undefined;
  }

  get editorHeight(): number | undefined {
    return this.#editor?.element.offsetHeight;
  }

  update(name: ListedName, facts: NameFacts): void {
    const { unusable, collision } = facts;
    if (name !== this.#name || !isSame(facts, this.#facts)) {
      this.#name = name;
      this.#facts = facts;
      setText(this.#text, name.text);
      this.#enabled.checked = name.enabled !== false;
      setAttributes(this.#enabled, { 'aria-label': `Use ${name.text}` });
      setAttributes(this.#remove, { 'aria-label': `Remove ${name.text}` });
      this.element.toggleAttribute('data-off', name.enabled === false);
      this.#editor?.update(name, facts);
    }
    const reason = name.enabled === false ? undefined : unusable;
    this.element.toggleAttribute('data-unusable', reason !== undefined);
    this.element.toggleAttribute('data-collides', reason === undefined && collision !== undefined);
    const remarks = [collision && collisionWarning(name, collision), describe(name)].filter(Boolean);
    setText(this.#note, reason ?? remarks.join(' · '));
  }

  /** One row of the list is reached by Tab, with all its controls; the others by arrows. */
  setCurrent(current: boolean): void {
    for (const control of [this.#open, this.#enabled, this.#remove]) control.tabIndex = current ? 0 : -1;
  }

  focus(): void {
    this.#open.focus();
  }

  /** The editor's element, for its height. */
  open(): HTMLElement {
    this.#editor ??= new NameEditor(this.#name, this.#facts, this.#actions);
    setAttributes(this.#open, { 'aria-expanded': 'true' });
    this.element.append(this.#editor.element);
    return this.#editor.element;
  }

  close(): void {
    if (this.#editor === undefined) return;
    const hadFocus = this.#editor.element.contains(document.activeElement);
    this.#editor.close();
    this.#editor.element.remove();
    this.#editor = undefined;
    setAttributes(this.#open, { 'aria-expanded': 'false' });
    if (hadFocus) this.focus();
  }
}

function isSame(a: NameFacts, b: NameFacts): boolean {
  return (Object.keys(a) as (keyof NameFacts)[]).every((fact) => a[fact] === b[fact]);
}

/** What is special about a name, for the line below it. */
function describe({ soundsLike = [], ipa = [], boost, enabled }: ListedName): string {
  const parts = [
    enabled === false ? 'off' : undefined,
    soundsLike.length === 0 ? undefined : `sounds like ${soundsLike.join(', ')}`,
    ipa.length === 0 ? undefined : `said ${ipa.map(spelledOf).join(', ')}`,
    boost === undefined ? undefined : `strength ${boost}`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function spelledOf(ipa: string): string {
  const phones = phonesOfIpa(ipa);
  return phones === undefined ? ipa : respell(phones);
}
