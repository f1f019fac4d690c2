import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { contentSecurityPolicy, contentSecurityPolicyTag } from './src/build/content-security-policy.ts';
import { secondPass } from './src/build/second-pass.ts';
import { serviceWorker } from './src/build/service-worker.ts';
import { shippedModels } from './src/build/shipped-models.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// Isolation gives SharedArrayBuffer, hence wasm threads; the page works without.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  // Relative URLs: the built page works from any folder of a static host.
  base: './',
  // No fallback to index.html: a missing .wasm must be a 404, not HTML.
  appType: 'mpa',
  plugins: [
    contentSecurityPolicyTag(),
    shippedModels(path('models')),
    secondPass(path('.cache')),
    shippedModels(path('.cache/second-pass')),
    serviceWorker(path('src/service-worker/service-worker.ts')),
  ],
  build: { target: 'es2023' },
  worker: { format: 'es' },
  // Found late by the dev server (only the worker imports them), they would reload the page.
  optimizeDeps: { exclude: ['onnxruntime-web'], include: ['comlink', 'idb-keyval'] },
  server: { headers: isolation },
  preview: {
    port: 4173,
    strictPort: true,
    headers: { ...isolation, 'Content-Security-Policy': contentSecurityPolicy },
  },
  test: {
    benchmark: { include: ['src/**/*.bench.ts'] },
    include: ['src/**/*.test.ts'],
    environment: 'node',
    // Nothing here takes seconds; a busy machine of two cores does.
    testTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: '.cache/reports/unit.json' }]],
  },
});
