import { AUTOMATIC_BOOST, type Name, type SkippedName } from '../core/name';
import type { Remedy, TestedName, Way, WaySum } from '../core/names-test/test-scores';
import { NAME_LIMITS, tidyName, type SkipReason } from '../core/names-text';
import type { NameCollision } from '../core/pronunciation/name-collisions';
import type { SpokenDoubt, UnusableTake } from '../core/pronunciation/spoken-name';
import type { RecognizerErrorName, RecognizerErrorShape } from '../protocol/recognizer-api';
import type { Hindrance } from './enrolment';
import type { Notice } from './page-state';

/** A sentence, and what to do about it. */
export interface Message {
  readonly text: string;
  readonly hint: string;
}

/** Every sentence that an error becomes for the user. */
const messages: Record<Exclude<RecognizerErrorName, 'AbortError'>, Message> = {
  ModelUnavailableError: {
    text: 'The speech model could not be downloaded.',
    hint: 'Check the connection and try again. It is needed once; after that Namesake works offline.',
  },
  ModelCorruptError: {
    text: 'The speech model arrived damaged, twice.',
    hint: 'Something on the way changes files. Another network often helps.',
  },
  ModelVersionError: {
    text: 'The speech model was made for another version of Namesake.',
    hint: 'Reload the page to get both in one version.',
  },
  BackendError: {
    text: 'This browser has no way to run the speech model.',
    hint: 'Update the browser, or let the model run on the CPU (in the settings).',
  },
  AudioDecodeError: {
    text: 'The file could not be read as audio.',
    hint: 'Namesake reads WAV, MP3, FLAC, Ogg, Opus, WebM and M4A.',
  },
  MicrophoneDeniedError: {
    text: 'The microphone is blocked for this page.',
    hint: 'Allow it by the icon beside the address, and in the system’s privacy settings. Then press again.',
  },
  MicrophoneMissingError: {
    text: 'No microphone was found.',
    hint: 'Plug one in, or choose another one in the settings, and press again.',
  },
  MicrophoneBusyError: {
    text: 'The microphone is in use by another program.',
    hint: 'Close the call or the recorder that has it, and press again.',
  },
  MicrophoneUnsupportedError: {
    text: 'This browser gives the page no microphone.',
    hint: 'It takes a recent browser and an address that begins with https. Audio files work nevertheless.',
  },
  MicrophoneLostError: {
    text: 'The microphone was unplugged.',
    hint: 'All that you said until then is kept. Plug it in again and go on.',
  },
  NotLoadedError: {
    text: 'The speech model is not loaded yet.',
    hint: 'Wait a moment and try again.',
  },
  WorkerDiedError: {
    text: 'The recognizer stopped several times in a row.',
    hint: 'Your text is kept. Close other tabs if memory is short, or let the model run on the CPU (in the settings).',
  },
};

/** What an error says to the user. */
export function errorMessage({ name }: Pick<RecognizerErrorShape, 'name'>): Message {
  const message: Message | undefined = name === 'AbortError' ? undefined : messages[name];
  return message ?? { text: 'Something went wrong.', hint: 'Your text is kept. Try again.' };
}

/** The notice for an error; `id` tells which earlier one it replaces. */
export function errorNotice(error: RecognizerErrorShape, id: string, action?: Notice['action']): Notice {
  const { text, hint } = errorMessage(error);
  return { id, tone: 'error', text, hint, detail: `${error.name}: ${error.message}`, ...(action && { action }) };
}

/** An error in the words of its notice, where there is room for a line. */
export function errorLine(error: RecognizerErrorShape): string {
  const { text, hint = '' } = errorNotice(error, '');
  return `${text} ${hint}`;
}

/** What came of saying a name, if nothing was heard of it that could be kept. */
export const takeProblems: Record<UnusableTake | 'silence', string> = {
  nothing: 'Nothing was heard. Say it a little louder, or nearer to the microphone.',
  'too-long': 'That was longer than a name. Say the name alone.',
  silence: 'The microphone gives only silence. It may be muted; another one can be chosen in the settings.',
};

/** Why a name that was heard may be another one. */
export const takeDoubts: Record<SpokenDoubt, string> = {
  unsure: 'This is not quite sure. Saying it again makes it surer.',
  disagreement: 'It sounded different each time. Say it again, or discard it and start anew.',
};

/** Why nobody can say a name now. */
export const enrolmentHindrances: Record<Hindrance, string> = {
  dictation: 'To say it, stop the dictation first.',
  file: 'To say it, wait until the file is transcribed.',
  test: 'To say it, end the test of your names first.',
};

/** What may happen while a sentence of a test of names is read. */
export const testMessages = {
  silence: { text: 'Nothing was heard.', hint: 'Come nearer to the microphone and read the sentence once more.' },
  muted: {
    text: 'The microphone gives only silence.',
    hint: 'It may be muted, or it is not the one that you speak into. The settings have others.',
  },
  interrupted: {
    text: 'The system has taken the microphone away for a while.',
    hint: 'Read the sentence once more when it is back.',
  },
  switched: { text: 'The microphone was unplugged.', hint: 'Another one listens now. Read the sentence once more.' },
  busy: { text: 'A file is being transcribed.', hint: 'Read when it is done, or close this and cancel the file.' },
  restarted: {
    text: 'The recognizer stopped and was started again.',
    hint: 'What came out so far is kept. Read this sentence once more.',
  },
} satisfies Record<string, Message>;

/** The notice for a file that is no audio, by its name. */
export function fileNotice(fileName: string, error: RecognizerErrorShape, id: string): Notice {
  return { ...errorNotice(error, id), text: `“${fileName}” could not be read as audio.` };
}

/**
 * Says quietly that sentences stay as they were first written. Undefined where the second pass is simply not there (a build
 * without it, no network): the settings say that, and nothing broke.
 */
export function secondPassNotice(failure: RecognizerErrorName, detail: string, id: string): Notice | undefined {
  if (failure === 'ModelUnavailableError' || failure === 'AbortError') return undefined;
  return {
    id,
    tone: 'info',
    text: 'Finished sentences are not read a second time now.',
    hint: 'Dictation goes on, and all that was written is kept. To try again, switch the second reading off and on in the settings.',
    detail,
  };
}

/** Says quietly that the second reading broke and comes back, or has come back (`done`). */
export function secondPassRestartNotice(done: boolean, detail: string, id: string): Notice {
  return {
    id,
    tone: 'info',
    text: `The second reading stopped and ${done ? 'was' : 'is being'} started again.`,
    hint: done
      ? 'What was dictated meanwhile stands as it was first written.'
      : 'Dictation goes on; sentences stay as they are first written until then.',
    detail,
  };
}

/** Why an entry of a pasted list is left out, as a heading above such entries. */
export const skipHeadings: Record<SkipReason, string> = {
  listed: 'Already in your list',
  repeated: 'More than once in this text',
  empty: 'Empty',
  'too-long': `Longer than ${NAME_LIMITS.characters} characters`,
  'no-letters': 'Nothing that can be spoken',
  'list-full': `Left out: a list holds at most ${NAME_LIMITS.names.toLocaleString()} names`,
};

/** A name for a sentence about it. */
export function shorten(text: string): string {
  const tidy = tidyName(text);
  return tidy.length > 40 ? `${tidy.slice(0, 40)}…` : tidy;
}

/** Why a single name cannot be added or saved. */
export function refusal(reason: SkipReason, name: string): string {
  const text = shorten(name);
  switch (reason) {
    case 'empty':
      return 'A name needs at least one letter or digit.';
    case 'no-letters':
      return `“${text}” has nothing that can be spoken. Add letters or digits.`;
    case 'too-long':
      return `“${text}” is too long: names have at most ${NAME_LIMITS.characters} characters.`;
    case 'listed':
    case 'repeated':
      return `“${text}” is already in your list.`;
    case 'list-full':
      return `“${text}” has no room: a list holds at most ${NAME_LIMITS.names.toLocaleString()} names. Remove some first.`;
  }
}

/** Why the recognizer does not use a name, for its row in the list. */
export function unusableReason({ reason, letters = '' }: SkippedName, other?: string): string {
  switch (reason) {
    case 'no-letters':
      return 'Not used: nothing in it can be spoken. Add how it sounds.';
    case 'unknown-letters':
      return `Not used: the model cannot write ${Array.from(letters).join(' ')}. Add how it sounds in Latin letters, or in IPA.`;
    case 'too-long':
      return 'Not used: too long for the recognizer.';
    case 'same-as-other':
      return other === undefined ? 'Not used: another name reads the same.' : `Not used: reads the same as “${other}”.`;
  }
}

/** Words that a warning names: more tell no more. */
const shownWords = 2;

/** Which common words a name may be taken for, for its row in the list. */
export function collisionWarning({ text }: Name, { alike }: NameCollision): string {
  const own = text.toLowerCase();
  if (alike[0] === own) return `Also the word “${own}”`;
  // A list of common words knows some names, too.
  const others = alike.filter((word) => word !== own).slice(0, shownWords);
  return `Sounds like ${others.map((word) => `“${word}”`).join(' and ')}`;
}

/** What comes of it, as the end of that sentence. */
export function collisionEffect({ boost }: Name, collision: NameCollision): string {
  if (boost !== undefined && boost > collision.boost)
    return 'With this strength it may be written in the word’s place.';
  if (collision.boost < AUTOMATIC_BOOST) return 'It will only be written when it is said clearly.';
  return 'One may now and then be written for the other.';
}

/** The ways in which a sentence of a test is recognized. */
export const wayTitles: Record<Way, string> = {
  plain: 'Without your list',
  listed: 'With your list, while you speak',
  final: 'In the text at the end',
};

/** Whether a name came right in the end, and if not what was written. */
export function testVerdict({ sentence, scores }: TestedName): string {
  const name = `“${shorten(sentence.name)}”`;
  const { right, instead } = scores.final;
  if (right) return scores.plain.right ? `${name} came right, even without your list.` : `${name} came right.`;
  return instead === '' ? `${name} was left out.` : `${name} came wrong: “${instead}” was written.`;
}

export function testSummary(plain: WaySum, final: WaySum): string {
  const { right, names } = final;
  const came =
    names === 1 ? `The name came ${right === 1 ? 'right' : 'wrong'}` : `${right} of ${names} names came right`;
  if (plain.right === final.right) return `${came}, as without your list.`;
  return names === 1
    ? `${came}; without your list ${plain.right === 1 ? 'right' : 'wrong'}.`
    : `${came}; without your list ${plain.right}.`;
}

/** What may help a name that came wrong. */
export function remedyAdvice(
  remedy: Remedy,
  { scores }: TestedName,
  name: Name | undefined,
  collision: NameCollision | undefined,
): string {
  switch (remedy) {
    case 'collision':
      if (name === undefined || collision === undefined) return 'It is near a common word.';
      return `${collisionWarning(name, collision)}. A surname or another word beside it helps most.`;
    case 'sounds-like':
      return `Add “${scores.plain.instead}”, or how you would spell the sound, under Sounds like.`;
    case 'stronger':
      return 'Raise its strength.';
  }
}

/** Which words of a full name are written where they stand alone; `safe` undefined while that is not known. */
export function partsUsed(words: readonly string[], safe: readonly string[] | undefined, wanted: boolean): string {
  if (!wanted) return 'Only the whole name is written.';
  if (safe === undefined) return 'Which of them can be is known when the second reading is loaded.';
  const quoted = (texts: readonly string[]) => texts.map((text) => `“${text}”`).join(' and ');
  const others = words.filter((word) => !safe.includes(word));
  const left =
    others.length === 0
      ? ''
      : `${quoted(others)} ${others.length === 1 ? 'is' : 'are'} too short or too near a common word.`;
  if (safe.length === 0) return left;
  return `${quoted(safe)} ${safe.length === 1 ? 'is' : 'are'} written alone, too. ${left}`.trim();
}
