import { describe, expect, it } from 'vitest';
import { defaultEndpoint, Endpointer, type EndpointOptions } from './endpointer';
import { draw } from './fake-acoustic-model';

/** What each window has beyond its chunk: the convolutions' field alone, or frames of attention as well. */
const lookaheads = [511, 511 + 8 * 384];
const geometry = { sampleRate: 16_000, frameSamples: 384, framesPerChunk: 16, lookaheadSamples: lookaheads[1] };
const frameMs = 24;
const chunkMs = 384;

/** One letter of `sound` per frame: `q` quiet, `n` noise at −40 dB, `l` loud at −20 dB. */
function samplesOf(sound: string): Float32Array {
  const level = { q: 0.0001, n: 0.01, l: 0.1 };
  return Float32Array.from({ length: sound.length * geometry.frameSamples }, (_, i) => {
    const amplitude = level[sound[Math.floor(i / geometry.frameSamples)] as 'q'];
    return i % 2 === 0 ? amplitude : -amplitude;
  });
}

/** Hears chunk after chunk until an endpoint. `tokens` and `sound` have one letter per frame; both end in their last. */
function hear(
  tokens: string,
  sound: string,
  { lookaheadSamples = geometry.lookaheadSamples, ...options }: Partial<EndpointOptions & typeof geometry> = {},
  limitMs = 60_000,
) {
  const endpointer = new Endpointer({ ...defaultEndpoint, ...options }, { ...geometry, lookaheadSamples });
  const windowFrames = Math.ceil(16 + lookaheadSamples / geometry.frameSamples);
  const at = (letters: string, frame: number) => letters[Math.min(frame, letters.length - 1)];
  for (let frame = 0; frame * frameMs < limitMs; frame += 16) {
    const frames = Array.from({ length: 16 }, (_, i) => frame + i);
    const emissions = draw(frames.map((i) => at(tokens, i)).join(''));
    const heard = Array.from({ length: windowFrames }, (_, i) => at(sound, frame + i)).join('');
    endpointer.hear(emissions, 0, samplesOf(heard).subarray(0, geometry.frameSamples * 16 + lookaheadSamples));
    const reason = endpointer.endpoint();
    if (reason !== undefined) return { reason, endMs: (frame + 16) * frameMs, endpointer };
  }
  return { reason: undefined, endMs: undefined, endpointer };
}

const word = 'w.o.r.d.';
const loud = 'l'.repeat(word.length);

describe('Endpointer', () => {
  it('ends an utterance so that no final waits for more silence than was asked for', () => {
    for (const [lookaheadSamples, trailingSilenceMs] of lookaheads.flatMap((samples) =>
      [650, 800, 1200, 2000].map((ms) => [samples, ms]),
    )) {
      for (let lead = 0; lead < 16; lead++) {
        const tokens = '.'.repeat(lead) + word;
        const { reason, endMs } = hear(tokens, `${'q'.repeat(lead)}${loud}q`, {
          trailingSilenceMs,
          lookaheadSamples,
        });
        const silenceMs = endMs! - tokens.length * frameMs + (1000 * lookaheadSamples) / geometry.sampleRate;
        expect(reason).toBe('silence');
        expect(silenceMs).toBeLessThanOrEqual(trailingSilenceMs);
        expect(silenceMs).toBeGreaterThan(trailingSilenceMs - 2 * chunkMs);
      }
    }
  });

  it('waits while the voice is still there, though no token comes', () => {
    const voice = 'l'.repeat(30);
    const early = hear(`.${word}.`, `q${loud}q`);
    const late = hear(`.${word}.`, `q${loud}${voice}q`);
    expect(late.reason).toBe('silence');
    // An endpoint may come a chunk later than it could.
    expect(late.endMs! - early.endMs!).toBeGreaterThanOrEqual(voice.length * frameMs - chunkMs);
  });

  it('waits for a voice that begins beyond the chunk', () => {
    // The pause would do at the end of the second chunk, and the next word begins four frames after that.
    const pause = 36 - 1 - word.length;
    const sound = `q${loud}${'q'.repeat(pause)}`;
    const { reason } = hear(`.${word}${'.'.repeat(pause)}${word}`, `${sound}${loud}q`, {}, 2 * chunkMs);
    expect(reason).toBeUndefined();
    expect(hear(`.${word}.`, sound, {}, 2 * chunkMs)).toMatchObject({ reason: 'silence', endMs: 2 * chunkMs });
  });

  it('does not wait for ever in a room that stays loud', () => {
    const { reason, endMs } = hear(word, `${'q'.repeat(word.length)}l`);
    expect(reason).toBe('noise');
    expect(endMs).toBeLessThan(2500);
  });

  it('takes steady noise for the floor of the room', () => {
    const steady = 'n'.repeat(400);
    const quiet = hear('.'.repeat(300) + word, `${'q'.repeat(300)}${loud}q`);
    const noisy = hear('.'.repeat(300) + word, `${steady.slice(0, 300)}${loud}n`);
    expect(noisy).toMatchObject({ reason: quiet.reason, endMs: quiet.endMs });
  });

  it('ends an utterance before it becomes too long', () => {
    const { reason, endMs } = hear('a', 'l', { maxUtteranceMs: 10_000 });
    expect(reason).toBe('length');
    expect(endMs).toBeLessThanOrEqual(10_000);
    expect(endMs).toBeGreaterThan(10_000 - chunkMs);
  });

  it('says when speech began, and not before it did', () => {
    const { endpointer } = hear(`${'.'.repeat(20)}${word}`, 'q');
    expect(endpointer.speechStart).toBe(20);
    expect(hear('.', 'l', {}, 1000).endpointer.speechStart).toBeUndefined();
  });

  it('knows an utterance of which nothing was heard', () => {
    expect(hear('.', 'l', {}, 1000).endpointer.untouched).toBe(true);
    expect(hear(word, 'l', {}, 300).endpointer.untouched).toBe(false);
  });

  it('begins the next utterance where the last was cut', () => {
    const { endpointer } = hear(`${word}.....${word}`, 'l', {}, 500);
    endpointer.begin(word.length);
    expect(endpointer.speechStart).toBe(0);
    expect(endpointer.untouched).toBe(false);
    endpointer.begin();
    expect(endpointer.speechStart).toBeUndefined();
    expect(endpointer.untouched).toBe(true);
  });

  it('refuses lengths that make no sense', () => {
    const make = (options: Partial<EndpointOptions>) => () =>
      new Endpointer({ ...defaultEndpoint, ...options }, geometry);
    expect(make({ trailingSilenceMs: 0 })).toThrow('Expected trailingSilenceMs > 0, got 0');
    expect(make({ maxUtteranceMs: 100 })).toThrow('Expected maxUtteranceMs >= 3000, got 100');
    expect(make({ maxUtteranceMs: NaN })).toThrow(RangeError);
  });
});
