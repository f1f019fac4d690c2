import type { Readings } from '../core/names-test/test-scores';
import { RecognizerError } from '../protocol/recognizer-error';
import { AudioFile } from './audio-file';
import type { Recognizer } from './recognizer-client';
import type { SessionSettings } from './recognizer-session';

export interface ComparedReadings {
  readonly readings: Readings;
  /** Whether a second pass took part in the final text. */
  readonly revised: boolean;
}

/**
 * Recognizes one recording in each way: plainly, then with the list and whoever revises. Rejects with a RecognizerError, an
 * AbortError where `signal` is aborted.
 */
export async function compareReadings(
  recognizer: Recognizer,
  audio: AudioBuffer,
  { endpoint, signal }: Pick<SessionSettings, 'endpoint' | 'signal'>,
): Promise<ComparedReadings> {
  const hear = async (heardWith: SessionSettings['heardWith']) => {
    const [first, last] = [new Map<number, string>(), new Map<number, string>()];
    let revised = false;
    for await (const event of recognizer.open({
      source: new AudioFile(audio, 'sentence'),
      heardWith,
      forgotten: true,
      endpoint,
      signal,
    })) {
      if (event.type === 'error') throw new RecognizerError(event.error.name, event.error.message);
      if (event.type === 'final') first.set(event.utterance, event.text);
      if (event.type === 'final' || event.type === 'revised') last.set(event.utterance, event.text);
      revised ||= event.type === 'revised' && event.second !== undefined;
    }
    if (signal.aborted) throw new RecognizerError('AbortError', 'The comparison was aborted');
    const textOf = (finals: ReadonlyMap<number, string>) => [...finals.values()].join(' ');
    return { first: textOf(first), last: textOf(last), revised };
  };
  const plain = await hear('plain');
  const listed = await hear('all');
  return {
    readings: { plain: plain.first, listed: listed.first, final: listed.last },
    revised: listed.revised,
  };
}
