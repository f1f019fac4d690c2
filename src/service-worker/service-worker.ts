/**
 * Keeps the page usable without a network. The shell (html, scripts, styles, worklet, model manifests) is fetched when this
 * worker is installed and replaced as a whole by the next version. Of the wasm binaries only the one that this browser uses
 * is kept: the page names it once it has been loaded (`CACHE_URLS`, see src/page/offline.ts). Model weights are not kept
 * here: the recognizer's worker stores them by their sha256.
 */
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope;
/** Written by src/build/service-worker.ts; URLs relative to this file. */
declare const SHELL_FILES: PrecacheEntry[];
declare const WASM_FILES: string[];

const wasmCache = 'namesake-wasm';

precacheAndRoute(SHELL_FILES);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.wasm'),
  new CacheFirst({ cacheName: wasmCache }),
);
cleanupOutdatedCaches();
clientsClaim();

self.addEventListener('activate', (event) => event.waitUntil(dropOldWasm()));

async function dropOldWasm(): Promise<void> {
  const current = new Set(WASM_FILES.map((url) => new URL(url, self.location.href).href));
  const cache = await caches.open(wasmCache);
  const kept = await cache.keys();
  await Promise.all(kept.filter((request) => !current.has(request.url)).map((request) => cache.delete(request)));
}
