import type * as Ort from 'onnxruntime-web';
import type { AcousticModel } from '../core/acoustic-model';
import type { Backend, BackendChoice } from '../protocol/recognizer-api';
import { RecognizerError } from '../protocol/recognizer-error';
import { planExecution, type Browser, type Bundle, type ExecutionPlan } from './execution-plan';
import { fetchedWasm } from './fetched-wasm';
import { goldenError, readGolden, type Golden } from './golden';
import { requestDevice, withoutGpuErrors } from './gpu';
import type { LoadedModel } from './load-model';
import { OrtAcousticModel } from './ort-acoustic-model';

/** A model that has proved itself, and what it runs on. */
export interface OpenedModel {
  readonly model: AcousticModel;
  readonly backend: Backend;
  /** Resolves, with the reason, when the device is lost. Stays pending on the CPU. */
  readonly lost: Promise<string>;
}

/** A GPU that takes longer than this share of a chunk is no better than the CPU, which needs about a tenth. */
const slowestShareOfChunk = 0.25;

/** Fetches and compiles what `openBackend` will most likely need, while the model is still on its way. */
export async function prepareBackend(choice: BackendChoice, browser: Browser): Promise<void> {
  const ort = await importBundle(planExecution(choice, browser).bundle);
  // onnxruntime gets its wasm with the first session, even if there is no graph to make one of. What fails here will
  // fail again, and be told, in `openBackend`.
  await ort.InferenceSession.create(new Uint8Array(0), { executionProviders: ['wasm'], logSeverityLevel: 4 }).catch(
    () => {},
  );
}

/**
 * Opens `files` on the backend that was chosen, or on the best one that works; the reason says what happened on the way.
 * Throws a BackendError when none works.
 */
export async function openBackend(files: LoadedModel, choice: BackendChoice, browser: Browser): Promise<OpenedModel> {
  const plan = planExecution(choice, browser);
  const failures: string[] = [];
  for (const candidate of [plan, ...fallbacks(plan)]) {
    try {
      const mayBeSlow = choice !== 'auto' || candidate.ep === 'wasm';
      return await openOn({ ...candidate, reason: [...failures, candidate.reason].join(' ') }, files, mayBeSlow);
    } catch (error) {
      const processor = candidate.ep === 'webgpu' ? 'GPU' : 'CPU';
      failures.push(
        `The ${processor} (${candidate.bundle}) failed: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
  }
  throw new RecognizerError('BackendError', failures.join(' '));
}

/**
 * The CPU after the GPU: in the bundle that is there already where it is as fast (JSPI), else, and when that bundle is
 * itself the trouble (onnxruntime never recovers from a failed start), in a bundle of its own.
 */
function fallbacks({ bundle, ep }: ExecutionPlan): readonly ExecutionPlan[] {
  if (ep === 'wasm') return [];
  const reason = 'The CPU is used instead.';
  const own: ExecutionPlan = { bundle: 'wasm', ep: 'wasm', reason };
  return bundle === 'jspi' ? [{ bundle, ep: 'wasm', reason }, own] : [own];
}

async function openOn(plan: ExecutionPlan, files: LoadedModel, mayBeSlow: boolean): Promise<OpenedModel> {
  const ort = await importBundle(plan.bundle);
  const { step, manifest } = files;
  const chunkMs = (1000 * step.chunkSamples) / manifest.sampleRate;
  const backend: Omit<Backend, 'wasmUrls'> = {
    ep: plan.ep,
    bundle: plan.bundle,
    precision: 'fp32',
    threads: 1,
    reason: plan.reason,
    modelId: manifest.id,
    chunkMs,
  };
  if (plan.ep === 'wasm') {
    const model = await OrtAcousticModel.create(ort, files, 'wasm');
    await prove(model, readGolden(files.golden, model, manifest.golden));
    return { model, backend: { ...backend, wasmUrls: fetchedWasm() }, lost: new Promise(() => {}) };
  }
  const device = await requestDevice();
  try {
    const slowestMs = mayBeSlow ? Infinity : slowestShareOfChunk * chunkMs;
    const model = await withoutGpuErrors(device, () => openOnDevice(ort, device, files, slowestMs));
    const lost = device.lost.then(({ reason, message }) => `the GPU was lost (${reason}): ${message}`);
    return { model, backend: { ...backend, wasmUrls: fetchedWasm() }, lost };
  } catch (error) {
    device.destroy();
    throw error;
  }
}

async function openOnDevice(
  ort: typeof Ort,
  device: GPUDevice,
  files: LoadedModel,
  slowestMs: number,
): Promise<OrtAcousticModel> {
  const model = await OrtAcousticModel.create(ort, files, { name: 'webgpu', device }, 'gpu-buffer');
  const golden = readGolden(files.golden, model, files.manifest.golden);
  await prove(model, golden);
  if (slowestMs === Infinity) return model;
  // The first round compiled the shaders, the second tells the speed.
  const begun = performance.now();
  await goldenError(model, golden);
  const ms = (performance.now() - begun) / golden.windows;
  if (ms > slowestMs) throw new Error(`${Math.round(ms)} ms per chunk, at most ${Math.round(slowestMs)} wanted`);
  return model;
}

/** Warms up, and compares with what the model must say: a GPU that lacks something often computes rubbish silently. */
async function prove(model: AcousticModel, golden: Golden): Promise<void> {
  const error = await goldenError(model, golden);
  if (!(error <= golden.tolerance)) {
    throw new Error(`its results are off by ${error.toPrecision(2)}, at most ${golden.tolerance} allowed`);
  }
}

/** Each is a module of its own, so that one can be used after another has failed. */
async function importBundle(bundle: Bundle): Promise<typeof Ort> {
  const ort = await {
    wasm: () => import('onnxruntime-web/wasm'),
    jspi: () => import('onnxruntime-web/jspi'),
    webgpu: () => import('onnxruntime-web/webgpu'),
  }[bundle]();
  // More threads never won on two cores, need isolation, and fail on iOS (onnxruntime #11679).
  ort.env.wasm.numThreads = 1;
  return ort;
}
