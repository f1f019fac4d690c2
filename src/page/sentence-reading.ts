import type { Session } from './recognizer-session';
import { errorMessage, testMessages, type Message } from './user-messages';

const limits = {
  /** Silence that ends a sentence that is read aloud, in ms: one hesitates before a name. */
  trailingSilenceMs: 1500,
  /** Without a word for so long nobody speaks, in ms. */
  quietMs: 10_000,
  /** No sentence takes longer to read, in ms. */
  longestMs: 30_000,
};

/** When a sentence that is read aloud has ended. */
export const readingEndpoint = { trailingSilenceMs: limits.trailingSilenceMs };

/** What changes while one reads. */
export interface ReadingChange {
  readonly live?: string;
  /** RMS of the last block, 0..1. */
  readonly level?: number;
  readonly problem?: Message | undefined;
}

/**
 * Follows one sentence that is read aloud, and ends its session after it. Resolves with what went wrong, if anything;
 * undefined as well where `signal` is aborted.
 */
export async function followReading(
  session: Session,
  signal: AbortSignal,
  tell: (change: ReadingChange) => void,
): Promise<Message | undefined> {
  const finish = () => void session.finish();
  const longest = setTimeout(finish, limits.longestMs);
  const quiet = setTimeout(finish, limits.quietMs);
  let heard = false;
  /** What stands against a sentence in which nothing was heard. */
  let hindrance: Message | undefined;
  let failure: Message | undefined;
  const hear = (live: string) => {
    heard ||= live !== '';
    if (heard) clearTimeout(quiet);
    tell({ live });
  };
  const hinder = (problem: Message | undefined) => {
    hindrance = problem;
    tell({ problem });
  };
  try {
    for await (const event of session) {
      if (signal.aborted) return undefined;
      switch (event.type) {
        case 'level':
          tell({ level: event.rms });
          break;
        case 'partial':
          hear([...event.stable, ...event.unstable].map(({ text }) => text).join(' '));
          break;
        case 'final':
          hear(event.text);
          finish();
          break;
        case 'silent-input':
          hinder(event.silent ? testMessages.muted : undefined);
          break;
        case 'interrupted':
          hinder(event.interrupted ? testMessages.interrupted : undefined);
          break;
        case 'switched':
          hinder(testMessages.switched);
          break;
        case 'restart':
          // What it had not heard yet is lost to it, and half a sentence would be scored as a bad one.
          failure = testMessages.restarted;
          finish();
          break;
        case 'error':
          return errorMessage(event.error);
        case 'speechstart':
        case 'rewritten':
        case 'revised':
        case 'kept':
        case 'progress':
        case 'stats':
        case 'backend':
        case 'end':
      }
    }
    return failure ?? (heard ? undefined : (hindrance ?? testMessages.silence));
  } finally {
    clearTimeout(longest);
    clearTimeout(quiet);
  }
}
