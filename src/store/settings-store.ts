import { createStore, get, update, type UseStore } from 'idb-keyval';

export interface Settings {
  /** The microphone to use; empty for the system's default. */
  readonly deviceId: string;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  readonly backend: 'auto' | 'webgpu' | 'wasm';
  /** Whether finished sentences are read a second time. */
  readonly secondPass: 'auto' | 'on' | 'off';
  readonly theme: 'system' | 'light' | 'dark';
  /** Silence that ends a sentence, in ms. */
  readonly trailingSilenceMs: number;
  /** Whether screen readers are told each finished sentence. */
  readonly announceFinals: boolean;
  /** Whether "comma" and other names of signs are written as signs. */
  readonly spokenSigns: boolean;
  /** The three first steps were gone or waved away. */
  readonly welcomed: boolean;
}

export const defaultSettings: Settings = {
  deviceId: '',
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  backend: 'auto',
  secondPass: 'auto',
  theme: 'system',
  trailingSilenceMs: 800,
  announceFinals: true,
  spokenSigns: true,
  welcomed: false,
};

const choices = {
  backend: ['auto', 'webgpu', 'wasm'],
  secondPass: ['auto', 'on', 'off'],
  theme: ['system', 'light', 'dark'],
} as const;

/** Below, a breath between two words would end a sentence; above, people think that nothing happens. */
export const silenceMs = { least: 300, most: 3000 };

/** The user's settings in memory, in IndexedDB and in every open tab. They work, unkept, where nothing can be stored. */
export class SettingsStore {
  readonly #database: UseStore;
  readonly #channel: BroadcastChannel;
  readonly #watchers = new Set<(settings: Settings) => void>();
  readonly #changedHere = new Set<string>();
  #settings: Settings = defaultSettings;

  constructor(channelName = 'namesake-settings', database: UseStore = createStore('namesake-settings', 'settings')) {
    this.#database = database;
    this.#channel = new BroadcastChannel(channelName);
    this.#channel.addEventListener('message', (event: MessageEvent<Partial<Settings>>) => this.#change(event.data));
  }

  get settings(): Settings {
    return this.#settings;
  }

  watch(react: (settings: Settings) => void): () => void {
    this.#watchers.add(react);
    return () => this.#watchers.delete(react);
  }

  /** Reads what was kept; a setting that was changed meanwhile stays. Never rejects. */
  async load(): Promise<Settings> {
    try {
      const stored = await get<Partial<Settings>>('settings', this.#database);
      const kept = Object.entries(validSettings(stored ?? {})).filter(([name]) => !this.#changedHere.has(name));
      this.#change(Object.fromEntries(kept));
    } catch {
      // They begin with the defaults then.
    }
    return this.#settings;
  }

  /** Resolves to whether the change is kept. */
  async set(change: Partial<Settings>): Promise<boolean> {
    for (const name of Object.keys(change)) this.#changedHere.add(name);
    this.#channel.postMessage(change);
    this.#change(change);
    try {
      await update<Partial<Settings>>('settings', (stored) => ({ ...stored, ...change }), this.#database);
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    this.#channel.close();
    this.#watchers.clear();
  }

  #change(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...validSettings(change) };
    for (const react of this.#watchers) react(this.#settings);
  }
}

/** Of `value` what this version understands: another version may have written it. */
function validSettings(value: Partial<Settings>): Partial<Settings> {
  const valid: Record<string, unknown> = {};
  for (const [name, standard] of Object.entries(defaultSettings)) {
    const given = value[name as keyof Settings];
    if (typeof given !== typeof standard || Number.isNaN(given)) continue;
    if (name in choices && !(choices[name as keyof typeof choices] as readonly unknown[]).includes(given)) continue;
    valid[name] = given;
  }
  const silence = valid['trailingSilenceMs'];
  if (typeof silence === 'number')
    valid['trailingSilenceMs'] = Math.min(silenceMs.most, Math.max(silenceMs.least, silence));
  return valid;
}
