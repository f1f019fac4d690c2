import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from '../../src/build/content-security-policy.ts';
import { shippedModels } from '../../src/build/shipped-models.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the page without a page around the recognizer, with the tiny model beside the one that ships. */
export default defineConfig({
  root: path('.'),
  base: './',
  appType: 'mpa',
  plugins: [
    shippedModels(path('../../models')),
    shippedModels(path('../models')),
    shippedModels(path('../../.cache/second-pass')),
  ],
  build: { target: 'es2023', outDir: path('../../.cache/bare'), emptyOutDir: true },
  worker: { format: 'es' },
  preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy } },
});
