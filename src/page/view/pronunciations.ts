import { ipaOf, phonesOfIpa } from '../../core/pronunciation/ipa';
import { respell } from '../../core/pronunciation/respelling';
import { button, element, setText } from './element';
import { icon } from './icon';
import { SayIt, type Voice } from './say-it';

/** The pronunciations of a name: those it has, a field to write one in IPA, and a way to say it. */
export class Pronunciations {
  readonly element: HTMLElement;
  readonly #set: (ipa: readonly string[]) => void;
  readonly #chips = element('ul', { class: 'chips', 'aria-label': 'Pronunciations' });
  readonly #field: HTMLInputElement;
  readonly #problem = element('p', { class: 'field-problem', role: 'alert' });
  readonly #sayIt: SayIt;
  #ipa: readonly string[] = [];

  /** `set`: replaces the name's pronunciations. */
  constructor(id: string, voice: Voice, set: (ipa: readonly string[]) => void) {
    this.#set = set;
    this.#field = element('input', {
      class: 'field',
      id: `${id}-ipa`,
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      placeholder: 'in IPA, or say it',
    });
    this.#sayIt = new SayIt(voice, (phones) => this.#add(ipaOf(phones)));
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#addTyped();
    });
    this.element = element(
      'div',
      { class: 'pronunciations' },
      element('label', { class: 'label', for: this.#field.id }, 'Pronounced'),
      this.#chips,
      element(
        'div',
        { class: 'field-with-button' },
        this.#field,
        button({ class: 'button', 'aria-label': 'Add the pronunciation' }, () => this.#addTyped(), 'Add'),
      ),
      this.#problem,
      this.#sayIt.element,
    );
  }

  /** The name and its pronunciations as they are now. */
  show(name: string, ipa: readonly string[]): void {
    this.#sayIt.show(name);
    if (ipa === this.#ipa) return;
    this.#ipa = ipa;
    this.#chips.replaceChildren(...ipa.map((text) => this.#chip(text)));
  }

  /** Stops listening. */
  close(): void {
    this.#sayIt.close();
  }

  #addTyped(): void {
    const ipa = this.#field.value.trim().replaceAll(/^[/[]|[/\]]$/g, '');
    if (ipa === '') return;
    if (phonesOfIpa(ipa) === undefined) {
      return setText(this.#problem, `“${ipa}” has a sign that stands for no sound in IPA. Saying the name is easier.`);
    }
    this.#field.value = '';
    setText(this.#problem, '');
    this.#add(ipa);
  }

  #add(ipa: string): void {
    if (!this.#ipa.includes(ipa)) this.#set([...this.#ipa, ipa]);
  }

  #chip(ipa: string): HTMLLIElement {
    const remove = () => {
      this.#set(this.#ipa.filter((other) => other !== ipa));
      this.#field.focus();
    };
    const phones = phonesOfIpa(ipa);
    const spelled = phones === undefined ? ipa : respell(phones);
    return element(
      'li',
      { class: 'chip' },
      element('span', {}, spelled, ' ', element('span', { class: 'chip-ipa' }, `/${ipa}/`)),
      button({ class: 'chip-remove', 'aria-label': `Remove the pronunciation ${spelled}` }, remove, icon('close')),
    );
  }
}
