import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The Chromium to test with: $CHROMIUM_PATH, else Playwright's own, else the system's. The full browser in each case:
 * Playwright's headless shell has no microphone.
 *
 * @throws Error when $CHROMIUM_PATH is set but is no program
 */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (!isExecutable(given)) throw new Error(`Expected CHROMIUM_PATH to be a program, got ${given}`);
    return given;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const system = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [chromium.executablePath(), ...system, macPath].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * How to start that Chromium, for the configuration and for a spec that needs flags of its own:
 * `test.use({ launchOptions: chromiumWith(...softwareWebGpu) })`.
 */
export function chromiumWith(...flags: readonly string[]): LaunchOptions {
  const executablePath = findChromium();
  // Chromium's sandbox refuses to start as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : [...flags];
  return executablePath === undefined ? { args } : { executablePath, args };
}

/** A microphone that plays a WAV file (absolute path) once and is silent afterwards, with the permission given. */
export const fakeMicrophone = (wavFile: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${wavFile}%noloop`,
  '--autoplay-policy=no-user-gesture-required',
];

/** WebGPU on the CPU (SwiftShader): real but slow, without f16. Without this flag there is no adapter at all. */
export const softwareWebGpu: readonly string[] = ['--enable-unsafe-webgpu'];
