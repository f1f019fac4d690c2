import type { Plugin } from 'vite';
import { makeSecondPassPack } from './second-pass-pack.ts';

/**
 * Makes the second pass's model in `cache` before anything is built, served or tested; `shippedModels` then takes it from
 * there. Where the npm registry cannot be reached the page goes without: its finals are those of the first pass.
 */
export function secondPass(cache: string): Plugin {
  return {
    name: 'namesake:second-pass',
    async buildStart() {
      try {
        await makeSecondPassPack(cache);
      } catch (error) {
        this.warn(`The second pass is left out: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}
