import type { Backend, SessionStats } from '../../protocol/recognizer-api';
import type { Page } from '../page-state';
import { element, plural } from './element';

/** What runs the model, why, and how fast: measured while it listens. */
export function createPerformancePanel(page: Page): HTMLElement {
  const rows = element('dl', { class: 'figures' });
  const hint = element('p', { class: 'setting-hint' });
  const panel = element(
    'details',
    { class: 'performance' },
    element('summary', {}, 'Performance'),
    element('div', { class: 'performance-body' }, rows, hint),
  );
  page.watch(
    (state) => state.model,
    () => show(),
  );
  page.watch(
    (state) => state.stats,
    () => show(),
  );
  return panel;

  function show(): void {
    const { model, stats } = page.state;
    const backend = model.phase === 'ready' ? model.backend : undefined;
    const figures = [
      ...(backend === undefined ? [] : ofBackend(backend)),
      ...(stats === undefined ? [] : ofStats(stats)),
    ];
    rows.replaceChildren(...figures.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]));
    hint.textContent =
      backend === undefined
        ? 'The model is not loaded yet.'
        : stats === undefined
          ? 'Speed is measured while you dictate.'
          : '';
  }
}

type Figure = readonly [term: string, value: string];

function ofBackend({ ep, bundle, precision, threads, reason, modelId, chunkMs }: Backend): Figure[] {
  const processor = ep === 'webgpu' ? 'GPU (WebGPU)' : `CPU (WebAssembly, ${plural(threads, 'thread')})`;
  return [
    ['Runs on', processor],
    ['Why', reason],
    ['Precision', precision],
    ['Runtime', bundle],
    ['Model', modelId],
    ['Chunk', `${Math.round(chunkMs)} ms of sound`],
  ];
}

function ofStats(stats: SessionStats): Figure[] {
  return [
    ['Model time per chunk', `${stats.chunkMsP50.toFixed(1)} ms (95 %: ${stats.chunkMsP95.toFixed(1)} ms)`],
    ['Real-time factor', `${stats.realTimeFactor.toFixed(3)}, decoder ${stats.decoderRealTimeFactor.toFixed(3)}`],
    ['Waiting sound', `${Math.round(stats.backlogMs)} ms`],
    ['Memory of the model', `${(stats.wasmBytes / 1e6).toFixed(0)} MB`],
    ['Beam', String(stats.beam)],
  ];
}
