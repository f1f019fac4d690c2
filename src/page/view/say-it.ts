import type { Emissions } from '../../core/emissions';
import { ipaOf } from '../../core/pronunciation/ipa';
import type { Phones } from '../../core/pronunciation/phones';
import { respell } from '../../core/pronunciation/respelling';
import { spokenName, type SpokenName } from '../../core/pronunciation/spoken-name';
import type { Enrolment, Take, TakePhase } from '../enrolment';
import { enrolmentHindrances, errorLine, shorten, takeDoubts, takeProblems } from '../user-messages';
import { button, element, setAttributes, setText } from './element';
import { icon } from './icon';

export type Voice = Pick<Enrolment, 'hear' | 'watchHindrance' | 'watchUse'>;

/** More takes tell little more. */
const mostTakes = 3;
/** RMS at which the level is full: loud speech near a microphone. */
const fullLevel = 0.15;

/**
 * Learns from the user's voice how a name is said: up to three takes, of which each makes the pronunciation surer. It is shown
 * before it is kept.
 */
export class SayIt {
  readonly element: HTMLElement;
  readonly #voice: Voice;
  readonly #keep: (phones: Phones) => void;
  readonly #start: HTMLButtonElement;
  readonly #level = element('span', { class: 'say-level', 'aria-hidden': 'true' });
  readonly #status = element('p', { class: 'say-status', role: 'status' });
  readonly #heard = element('p', { class: 'say-heard' });
  readonly #choices: HTMLElement;
  readonly #keepButton: HTMLButtonElement;
  readonly #note = element('p', { class: 'say-note' });
  readonly #stops: (() => void)[];
  #name = '';
  #takes: readonly Emissions[] = [];
  #spoken: SpokenName | undefined;
  #listening: AbortController | undefined;
  #hindrance: keyof typeof enrolmentHindrances | undefined;
  #used = true;

  constructor(voice: Voice, keep: (phones: Phones) => void) {
    this.#voice = voice;
    this.#keep = keep;
    this.#start = button({ class: 'button say-start' }, () => this.#press());
    this.#keepButton = button({ class: 'button button-primary' }, () => this.#keepSpoken(), 'Keep');
    this.#choices = element(
      'div',
      { class: 'say-choices' },
      this.#keepButton,
      button({ class: 'button button-quiet' }, () => this.#discard('Discarded.'), 'Discard'),
    );
    this.element = element(
      'div',
      { class: 'say-it', tabindex: -1 },
      element('div', { class: 'say-row' }, this.#start, this.#level),
      this.#status,
      this.#heard,
      this.#choices,
      this.#note,
    );
    this.#stops = [
      voice.watchHindrance((why) => {
        this.#hindrance = why;
        this.#draw();
      }),
      voice.watchUse((used) => {
        this.#used = used;
        this.#draw();
      }),
    ];
    // Escape stops listening before it closes anything.
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.#listening === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#listening.abort();
    });
  }

  show(name: string): void {
    this.#name = name;
    this.#draw();
  }

  close(): void {
    this.#listening?.abort();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #press(): void {
    if (this.#listening === undefined) void this.#hear();
    else this.#listening.abort();
  }

  async #hear(): Promise<void> {
    const listening = new AbortController();
    this.#listening = listening;
    const phase = (phase: TakePhase) => this.#say(phases[phase](shorten(this.#name)));
    const level = (rms: number) => this.#level.style.setProperty('--level', String(Math.min(1, rms / fullLevel)));
    this.#draw();
    const take = await this.#voice.hear(listening.signal, { phase, level });
    this.#listening = undefined;
    level(0);
    this.#take(take);
  }

  #take(take: Take): void {
    switch (take.type) {
      case 'heard':
        this.#takes = [...this.#takes, take.phones];
        this.#spoken = spokenName(this.#takes);
        this.#say(this.#spoken?.doubt === undefined ? 'Heard:' : takeDoubts[this.#spoken.doubt]);
        break;
      case 'stopped':
        this.#say(this.#takes.length === 0 ? '' : 'Heard:');
        break;
      case 'failed':
        this.#say(errorLine(take.error));
        break;
      default:
        this.#say(takeProblems[take.type]);
    }
    this.#draw();
    // It had the focus until it went.
    if (document.activeElement === document.body && this.element.isConnected) this.#keepButton.focus();
  }

  #keepSpoken(): void {
    const { phones } = this.#spoken ?? {};
    if (phones === undefined) return;
    this.#discard('Kept.');
    this.#keep(phones);
  }

  #discard(status: string): void {
    this.#takes = [];
    this.#spoken = undefined;
    this.#say(status);
    this.#draw();
    (this.#start.disabled ? this.element : this.#start).focus();
  }

  #draw(): void {
    const listening = this.#listening !== undefined;
    const label = listening ? 'Stop' : this.#takes.length === 0 ? 'Say it' : 'Say it again';
    if (this.#start.textContent !== label) this.#start.replaceChildren(icon(listening ? 'stop' : 'microphone'), label);
    setAttributes(this.#start, { 'data-listening': listening });
    this.#start.disabled = !listening && this.#hindrance !== undefined;
    this.#start.hidden = !listening && this.#takes.length >= mostTakes;
    this.#level.hidden = !listening;
    const spoken = listening ? undefined : this.#spoken;
    this.#choices.hidden = spoken === undefined;
    this.#heard.hidden = spoken === undefined;
    if (spoken !== undefined) {
      const takes = this.#takes.length === 1 ? '' : `, from ${this.#takes.length} takes`;
      this.#heard.replaceChildren(
        element('strong', {}, respell(spoken.phones)),
        ` /${ipaOf(spoken.phones)}/`,
        element('span', { class: 'say-takes' }, takes),
      );
    }
    const unused = this.#used
      ? ''
      : 'Pronunciations do not count now: what tells how words are said could not be loaded.';
    const note = this.#hindrance === undefined || listening ? unused : enrolmentHindrances[this.#hindrance];
    setText(this.#note, note);
  }

  #say(text: string): void {
    setText(this.#status, text);
  }
}

const phases: Readonly<Record<TakePhase, (name: string) => string>> = {
  opening: () => 'Waiting for the microphone.',
  loading: () => 'The speech model is still loading. Say the name already, or wait a moment.',
  listening: (name) => `Say “${name}” now, alone.`,
};
