/** How often a level is told at most: what an eye follows, and few enough messages. */
const levelsPerSecond = 15;

/** Peaks below this are no room, however quiet: −90 dBFS, the last bit of 16. */
const silentPeak = 3.2e-5;

/** A room never falls silent for so long; a muted or wrong microphone does. */
const silentSeconds = 2;

export interface MeterReading {
  /** RMS of the block, 0..1; at most `levelsPerSecond` times a second. */
  readonly rms?: number;
  /** Present when digital silence has lasted for two seconds (true), and when sound has come again (false). */
  readonly silent?: boolean;
}

/** Watches the level of what a microphone gives. Time is counted in samples. */
export class InputMeter {
  #sinceLevel = Infinity;
  #silence = 0;
  #silent = false;

  hear(samples: Float32Array, sampleRate: number): MeterReading {
    let power = 0;
    let peak = 0;
    for (let i = 0; i < samples.length; i++) {
      const magnitude = Math.abs(samples[i]);
      power += magnitude * magnitude;
      if (magnitude > peak) peak = magnitude;
    }
    const seconds = samples.length / sampleRate;
    this.#sinceLevel += seconds;
    this.#silence = peak < silentPeak ? this.#silence + seconds : 0;
    const silent = this.#silence >= silentSeconds;
    const changed = silent !== this.#silent;
    this.#silent = silent;
    const due = samples.length > 0 && this.#sinceLevel >= 1 / levelsPerSecond;
    if (due) this.#sinceLevel = 0;
    return { ...(due && { rms: Math.sqrt(power / samples.length) }), ...(changed && { silent }) };
  }
}
