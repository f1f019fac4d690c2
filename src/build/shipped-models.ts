import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Serves models/<id>/manifest.json and the files it lists at `models/<id>/` beside the page, and copies them into the
 * build. The rest of models/ (recipes, model cards, training data lists) stays at home. Names carry no hash: the manifest
 * has a sha256 of every file, which the worker checks and stores by.
 */
export function shippedModels(folder: string): Plugin {
  return {
    name: 'namesake:shipped-models',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = /^\/(models\/[^?]+)/.exec(request.url ?? '')?.[1];
        const file = path === undefined ? undefined : listModelFiles(folder).get(decodeURIComponent(path));
        if (file === undefined) return next();
        response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
        createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      for (const [fileName, file] of listModelFiles(folder)) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
      }
    },
  };
}

/** Public path → file on disk. Throws when a manifest lists a file that is not there. */
function listModelFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const id of existsSync(folder) ? readdirSync(folder) : []) {
    const manifestFile = join(folder, id, 'manifest.json');
    if (!existsSync(manifestFile)) continue;
    files.set(`models/${id}/manifest.json`, manifestFile);
    for (const name of listedFiles(manifestFile)) {
      const file = join(folder, id, name);
      if (!existsSync(file)) throw new Error(`Expected ${file}, which ${manifestFile} lists`);
      files.set(`models/${id}/${name}`, file);
    }
  }
  return files;
}

function listedFiles(manifestFile: string): readonly string[] {
  const { files } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { files?: { name?: unknown }[] };
  const names = files?.map(({ name }) => name) ?? [];
  if (!names.length || !names.every((name) => typeof name === 'string')) {
    throw new TypeError(`Expected "files" with a "name" each in ${manifestFile}, got ${JSON.stringify(files)}`);
  }
  return names;
}
