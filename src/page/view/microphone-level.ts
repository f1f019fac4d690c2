/** The soft disc behind a microphone's button that grows with the voice. */
export class MicrophoneLevel {
  readonly #button: HTMLElement;

  constructor(button: HTMLElement) {
    this.#button = button;
  }

  /** Ears hear in decibels: −60 dB and below is no circle, −10 dB and above the largest. */
  show(rms: number): void {
    const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
    const height = Math.min(1, Math.max(0, (decibels + 60) / 50));
    this.#button.style.setProperty('--level', height.toFixed(3));
  }
}
