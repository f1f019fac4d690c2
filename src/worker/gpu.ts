import type { Browser } from './execution-plan';

/** Limits that onnxruntime's kernels profit from: as much as the adapter has, as it asks for by itself. */
const wantedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
] as const;
const wantedFeatures = ['shader-f16', 'subgroups'] as const;

export async function probeBrowser(): Promise<Browser> {
  const adapter = await requestAdapter();
  const software = adapter?.info.isFallbackAdapter === true;
  return {
    adapter: adapter === undefined ? 'none' : software ? 'software' : 'hardware',
    chromium: /Chrom(e|ium)\/\d/.test(navigator.userAgent),
    jspi: 'Suspending' in WebAssembly,
  };
}

/**
 * A device of our own. Of one that onnxruntime makes, the loss cannot be survived: every later session in the worker
 * fails; with ours, a new device and a new session are enough.
 */
export async function requestDevice(): Promise<GPUDevice> {
  const adapter = await requestAdapter();
  if (adapter === undefined) throw new Error('Expected a GPU adapter, got none');
  return adapter.requestDevice({
    requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]])),
  });
}

/** What `run` gives; rejects when the device found fault with it (a shader that does not compile only warns otherwise). */
export async function withoutGpuErrors<T>(device: GPUDevice, run: () => Promise<T>): Promise<T> {
  device.pushErrorScope('validation');
  device.pushErrorScope('internal');
  let result: T;
  const errors: (GPUError | null)[] = [];
  try {
    result = await run();
  } finally {
    for (let scope = 0; scope < 2; scope++) errors.push(await device.popErrorScope());
  }
  const error = errors.find((error) => error !== null);
  if (error) throw new Error(`WebGPU: ${error.message}`);
  return result;
}

async function requestAdapter(): Promise<GPUAdapter | undefined> {
  // Undefined outside secure contexts and in older browsers; null where there is no GPU.
  const gpu = navigator.gpu as GPU | undefined;
  try {
    return (await gpu?.requestAdapter()) ?? undefined;
  } catch {
    return undefined;
  }
}
