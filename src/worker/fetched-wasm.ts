/** The WebAssembly binaries that this worker has fetched, as URLs. */
export function fetchedWasm(): string[] {
  const urls = performance.getEntriesByType('resource').map((entry) => entry.name);
  return urls.filter((url) => new URL(url).pathname.endsWith('.wasm'));
}
