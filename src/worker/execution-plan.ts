import type { BackendChoice } from '../protocol/recognizer-api';

/** onnxruntime-web's builds: CPU only; WebGPU with JSPI; WebGPU with asyncify. */
export type Bundle = 'wasm' | 'jspi' | 'webgpu';

export interface Browser {
  /** What `navigator.gpu` offers. `software`: a CPU that pretends to be a GPU. */
  readonly adapter: 'none' | 'software' | 'hardware';
  /** Chromium's engine, whatever the browser is called. */
  readonly chromium: boolean;
  /** WebAssembly can wait for promises (JSPI). */
  readonly jspi: boolean;
}

export interface ExecutionPlan {
  readonly bundle: Bundle;
  readonly ep: 'webgpu' | 'wasm';
  /** Why, as a sentence for the performance overlay. */
  readonly reason: string;
}

/**
 * Which bundle to load, before it is loaded: the asyncify bundle runs the CPU provider three to four times slower than
 * the CPU bundle, and a browser should fetch one of the three.
 */
export function planExecution(choice: BackendChoice, { adapter, chromium, jspi }: Browser): ExecutionPlan {
  const onCpu = (reason: string): ExecutionPlan => ({ bundle: 'wasm', ep: 'wasm', reason });
  const onGpu = (reason: string): ExecutionPlan => ({
    bundle: chromium && jspi ? 'jspi' : 'webgpu',
    ep: 'webgpu',
    reason,
  });
  if (choice === 'wasm') return onCpu('The CPU was asked for.');
  if (adapter === 'none') return onCpu('This browser offers no GPU.');
  if (choice === 'webgpu') return onGpu('The GPU was asked for.');
  if (adapter === 'software') return onCpu('The GPU is simulated by software, which is slower than the CPU.');
  // Safari: the system locked up, crashes after some hundred runs (onnxruntime #27584). Firefox: wrong results.
  if (!chromium) return onCpu('WebGPU is not yet reliable in this browser; it can be chosen in the settings.');
  return onGpu('WebGPU is available.');
}
