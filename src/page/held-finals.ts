import type { FinalEvent, SessionEvent } from '../protocol/recognizer-api';

interface Held {
  final: FinalEvent;
  pending: boolean;
}

/**
 * For those who want each final once: holds finals back, in order, until their words are the last ones. All other events
 * pass.
 */
export class HeldFinals {
  #held: Held[] = [];

  /** The events that come out when `event` goes in. */
  take<Event extends { readonly type: string }>(event: SessionEvent | Event): (SessionEvent | Event)[] {
    const known = event as SessionEvent;
    switch (known.type) {
      case 'final': {
        const { revision, ...final } = known;
        this.#held.push({ final, pending: revision === 'pending' });
        return this.#ready();
      }
      case 'revised':
        return this.#settle(known.utterance, { text: known.text, words: known.words });
      case 'kept':
        return this.#settle(known.utterance, {});
      default:
        return [event];
    }
  }

  #settle(utterance: number, change: Partial<FinalEvent>): FinalEvent[] {
    const held = this.#held.find(({ final }) => final.utterance === utterance);
    if (held === undefined) return [];
    held.final = { ...held.final, ...change };
    held.pending = false;
    return this.#ready();
  }

  #ready(): FinalEvent[] {
    const first = this.#held.findIndex(({ pending }) => pending);
    return this.#held.splice(0, first < 0 ? this.#held.length : first).map(({ final }) => final);
  }
}
