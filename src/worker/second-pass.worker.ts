import { expose } from 'comlink';
import { fetchedWasm } from './fetched-wasm';
import { nextTask } from './next-task';
import { openNameSounds, openSecondPass } from './open-second-pass';
import { SecondPassService } from './second-pass-service';

expose(
  new SecondPassService({
    openSounds: (options) => openNameSounds(options, (url, init) => fetch(url, init)),
    openModel: (options, onProgress) => openSecondPass(options, (url, init) => fetch(url, init), onProgress),
    // Chromium only, and nothing above 8.
    memory: (navigator as { readonly deviceMemory?: number }).deviceMemory,
    clock: () => performance.now(),
    nextTask,
    wasmUrls: fetchedWasm,
  }),
);
