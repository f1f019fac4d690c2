import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';

/** File name of the service worker, beside index.html so that its scope is the whole page. */
const fileName = 'service-worker.js';

/**
 * Builds src/service-worker once the page is built, with the list of the files that it fetches ahead: the shell, that is
 * all but the wasm binaries (a browser needs one of three) and the models (which the page stores itself).
 */
export function serviceWorker(entry: string): Plugin {
  let outDir: string;
  return {
    name: 'namesake:service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle(error?: Error) {
      if (error) return;
      const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => relative(outDir, join(file.parentPath, file.name)).split(sep).join('/'))
        .toSorted();
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: {
          SHELL_FILES: JSON.stringify(files.filter(isShell).map((url) => ({ url, revision: revisionOf(outDir, url) }))),
          WASM_FILES: JSON.stringify(files.filter((url) => url.endsWith('.wasm'))),
          'process.env.NODE_ENV': '"production"',
        },
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2023',
          rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: fileName } },
        },
      });
    },
  };
}

function isShell(url: string): boolean {
  if (url === fileName || url.endsWith('.wasm') || url.endsWith('.map')) return false;
  return !url.startsWith('models/') || url.endsWith('/manifest.json');
}

/** Files under assets/ have the hash of their content in their name; all others get one here. */
function revisionOf(outDir: string, url: string): string | null {
  if (url.startsWith('assets/')) return null;
  return createHash('sha256')
    .update(readFileSync(join(outDir, url)))
    .digest('hex')
    .slice(0, 16);
}
