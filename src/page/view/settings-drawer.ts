import type { Model } from '../model';
import type { Page, SecondPassStatus } from '../page-state';
import { silenceMs, type Settings, type SettingsStore } from '../../store/settings-store';
import { createDrawer } from './drawer';
import { button, element, megabytes, setText } from './element';
import { createPerformancePanel } from './performance-panel';
import { createSignList } from './sign-list';

/** Names of settings whose value has this type. */
type Named<Value> = { [Name in keyof Settings]: Settings[Name] extends Value ? Name : never }[keyof Settings];

let controls = 0;

export function createSettingsDrawer(
  page: Page,
  store: SettingsStore,
  model: Model,
  about: () => void,
): HTMLDialogElement {
  const set = (change: Partial<Settings>) => void store.set(change);

  function toggle(name: Named<boolean>, title: string, hint: string): HTMLElement {
    const id = `setting-${++controls}`;
    const input = element('input', {
      type: 'checkbox',
      role: 'switch',
      class: 'switch',
      id,
      'aria-describedby': `${id}-hint`,
    });
    input.addEventListener('change', () => set({ [name]: input.checked }));
    page.watch(
      (state) => state.settings[name],
      (on) => (input.checked = on),
    );
    return element(
      'div',
      { class: 'setting' },
      element(
        'div',
        { class: 'setting-words' },
        element('label', { class: 'setting-title', for: id }, title),
        element('p', { class: 'setting-hint', id: `${id}-hint` }, hint),
      ),
      input,
    );
  }

  function choice<Name extends Named<string>>(
    name: Name,
    title: string,
    hint: string,
    options: readonly (readonly [value: Settings[Name], label: string])[],
  ): HTMLElement {
    const buttons = options.map(([value, label]) => {
      const radio = element('input', { type: 'radio', name: `setting-${name}`, value, class: 'visually-hidden' });
      radio.addEventListener('change', () => set({ [name]: value }));
      page.watch(
        (state) => state.settings[name] === value,
        (chosen) => (radio.checked = chosen),
      );
      return element('label', { class: 'segment' }, radio, element('span', {}, label));
    });
    return element(
      'fieldset',
      { class: 'setting setting-tall' },
      element('legend', { class: 'setting-title' }, title),
      element('p', { class: 'setting-hint' }, hint),
      element('div', { class: 'segments' }, ...buttons),
    );
  }

  return createDrawer(
    page,
    'settings',
    'Settings',
    element(
      'div',
      { class: 'settings' },
      element('h3', {}, 'Microphone'),
      createDevicePicker(page, set),
      toggle('echoCancellation', 'Echo cancellation', 'For dictating while loudspeakers play.'),
      toggle('noiseSuppression', 'Noise suppression', 'For fans and streets; it costs accuracy where it is quiet.'),
      toggle('autoGainControl', 'Automatic gain', 'For a microphone that is too quiet.'),
      element('h3', {}, 'Dictation'),
      createSilenceSlider(page, set),
      toggle(
        'spokenSigns',
        'Spoken signs',
        'Say “comma” or “full stop”, and the sign is written. It counts from the next sentence.',
      ),
      createSignList(),
      toggle('announceFinals', 'Speak finished sentences', 'Screen readers hear each sentence when it is done.'),
      element('h3', {}, 'Appearance'),
      choice('theme', 'Theme', 'Like the system, or always one of the two.', [
        ['system', 'System'],
        ['light', 'Light'],
        ['dark', 'Dark'],
      ]),
      element('h3', {}, 'Speech model'),
      choice('backend', 'Runs on', 'Automatic tries the GPU, proves it, and says below what it chose and why.', [
        ['auto', 'Automatic'],
        ['webgpu', 'GPU'],
        ['wasm', 'CPU'],
      ]),
      createReloadHint(page, model),
      choice('secondPass', 'Second reading', 'A larger model, 30 MB, reads each finished sentence again.', [
        ['auto', 'Automatic'],
        ['on', 'On'],
        ['off', 'Off'],
      ]),
      createSecondPassHint(page),
      createPerformancePanel(page),
      element('footer', { class: 'settings-footer' }, button({ class: 'button' }, about, 'About Namesake')),
    ),
  );
}

function createDevicePicker(page: Page, set: (change: Partial<Settings>) => void): HTMLElement {
  const select = element('select', { class: 'field', id: 'setting-device' });
  select.addEventListener('change', () => set({ deviceId: select.value }));
  const hint = element('p', { class: 'setting-hint' });
  const show = () => {
    const { microphones, settings } = page.state;
    const options = microphones
      // Chrome lists the default once more under this name.
      .filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default')
      .map(({ deviceId, label }, index) => ({ deviceId, label: label || `Microphone ${index + 1}` }));
    const gone = settings.deviceId !== '' && !options.some(({ deviceId }) => deviceId === settings.deviceId);
    if (gone) options.push({ deviceId: settings.deviceId, label: 'The chosen one (not connected)' });
    select.replaceChildren(
      element('option', { value: '' }, 'System default'),
      ...options.map(({ deviceId, label }) => element('option', { value: deviceId }, label)),
    );
    select.value = settings.deviceId;
    const unnamed = microphones.length > 0 && microphones.every(({ label }) => label === '');
    setText(hint, unnamed ? 'Their names appear when you have allowed the microphone once.' : '');
  };
  page.watch((state) => state.microphones, show);
  page.watch((state) => state.settings.deviceId, show);
  return element(
    'div',
    { class: 'setting setting-tall' },
    element('label', { class: 'setting-title', for: select.id }, 'Device'),
    hint,
    select,
  );
}

function createSilenceSlider(page: Page, set: (change: Partial<Settings>) => void): HTMLElement {
  const { least, most } = silenceMs;
  const range = element('input', {
    type: 'range',
    class: 'range',
    id: 'setting-silence',
    min: least,
    max: most,
    step: 100,
  });
  const shown = element('output', { class: 'setting-value', for: range.id });
  range.addEventListener('input', () => setText(shown, `${range.value} ms`));
  range.addEventListener('change', () => set({ trailingSilenceMs: Number(range.value) }));
  page.watch(
    (state) => state.settings.trailingSilenceMs,
    (ms) => {
      range.value = String(ms);
      setText(shown, `${ms} ms`);
    },
  );
  return element(
    'div',
    { class: 'setting setting-tall' },
    element(
      'div',
      { class: 'setting-line' },
      element('label', { class: 'setting-title', for: range.id }, 'Silence that ends a sentence'),
      shown,
    ),
    element('p', { class: 'setting-hint' }, 'Longer if you pause to think. It counts from the next press.'),
    range,
  );
}

/** What came of the choice, and why. */
function createSecondPassHint(page: Page): HTMLElement {
  const hint = element('p', { class: 'setting-hint', id: 'second-pass-state', role: 'status' });
  page.watch(
    (state) => secondPassWords(state.secondPass),
    (words) => setText(hint, words),
  );
  return hint;
}

function secondPassWords(status: SecondPassStatus): string {
  switch (status.phase) {
    case 'absent':
      return 'It is loaded when the speech model is there.';
    case 'downloading':
      return `Loading: ${megabytes(status.loadedBytes)} of ${megabytes(status.totalBytes)} MB.`;
    case 'warming-up':
      return 'Preparing.';
    case 'active':
    case 'off':
      return status.reason;
  }
}

/** Another processor needs the model anew, which must not happen in mid-sentence. */
function createReloadHint(page: Page, model: Model): HTMLElement {
  const hint = element('p', { class: 'setting-hint' });
  page.watch(
    ({ settings, model: { phase }, dictation, files }) =>
      `${settings.backend} ${phase} ${dictation} ${files.some((file) => file.phase === 'running')}`,
    () => setText(hint, model.reloadWaits ? 'It changes when you stop dictating.' : ''),
  );
  return hint;
}
