import type { Plugin } from 'vite';

/** What the page may load and where it may send: its own origin, nothing else. */
const directives: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data: blob:",
  'style-src': "'self'",
  'media-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

const serialize = (names: readonly string[]) => names.map((name) => `${name} ${directives[name]}`).join('; ');

/** The policy as a header, for a server that can send one. */
export const contentSecurityPolicy = serialize(Object.keys(directives));

/**
 * Writes the policy into the built page as well, for static hosts that send no headers. Browsers ignore `frame-ancestors`
 * in a meta tag (and warn), so it stays out. The dev server is left alone: it injects style tags.
 */
export function contentSecurityPolicyTag(): Plugin {
  const content = serialize(Object.keys(directives).filter((name) => name !== 'frame-ancestors'));
  return {
    name: 'namesake:content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' },
    ],
  };
}
