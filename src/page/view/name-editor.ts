import { BOOST_RANGE, type Name } from '../../core/name';
import { isPersonLike } from '../../core/name-parts';
import { refuseName, tidyName } from '../../core/names-text';
import type { NameCollision } from '../../core/pronunciation/name-collisions';
import type { ListedName } from '../../store/names-store';
import { strengthOf, withAutomaticBoost } from '../../core/pronunciation/automatic-boost';
import { refusal } from '../user-messages';
import { CollisionRemedies } from './collision-remedies';
import { button, element, setText } from './element';
import { icon } from './icon';
import type { NameFacts, NameRowActions } from './name-row';
import { PartsSwitch } from './parts-switch';
import { Pronunciations } from './pronunciations';
import { SpellingChoice } from './spelling-choice';

let editors = 0;
const none: readonly string[] = [];

/** The details of a name. What is changed counts at once; what cannot be is said and stays as it was. */
export class NameEditor {
  readonly element: HTMLElement;
  readonly #actions: NameRowActions;
  readonly #text: HTMLInputElement;
  readonly #problem = element('p', { class: 'field-problem', role: 'alert' });
  readonly #remedies: CollisionRemedies;
  readonly #sounds = element('ul', { class: 'chips' });
  readonly #sound: HTMLInputElement;
  readonly #pronunciations: Pronunciations;
  readonly #automatic = element('input', { type: 'checkbox', role: 'switch', class: 'switch' });
  readonly #boost: HTMLInputElement;
  readonly #boostShown = element('output', { class: 'strength-shown' });
  #name: ListedName;
  readonly #spellings: SpellingChoice;
  readonly #parts: PartsSwitch;
  #collision: NameCollision | undefined;

  constructor(name: ListedName, facts: NameFacts, actions: NameRowActions) {
    this.#name = name;
    this.#actions = actions;
    const id = `name-editor-${++editors}`;
    this.#text = element('input', { class: 'field', id: `${id}-text`, autocomplete: 'off', spellcheck: 'false' });
    this.#sound = element('input', {
      class: 'field',
      id: `${id}-sound`,
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'as you would spell the sound',
    });
    const { min, max } = BOOST_RANGE;
    this.#boost = element('input', { type: 'range', class: 'range', id: `${id}-boost`, min, max, step: 0.5 });
    this.#pronunciations = new Pronunciations(id, actions.voice, (ipa) => {
      const { ipa: _ipa, ...name } = this.#name;
      this.#edit(ipa.length === 0 ? name : { ...name, ipa });
    });
    this.#automatic.id = `${id}-automatic`;
    this.#remedies = new CollisionRemedies({
      lengthen: () => this.#lengthen(),
      saySound: () => this.#sound.focus(),
      setStrength: (boost) => this.#edit({ ...this.#name, boost }),
      switchOff: () => this.#edit({ ...this.#name, enabled: false }),
    });
    this.#parts = new PartsSwitch((parts) => this.#setParts(parts));
    this.#spellings = new SpellingChoice((notAs) => this.#setNotAs(notAs));
    this.element = element(
      'div',
      { class: 'name-editor' },
      element('label', { class: 'label', for: this.#text.id }, 'Written as'),
      this.#text,
      this.#problem,
      this.#remedies.element,
      element('label', { class: 'label', for: this.#sound.id }, 'Sounds like'),
      this.#sounds,
      element(
        'div',
        { class: 'field-with-button' },
        this.#sound,
        button({ class: 'button', 'aria-label': 'Add how it sounds' }, () => this.#addSound(), 'Add'),
      ),
      this.#pronunciations.element,
      this.#spellings.element,
      this.#parts.element,
      element(
        'div',
        { class: 'strength' },
        element('label', { class: 'label', for: this.#boost.id }, 'Strength'),
        this.#boostShown,
        element('label', { class: 'check' }, this.#automatic, 'Automatic'),
      ),
      this.#boost,
      element(
        'div',
        { class: 'name-editor-actions' },
        button({ class: 'button' }, () => actions.toggle(this.#name), 'Done'),
        button({ class: 'button button-quiet' }, () => actions.remove(this.#name), icon('remove'), 'Remove'),
      ),
    );
    this.#listen();
    this.update(name, facts);
  }

  /** The name was changed, here or in another tab: fields that are not being typed in follow. */
  update(name: ListedName, { collision, parts, spellings }: NameFacts): void {
    this.#name = name;
    this.#collision = collision;
    this.#show(name);
    this.#remedies.show(name, collision);
    this.#spellings.show(withAutomaticBoost(name, collision), spellings ?? []);
    this.#parts.show(name, parts);
  }

  /** The editor is closed. */
  close(): void {
    this.#pronunciations.close();
  }

  #show(name: ListedName): void {
    const { text, soundsLike = [], ipa = none, boost } = name;
    const strength = strengthOf(name, this.#collision);
    if (document.activeElement !== this.#text) this.#text.value = text;
    this.#sounds.replaceChildren(...soundsLike.map((sound) => this.#chip(sound)));
    this.#pronunciations.show(text, ipa);
    this.#automatic.checked = boost === undefined;
    this.#boost.disabled = boost === undefined;
    this.#boost.value = String(strength);
    setText(this.#boostShown, `${strength} of ${BOOST_RANGE.max}`);
  }

  #listen(): void {
    this.#text.addEventListener('change', () => this.#rename());
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) this.#rename();
    });
    this.#sound.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#addSound();
    });
    this.#automatic.addEventListener('change', () => {
      const { boost: _boost, ...name } = this.#name;
      this.#edit(this.#automatic.checked ? name : { ...name, boost: strengthOf(name, this.#collision) });
    });
    this.#boost.addEventListener('input', () =>
      setText(this.#boostShown, `${this.#boost.value} of ${BOOST_RANGE.max}`),
    );
    this.#boost.addEventListener('change', () => this.#edit({ ...this.#name, boost: Number(this.#boost.value) }));
  }

  /** Ready for a surname to be typed. */
  #lengthen(): void {
    this.#text.focus();
    this.#text.value = `${this.#name.text} `;
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
  }

  #rename(): void {
    const text = tidyName(this.#text.value);
    if (text === this.#name.text) this.#say(undefined);
    else this.#edit({ ...this.#name, text });
  }

  #addSound(): void {
    const { soundsLike = [] } = this.#name;
    const sounds = this.#sound.value.split(/[,;]/).map(tidyName);
    const fresh = sounds.filter((sound) => sound !== '' && !soundsLike.includes(sound));
    const refused = fresh.find((sound) => refuseName(sound) !== undefined);
    if (refused !== undefined) return this.#say(refusal(refuseName(refused)!, refused));
    this.#sound.value = '';
    if (fresh.length > 0) this.#edit({ ...this.#name, soundsLike: [...soundsLike, ...fresh] });
  }

  #chip(sound: string): HTMLLIElement {
    const remove = () => {
      const { soundsLike = [], ...name } = this.#name;
      const left = soundsLike.filter((other) => other !== sound);
      this.#edit(left.length === 0 ? name : { ...name, soundsLike: left });
      this.#sound.focus();
    };
    const removeButton = button({ class: 'chip-remove', 'aria-label': `Remove ${sound}` }, remove, icon('close'));
    return element('li', { class: 'chip' }, sound, removeButton);
  }

  #setParts(wanted: boolean): void {
    const { parts: _parts, ...name } = this.#name;
    this.#edit(wanted === isPersonLike(name.text) ? name : { ...name, parts: wanted });
  }

  #setNotAs(spellings: readonly string[]): void {
    const { notAs: _notAs, ...name } = this.#name;
    this.#edit(spellings.length === 0 ? name : { ...name, notAs: spellings });
  }

  #edit(name: Name): void {
    this.#say(this.#actions.edit(this.#name, name));
  }

  #say(problem: string | undefined): void {
    setText(this.#problem, problem ?? '');
    this.#text.toggleAttribute('aria-invalid', problem !== undefined);
  }
}
