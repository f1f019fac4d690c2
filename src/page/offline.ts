/**
 * Makes the next visit work without a network: registers the service worker, which fetches the shell, and has it keep the
 * files of `used` that only this browser's backend needs (the wasm binary in use). Call it when the recognizer is ready, so
 * that it does not compete with the first download. Does nothing under the dev server, which has no service worker, and in
 * browsers without them (private windows); rejects where storage is blocked: the page works then, but needs the network.
 *
 * @param used absolute URLs of this origin
 */
export async function keepOffline(used: readonly string[]): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache: used } });
}
