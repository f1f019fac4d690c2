import type { AudioMessage } from '../protocol/recognizer-api';
import type { RecognizerError } from '../protocol/recognizer-error';

/** What happens to a source from outside while it is in use. */
export type AudioSourceEvent =
  /** The system took the sound away for a while (a phone call, a muted track), or gave it back. */
  | { readonly type: 'interrupted'; readonly interrupted: boolean }
  /** The device vanished and another took its place. */
  | { readonly type: 'switched'; readonly label: string }
  /** No sound will come any more: what was heard is sent, `error` says why. */
  | { readonly type: 'lost'; readonly error: RecognizerError };

/** Where a session's samples come from: `Microphone`, `AudioFile`. It belongs to one session. */
export interface AudioSource {
  readonly kind: 'microphone' | 'file';
  /** Length of the whole audio in ms; undefined for a live source. */
  readonly totalMs: number | undefined;
  /**
   * Sends `AudioMessage`s to the port that `openPort` makes: a live source what it hears from now on, a file what it
   * holds from `fromMs`. A source that has to begin anew (another device) asks for another port. Called again, it
   * drops what it had (the worker at the other end died).
   */
  start(openPort: () => MessagePort, fromMs: number): void;
  /** Sends what is left, then `finish`. False where that could not be confirmed (a frozen audio thread). */
  finish(): Promise<boolean>;
  /** Stops at once and frees the device. Nothing is sent after it. */
  stop(): void;
  onEvent: ((event: AudioSourceEvent) => void) | undefined;
}

/** Posts with the samples' buffer transferred: the sender must forget it. */
export function postAudio(port: MessagePort, samples: Float32Array<ArrayBuffer>, sampleRate: number): void {
  const message: AudioMessage = { type: 'audio', samples, sampleRate };
  port.postMessage(message, [samples.buffer]);
}
