import type { Backend, SessionStats } from '../../protocol/recognizer-api';
import type { Page, SecondPassStatus } from '../page-state';
import { latencyPercentile, type RevisionFigures } from '../revision-figures';
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
  page.watch(
    (state) => state.language,
    () => show(),
  );
  page.watch(
    (state) => state.secondPass,
    () => show(),
  );
  page.watch(
    (state) => state.revisions,
    () => show(),
  );
  return panel;

  function show(): void {
    const { model, stats, language, secondPass, revisions } = page.state;
    const backend = model.phase === 'ready' ? model.backend : undefined;
    const figures = [
      ...(backend === undefined ? [] : ofBackend(backend)),
      ...(stats === undefined ? [] : ofStats(stats)),
      ...(language === undefined ? [] : [['Language model', language] as const]),
      ...ofSecondPass(secondPass, revisions),
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

function ofSecondPass(status: SecondPassStatus, figures: RevisionFigures): Figure[] {
  const rows: Figure[] = [];
  if (status.phase === 'active' || status.phase === 'off') rows.push(['Second reading', status.reason]);
  const [middle, most] = [latencyPercentile(figures, 0.5), latencyPercentile(figures, 0.95)];
  if (middle === undefined || most === undefined) return rows;
  const { audioMs, readMs, mergeMs, revised, kept } = figures;
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  return [
    ...rows,
    ['From final to revision', `${seconds(middle)} s (95 %: ${seconds(most)} s)`],
    ['Its real-time factor', `${(readMs / audioMs).toFixed(3)}, names ${(mergeMs / audioMs).toFixed(3)}`],
    ['Sentences', `${revised} read again, ${kept} left as heard`],
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
