import type { Name } from '../core/name';
import { mostTested, testOrder, type Testable } from '../core/names-test/test-choice';
import { isSilent, remediesOf, testedName, type Remedy, type TestedName } from '../core/names-test/test-scores';
import { anotherSentence, testSentences, type TestSentence } from '../core/names-test/test-sentences';
import { refuseName } from '../core/names-text';
import type { RecognizerErrorShape } from '../protocol/recognizer-api';
import type { ListedName } from '../store/names-store';
import type { TestedNamesStore } from '../store/tested-names-store';
import { openChosenMicrophone } from './chosen-microphone';
import { compareReadings } from './compared-readings';
import type { Dictation } from './dictation';
import type { Model } from './model';
import type { NamesList } from './names-list';
import { isTranscribing, type Page } from './page-state';
import { RecordedSource } from './recorded-source';
import type { Session } from './recognizer-session';
import { followReading, readingEndpoint } from './sentence-reading';
import { errorMessage, testMessages, type Message } from './user-messages';
import { Watched } from './watched';

/** `opening`: waiting for the permission or the device; `comparing`: the recording is recognized in every way. */
export type ReadingStep = 'waiting' | 'opening' | 'listening' | 'comparing' | 'heard';

export interface NamesTestState {
  readonly phase: 'closed' | 'choosing' | 'reading' | 'results';
  readonly sentences: readonly TestSentence[];
  /** Of the sentence at hand. */
  readonly index: number;
  readonly step: ReadingStep;
  /** What is understood while one reads. */
  readonly live: string;
  /** RMS of the last block, 0..1. */
  readonly level: number;
  readonly problem: Message | undefined;
  /** There is a recording of this sentence that could not be compared. */
  readonly recorded: boolean;
  /** By name, of this round and those before it. */
  readonly tested: ReadonlyMap<string, TestedName>;
}

/** A name that can be tested. */
export interface TestableName extends Testable {
  readonly name: ListedName;
  readonly lastRight: boolean | undefined;
}

const closed: NamesTestState = {
  phase: 'closed',
  sentences: [],
  index: 0,
  step: 'waiting',
  live: '',
  level: 0,
  problem: undefined,
  recorded: false,
  tested: new Map(),
};

/**
 * The test of the user's names: one sentence after the other is read aloud, recorded, and recognized without the list, with
 * it, and by both passes. Recordings are dropped as soon as they are compared.
 */
export class NamesTest extends Watched<NamesTestState> {
  readonly #page: Page;
  readonly #model: Model;
  readonly #names: NamesList;
  readonly #dictation: Dictation;
  readonly #store: TestedNamesStore;
  /** Those in whose place common words were heard. */
  readonly #commonInstead = new WeakSet<TestedName>();
  #rounds = 0;
  #session: Session | undefined;
  #recording: AudioBuffer | undefined;
  /** Aborted when what is being heard or compared is wanted no more. */
  #take = new AbortController();

  constructor(page: Page, model: Model, names: NamesList, dictation: Dictation, store: TestedNamesStore) {
    super(closed);
    this.#page = page;
    this.#model = model;
    this.#names = names;
    this.#dictation = dictation;
    this.#store = store;
  }

  /** Names that can be tested, those first that are worth it most. */
  testable(): TestableName[] {
    const { unusable, collisions } = this.#page.state.names;
    const usable = this.#names.names.filter(
      (name) => name.enabled !== false && name.negative !== true && !unusable.has(name.key) && isSpeakable(name),
    );
    return testOrder(
      usable.map((name) => {
        const test = this.#store.get(name.key);
        return { name, testedAt: test?.at, lastRight: test?.right, warned: collisions.has(name.key) };
      }),
    );
  }

  /** Shows the choice of names. A dictation ends with its last words. */
  async open(): Promise<void> {
    if (this.state.phase !== 'closed') return;
    if (this.#dictation.active) void this.#dictation.finish();
    this.#page.change({ testing: true });
    await this.#store.load(new Set(this.#names.names.map(({ key }) => key)));
    this.change({ ...closed, phase: 'choosing' });
    this.#model.ensure();
  }

  close(): void {
    this.#drop();
    this.change(closed);
    this.#page.change({ testing: false });
  }

  /** Back to the choice; results are over. */
  choose(): void {
    this.#drop();
    this.change({ ...closed, phase: 'choosing' });
  }

  /** Begins to read. Results of names that are not read again stay. */
  begin(names: readonly Name[]): void {
    this.#drop();
    const texts = names.slice(0, mostTested).map(({ text }) => text);
    if (texts.length === 0) return;
    this.change({
      ...closed,
      phase: 'reading',
      sentences: testSentences(texts, ++this.#rounds),
      tested: this.state.tested,
    });
  }

  /** Names of the last results that came wrong. */
  failed(): ListedName[] {
    return [...this.state.tested.values()]
      .filter(({ scores }) => !scores.final.right)
      .map(({ sentence }) => this.#names.find(sentence.name))
      .filter((name) => name !== undefined);
  }

  find(name: string): ListedName | undefined {
    return this.#names.find(name);
  }

  /** What may help a name that came wrong. */
  remedies(tested: TestedName): Remedy[] {
    const name = this.find(tested.sentence.name);
    const collision = name && this.#page.state.names.collisions.get(name.key);
    return name === undefined ? [] : remediesOf(tested, name, collision, this.#commonInstead.has(tested));
  }

  /** The button: begins to record, or ends what is being recorded. */
  toggle(): void {
    const { step } = this.state;
    if (step === 'listening') void this.#session?.finish();
    else if (step === 'opening') this.#cancel();
    else if (step !== 'comparing' && isTranscribing(this.#page.state)) this.#fail(testMessages.busy);
    else if (step !== 'comparing') void this.#read();
  }

  /** Recognizes the recording once more that could not be compared. */
  compareAgain(): void {
    const audio = this.#recording;
    if (audio === undefined || this.state.step !== 'waiting') return;
    this.#take = new AbortController();
    void this.#compare(audio, this.#take.signal);
  }

  another(): void {
    const { sentences, index } = this.state;
    if (sentences[index] === undefined || isRecording(this.state)) return;
    this.#forgetRecording();
    this.change({
      sentences: sentences.with(index, anotherSentence(sentences[index])),
      step: 'waiting',
      problem: undefined,
    });
  }

  /** To the next sentence, or to the results after the last; without any, back to the choice. */
  next(): void {
    this.#drop();
    const index = this.state.index + 1;
    if (index >= this.state.sentences.length) return this.finish();
    this.change({ index, step: 'waiting', live: '', problem: undefined });
  }

  finish(): void {
    this.#drop();
    if (this.state.tested.size === 0) return this.choose();
    this.change({ phase: 'results', step: 'waiting', live: '', problem: undefined });
  }

  /** Esc: drops what is being recorded, else shows what has come out so far, else closes. */
  escape(): void {
    if (this.state.phase !== 'reading') this.close();
    else if (isRecording(this.state)) this.#cancel();
    else this.finish();
  }

  async #read(): Promise<void> {
    this.#drop();
    this.#take = new AbortController();
    const { signal } = this.#take;
    // First of all: browsers ask for the microphone only while they remember the press.
    const source = openChosenMicrophone(this.#page).then((microphone) => new RecordedSource(microphone));
    this.change({ step: 'opening', live: '', problem: undefined });
    const session = this.#model.ensure().open({
      source,
      heardWith: 'first-pass',
      endpoint: readingEndpoint,
      signal,
    });
    this.#session = session;
    void this.#awaitMicrophone(source, signal);
    const problem = await followReading(session, signal, (change) => this.change(change));
    if (signal.aborted) return;
    this.change({ level: 0 });
    const audio = problem === undefined ? (await source).recording() : undefined;
    if (audio === undefined) return this.#fail(problem ?? testMessages.silence);
    await this.#compare(audio, signal);
  }

  async #awaitMicrophone(source: Promise<RecordedSource>, signal: AbortSignal): Promise<void> {
    try {
      await source;
    } catch {
      return; // It comes as the session's error as well.
    }
    if (signal.aborted) return;
    this.change({ step: 'listening' });
    this.#dictation.onMicrophoneAllowed();
  }

  async #compare(audio: AudioBuffer, signal: AbortSignal): Promise<void> {
    const sentence = this.state.sentences[this.state.index];
    if (sentence === undefined) return;
    this.#recording = audio;
    this.change({ step: 'comparing', recorded: true, problem: undefined });
    const { trailingSilenceMs } = this.#page.state.settings;
    try {
      const { readings, revised } = await compareReadings(this.#model.ensure(), audio, {
        endpoint: { trailingSilenceMs },
        signal,
      });
      if (signal.aborted) return;
      this.#forgetRecording();
      if (isSilent(readings)) return this.#fail(testMessages.silence);
      const tested = testedName(sentence, readings, revised);
      const instead = tested.scores.plain.instead.split(' ');
      const common = await this.#model.commonAmong(instead);
      if (signal.aborted) return;
      if (common?.length === instead.length) this.#commonInstead.add(tested);
      this.change({ step: 'heard', live: '', tested: new Map([...this.state.tested, [sentence.name, tested]]) });
      const key = this.#names.keyOf(sentence.name);
      void this.#store.set(key, { at: Date.now(), right: tested.scores.final.right });
    } catch (error) {
      if (!signal.aborted) this.#fail(errorMessage(error as RecognizerErrorShape));
    }
  }

  #fail(problem: Message): void {
    this.change({ step: 'waiting', level: 0, live: '', problem });
  }

  /** What is being recorded or compared is dropped; the sentence waits to be read. */
  #cancel(): void {
    this.#drop();
    this.change({ step: 'waiting', live: '', level: 0, problem: undefined });
  }

  #drop(): void {
    this.#take.abort();
    this.#session = undefined;
    this.#forgetRecording();
  }

  #forgetRecording(): void {
    this.#recording = undefined;
    if (this.state.recorded) this.change({ recorded: false });
  }
}

function isRecording({ step }: NamesTestState): boolean {
  return step === 'opening' || step === 'listening' || step === 'comparing';
}

/** Whether there is anything in it, or in what it sounds like, that one can read aloud. */
function isSpeakable({ text, soundsLike = [] }: Name): boolean {
  return [text, ...soundsLike].some((written) => refuseName(written) === undefined);
}
