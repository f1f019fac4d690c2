import type { CaptureMessage } from '../protocol/capture-messages';
import { RecognizerError } from '../protocol/recognizer-error';
import type { AudioSource, AudioSourceEvent } from './audio-source';
// oxlint-disable-next-line import/default -- what Vite makes of `?worker&url` is a module that exports the URL
import captureUrl from '../worklet/capture.worklet.ts?worker&url';

export interface MicrophoneOptions {
  /** From `listMicrophones`; the system's default when absent. */
  readonly deviceId?: string;
  /** The three are off by default: they change the sound that the model was trained on. */
  readonly echoCancellation?: boolean;
  readonly noiseSuppression?: boolean;
  readonly autoGainControl?: boolean;
}

export interface MicrophoneDevice {
  readonly deviceId: string;
  /** Empty until the user has once allowed the microphone. */
  readonly label: string;
}

const patienceMs = {
  /** For the audio thread to send its last block; it answers within a quantum unless it is frozen. */
  flush: 500,
  /** For the clock of a resumed AudioContext to move; Safari's stands still after some interruptions. */
  resume: 1000,
  /** Plugging in a headset fires several `devicechange` events. */
  deviceChange: 300,
};

/**
 * Asks for the microphone and opens it at the device's own rate. Call it first thing in the user's click: the session
 * may start before the model is there. Rejects with an `RecognizerError`.
 */
export async function openMicrophone(options: MicrophoneOptions = {}): Promise<Microphone> {
  return new Microphone(options, await openCapture(options));
}

/** The microphones of this machine. Empty where the browser tells none. */
export async function listMicrophones(): Promise<readonly MicrophoneDevice[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter(({ kind }) => kind === 'audioinput').map(({ deviceId, label }) => ({ deviceId, label }));
}

/** Calls `changed` after microphones came or went. Returns how to stop. */
export function watchMicrophones(changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const gather = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, patienceMs.deviceChange);
  };
  navigator.mediaDevices?.addEventListener('devicechange', gather);
  return () => {
    clearTimeout(timer);
    navigator.mediaDevices?.removeEventListener('devicechange', gather);
  };
}

/** A live source. Made by `openMicrophone`. */
export class Microphone implements AudioSource {
  readonly kind = 'microphone';
  readonly totalMs = undefined;
  onEvent: ((event: AudioSourceEvent) => void) | undefined;
  #options: MicrophoneOptions;
  #capture: Capture;
  #openPort: (() => MessagePort) | undefined;
  #interrupted = false;
  #reopening = false;
  #over = new AbortController();

  /** @internal */
  constructor(options: MicrophoneOptions, capture: Capture) {
    this.#options = options;
    this.#capture = capture;
    this.#watch(capture);
    document.addEventListener('visibilitychange', () => void this.#wake(), { signal: this.#over.signal });
  }

  /** The device's name, as the browser gives it. */
  get label(): string {
    return this.#capture.track.label;
  }

  get deviceId(): string | undefined {
    return this.#capture.track.getSettings().deviceId;
  }

  start(openPort: () => MessagePort): void {
    this.#openPort = openPort;
    this.#connect();
  }

  async finish(): Promise<boolean> {
    if (this.#over.signal.aborted) return false;
    const flushed = await this.#flush();
    this.stop();
    return flushed;
  }

  stop(): void {
    this.#over.abort();
    closeCapture(this.#capture);
  }

  #connect(): void {
    const port = this.#openPort?.();
    if (port !== undefined) tell(this.#capture, { type: 'connect', port }, [port]);
  }

  #flush(): Promise<boolean> {
    const { port } = this.#capture.node;
    return new Promise((resolve) => {
      setTimeout(resolve, patienceMs.flush, false);
      port.addEventListener('message', () => resolve(true));
      port.start();
      tell(this.#capture, { type: 'finish' });
    });
  }

  #watch({ track, context, closed }: Capture): void {
    const { signal } = closed;
    track.addEventListener('mute', () => this.#setInterrupted(true), { signal });
    track.addEventListener('unmute', () => this.#setInterrupted(false), { signal });
    track.addEventListener('ended', () => void this.#reopen('another'), { signal });
    const stateChanged = () => {
      // Besides 'suspended' there is Safari's 'interrupted' (a phone call, another tab's microphone).
      this.#setInterrupted(context.state !== 'running');
      void this.#wake();
    };
    context.addEventListener('statechange', stateChanged, { signal });
    void this.#wake();
  }

  /** Gets a suspended or interrupted AudioContext going again, by a new one if need be. */
  async #wake(): Promise<void> {
    const { context } = this.#capture;
    if (this.#over.signal.aborted || document.visibilityState === 'hidden' || context.state === 'closed') return;
    const before = context.currentTime;
    await Promise.race([context.resume().catch(() => {}), sleep(patienceMs.resume)]);
    if (context.currentTime > before) return;
    await sleep(patienceMs.resume);
    if (context === this.#capture.context && context.currentTime === before) await this.#reopen('same');
  }

  async #reopen(device: 'same' | 'another'): Promise<void> {
    if (this.#over.signal.aborted || this.#reopening) return;
    this.#reopening = true;
    const { deviceId: _gone, ...processing } = this.#options;
    const options = device === 'same' ? this.#options : processing;
    try {
      const capture = await openCapture(options);
      if (this.#over.signal.aborted) return closeCapture(capture);
      closeCapture(this.#capture);
      this.#capture = capture;
      this.#watch(capture);
      this.#connect();
      this.#setInterrupted(false);
      if (device === 'another') this.onEvent?.({ type: 'switched', label: this.label });
    } catch (error) {
      const message = `The microphone is gone: ${String(error)}`;
      await this.finish();
      this.onEvent?.({ type: 'lost', error: new RecognizerError('MicrophoneLostError', message, { cause: error }) });
    } finally {
      this.#reopening = false;
    }
  }

  #setInterrupted(interrupted: boolean): void {
    if (interrupted === this.#interrupted || this.#over.signal.aborted) return;
    this.#interrupted = interrupted;
    this.onEvent?.({ type: 'interrupted', interrupted });
  }
}

interface Capture {
  readonly track: MediaStreamTrack;
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  /** Aborted by `closeCapture`: its listeners go with it. */
  readonly closed: AbortController;
}

async function openCapture(options: MicrophoneOptions): Promise<Capture> {
  // Both are undefined outside a secure context, whatever lib.dom says.
  if ((navigator.mediaDevices as MediaDevices | undefined) === undefined || typeof AudioWorkletNode === 'undefined') {
    const reason = isSecureContext ? 'this browser has none' : 'the page is not on https or localhost';
    throw new RecognizerError('MicrophoneUnsupportedError', `Expected getUserMedia and AudioWorklet, but ${reason}`);
  }
  const { deviceId, echoCancellation = false, noiseSuppression = false, autoGainControl = false } = options;
  const audio = { echoCancellation, noiseSuppression, autoGainControl };
  let stream: MediaStream | undefined;
  let context: AudioContext | undefined;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: deviceId === undefined ? audio : { ...audio, deviceId: { exact: deviceId } },
    });
    // At the device's rate: Firefox refuses to connect a microphone to a context of another one (bug 1674892).
    context = new AudioContext({ latencyHint: 'interactive' });
    await context.audioWorklet.addModule(captureUrl);
    const node = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 1, outputChannelCount: [1] });
    // The output stays silent; connected, because some browsers run no node that leads nowhere.
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    return { track: stream.getAudioTracks()[0]!, context, node, closed: new AbortController() };
  } catch (error) {
    for (const track of stream?.getTracks() ?? []) track.stop();
    void context?.close();
    throw microphoneError(error);
  }
}

function closeCapture({ track, context, node, closed }: Capture): void {
  closed.abort();
  track.stop();
  node.disconnect();
  if (context.state !== 'closed') void context.close();
}

function tell({ node }: Capture, message: CaptureMessage, transfer: Transferable[] = []): void {
  node.port.postMessage(message, transfer);
}

function microphoneError(error: unknown): RecognizerError {
  const { name, message } = error as DOMException;
  const text = `${name}: ${message}`;
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new RecognizerError('MicrophoneDeniedError', text, { cause: error });
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new RecognizerError('MicrophoneMissingError', text, { cause: error });
    case 'NotReadableError':
      return new RecognizerError('MicrophoneBusyError', text, { cause: error });
    default:
      return new RecognizerError('MicrophoneUnsupportedError', text, { cause: error });
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
