import { describe, expect, it } from 'vitest';
import type { BackendChoice } from '../protocol/recognizer-api';
import { planExecution, type Browser } from './execution-plan';

const chrome: Browser = { adapter: 'hardware', chromium: true, jspi: true };
const firefox: Browser = { adapter: 'hardware', chromium: false, jspi: true };

/** `choice on browser` → `ep bundle`. */
const plan = (choice: BackendChoice, browser: Browser) => {
  const { ep, bundle } = planExecution(choice, browser);
  return `${ep} ${bundle}`;
};

describe('planExecution', () => {
  it('uses the GPU of a Chromium, by the bundle that its WebAssembly can run', () => {
    expect(plan('auto', chrome)).toBe('webgpu jspi');
    expect(plan('auto', { ...chrome, jspi: false })).toBe('webgpu webgpu');
  });

  it('uses the CPU of other browsers unless the GPU is asked for', () => {
    expect(plan('auto', firefox)).toBe('wasm wasm');
    expect(plan('webgpu', firefox)).toBe('webgpu webgpu');
  });

  it('uses the CPU where there is no GPU, whatever is asked for', () => {
    expect(plan('auto', { ...chrome, adapter: 'none' })).toBe('wasm wasm');
    expect(plan('webgpu', { ...chrome, adapter: 'none' })).toBe('wasm wasm');
  });

  it('uses a simulated GPU only when asked to', () => {
    expect(plan('auto', { ...chrome, adapter: 'software' })).toBe('wasm wasm');
    expect(plan('webgpu', { ...chrome, adapter: 'software' })).toBe('webgpu jspi');
  });

  it('uses the CPU when asked to', () => expect(plan('wasm', chrome)).toBe('wasm wasm'));

  it('gives a reason in each case', () => {
    for (const choice of ['auto', 'webgpu', 'wasm'] as const) {
      for (const browser of [chrome, firefox]) expect(planExecution(choice, browser).reason).toMatch(/^[A-Z].*\.$/);
    }
  });
});
