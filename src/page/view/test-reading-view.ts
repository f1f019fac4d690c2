import { WAYS, type TestedName } from '../../core/names-test/test-scores';
import type { NamesTest, NamesTestState, ReadingStep } from '../names-test';
import { testVerdict, wayTitles } from '../user-messages';
import { button, element, setAttributes, setText } from './element';
import { icon } from './icon';
import { MicrophoneLevel } from './microphone-level';

const labels: Record<ReadingStep, string> = {
  waiting: 'Record',
  opening: 'Cancel',
  listening: 'Stop recording',
  comparing: 'Recognizing',
  heard: 'Record again',
};

const statuses: Record<ReadingStep, string> = {
  waiting: 'Press, or press Space, and read the sentence aloud',
  opening: 'Waiting for the microphone',
  listening: 'Listening. It stops by itself after the sentence',
  comparing: 'Recognizing it without your list, and with it',
  heard: '',
};

/** The button's colours, as in style/microphone.css. */
const faces: Record<ReadingStep, string> = {
  waiting: 'idle',
  opening: 'opening',
  listening: 'listening',
  comparing: 'finishing',
  heard: 'idle',
};

/** One sentence at a time: what is to be read, the button, and at once what came of it. */
export class TestReadingView {
  readonly element: HTMLElement;
  readonly #progress = element('p', { class: 'test-quiet', id: 'test-progress' });
  readonly #bar = element('progress', { class: 'bar', 'aria-hidden': 'true' });
  readonly #sentence = element('p', { class: 'test-sentence', id: 'test-sentence' });
  readonly #record: HTMLButtonElement;
  readonly #icon = element('span', { class: 'microphone-icon' });
  readonly #level: MicrophoneLevel;
  readonly #status = element('p', { class: 'test-status', role: 'status' });
  readonly #live = element('p', { class: 'test-live', 'aria-hidden': 'true' });
  readonly #problem = element('div', { class: 'test-problem', role: 'alert', hidden: true });
  readonly #verdict = element('div', { role: 'status' });
  readonly #again: HTMLButtonElement;
  readonly #another: HTMLButtonElement;
  readonly #skip: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  /** What is drawn: drawn anew only when it changes, so that it is said once. */
  #drawn: TestedName | undefined;
  #before: { step: ReadingStep; index: number } | undefined;

  constructor(test: NamesTest) {
    this.#record = button(
      { class: 'microphone', id: 'test-record', 'aria-describedby': 'test-progress test-sentence' },
      () => test.toggle(),
      element('span', { class: 'microphone-level' }),
      this.#icon,
    );
    this.#level = new MicrophoneLevel(this.#record);
    this.#again = button({ class: 'button', hidden: true }, () => test.compareAgain(), 'Recognize the recording again');
    this.#another = button({ class: 'button button-quiet' }, () => test.another(), icon('retry'), 'Another sentence');
    this.#skip = button({ class: 'button button-quiet' }, () => test.next(), 'Skip');
    this.#next = button({ class: 'button button-primary' }, () => test.next(), 'Next');
    this.element = element(
      'section',
      { class: 'test-reading', 'aria-label': 'Sentence to read' },
      element('div', { class: 'test-progress' }, this.#progress, this.#bar),
      this.#sentence,
      element('div', { class: 'test-record' }, this.#record, this.#status, this.#live),
      this.#problem,
      this.#verdict,
      element('div', { class: 'test-actions' }, this.#another, this.#skip, this.#again, this.#next),
    );
  }

  /** Whether Space pressed on `target` means the record button: not where it presses or types something else. */
  takesSpace(target: EventTarget | null): boolean {
    return target === this.#record || !(target instanceof Element && target.closest('button, input, summary') !== null);
  }

  show(state: NamesTestState): void {
    const { sentences, index, step, live, level, problem, recorded, tested } = state;
    const sentence = sentences[index];
    if (sentence === undefined) return;
    const isLast = index === sentences.length - 1;
    setText(this.#progress, `Sentence ${index + 1} of ${sentences.length}`);
    setAttributes(this.#bar, { max: sentences.length, value: index + (step === 'heard' ? 1 : 0) });
    if (this.#sentence.textContent !== sentence.before + sentence.name + sentence.after) {
      this.#sentence.replaceChildren(sentence.before, element('strong', {}, sentence.name), sentence.after);
    }
    if (this.#record.dataset['step'] !== step) {
      this.#record.dataset['step'] = step;
      this.#record.dataset['face'] = faces[step];
      setAttributes(this.#record, { 'aria-label': labels[step], 'aria-disabled': String(step === 'comparing') });
      this.#icon.replaceChildren(icon(step === 'listening' ? 'stop' : step === 'heard' ? 'retry' : 'microphone'));
    }
    this.#level.show(step === 'listening' ? level : 0);
    setText(this.#status, statuses[step]);
    this.#status.hidden = step === 'heard';
    setText(this.#live, live);
    this.#showProblem(problem);
    this.#showVerdict(step === 'heard' ? tested.get(sentence.name) : undefined);
    const busy = step === 'opening' || step === 'listening' || step === 'comparing';
    this.#again.hidden = !(recorded && step === 'waiting');
    this.#another.disabled = busy;
    this.#another.hidden = step === 'heard';
    this.#skip.hidden = step === 'heard';
    this.#next.hidden = step !== 'heard';
    setText(this.#next, isLast ? 'Show the results' : 'Next');
    setText(this.#skip, isLast ? 'Skip, and show the results' : 'Skip');
    this.#moveFocus({ step, index });
  }

  /** The flow by keyboard: Space records, Space goes on. */
  #moveFocus(now: { step: ReadingStep; index: number }): void {
    const before = this.#before;
    this.#before = now;
    if (now.step === 'heard' && before?.step !== 'heard') this.#next.focus();
    else if (before === undefined || now.index !== before.index || (before.step === 'heard' && now.step !== 'heard'))
      this.#record.focus();
  }

  /** Nothing of the round before is known any more. */
  open(): void {
    this.#before = undefined;
    this.#drawn = undefined;
  }

  #showProblem(problem: NamesTestState['problem']): void {
    this.#problem.hidden = problem === undefined;
    const text = problem === undefined ? '' : `${problem.text} ${problem.hint}`;
    if (this.#problem.textContent === text) return;
    this.#problem.replaceChildren();
    if (problem !== undefined) this.#problem.append(element('strong', {}, problem.text), ` ${problem.hint}`);
  }

  #showVerdict(tested: TestedName | undefined): void {
    if (tested === this.#drawn) return;
    this.#drawn = tested;
    this.#verdict.replaceChildren();
    if (tested === undefined) return;
    const { right } = tested.scores.final;
    this.#verdict.append(
      element(
        'p',
        { class: 'test-verdict', 'data-right': right },
        icon(right ? 'check' : 'close'),
        testVerdict(tested),
      ),
      element(
        'dl',
        { class: 'test-ways' },
        ...WAYS.flatMap((way) => [
          element('dt', {}, wayTitles[way]),
          element(
            'dd',
            {},
            mark(tested.scores[way].right),
            tested.readings[way] === '' ? element('span', { class: 'test-quiet' }, 'nothing') : tested.readings[way],
          ),
        ]),
      ),
    );
  }
}

/** Whether a name came right, for eyes and ears. */
export function mark(right: boolean): HTMLElement {
  return element(
    'span',
    { class: 'test-mark', 'data-right': right },
    icon(right ? 'check' : 'close'),
    element('span', { class: 'visually-hidden' }, right ? 'right: ' : 'wrong: '),
  );
}
